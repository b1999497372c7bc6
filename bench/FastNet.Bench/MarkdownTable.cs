namespace FastNet.Bench;

/// <summary>Rows of cells as Markdown.</summary>
internal static class MarkdownTable
{
    /// <param name="writer">Where it goes.</param>
    /// <param name="rows">The head first.</param>
    public static void Write(TextWriter writer, IEnumerable<string[]> rows)
    {
        bool isHead = true;
        foreach (string[] cells in rows)
        {
            writer.WriteLine($"| {string.Join(" | ", cells)} |");
            if (isHead)
            {
                writer.WriteLine($"|{string.Concat(cells.Select(_ => " --- |"))}");
                isHead = false;
            }
        }

        writer.WriteLine();
    }
}

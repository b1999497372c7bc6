using System.Globalization;

namespace FastNet.Bench;

/// <summary>Rows of cells as Markdown on standard output.</summary>
internal static class MarkdownTable
{
    /// <param name="rows">The head first.</param>
    public static void Write(IEnumerable<string[]> rows)
    {
        bool isHead = true;
        foreach (string[] cells in rows)
        {
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
            if (isHead)
            {
                Console.WriteLine($"|{string.Concat(cells.Select(_ => " --- |"))}");
                isHead = false;
            }
        }

        Console.WriteLine();
    }

    /// <summary>Three digits, or all before the point.</summary>
    public static string Number(double value)
    {
        string format = Math.Abs(value) switch { < 1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "0" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}

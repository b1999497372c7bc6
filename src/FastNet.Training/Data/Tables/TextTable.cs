namespace FastNet.Training;

/// <summary>A file of text as a table.</summary>
internal static class TextTable
{
    /// <summary>Reads all rows.</summary>
    /// <param name="stream">The contents, which can seek.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read.</param>
    /// <param name="kindsOf">What each column is read as.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected.</exception>
    public static Table Read(Stream stream, string name, TableOptions options, Func<TableLayout, ColumnKind[]> kindsOf)
    {
        using TextRows rows = new(stream, name, options);
        TableLayout layout = rows.Layout;
        ColumnBuilder[] columns = [.. kindsOf(layout).Select((kind, column) => new ColumnBuilder(layout, column, kind, options))];
        List<int> lines = [];
        while (rows.Read())
        {
            // A table has at most as many rows as an array.
            lines.Add((int)long.Min(rows.Line, int.MaxValue));
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Add(rows[column], rows.Line);
            }
        }

        return new(layout, [.. columns.Select(column => column.Build())], lines.Count, [.. lines]);
    }
}

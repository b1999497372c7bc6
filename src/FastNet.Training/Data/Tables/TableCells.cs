namespace FastNet.Training;

/// <summary>A row of a table in memory.</summary>
internal readonly struct TableCells(Table table, int row) : ICells
{
    public double Number(int column) => table.Columns[column].Number(row);

    public ReadOnlySpan<char> Text(int column) => table.Columns[column].Text(row);

    public InvalidDataException Error(int column, string expected, double? number = null) => table.Error(row, column, expected);
}

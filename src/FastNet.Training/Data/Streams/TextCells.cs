using System.Globalization;

namespace FastNet.Training;

/// <summary>The row of text that is read, with the words of a table in memory where a cell is not what its column takes.</summary>
internal readonly struct TextCells(TextRows rows, TableOptions options) : ICells
{
    public double Number(int column)
    {
        ReadOnlySpan<char> cell = rows[column];
        return IsMissing(cell) ? double.NaN : TableCell.ParseNumber(cell, options.DecimalComma, rows.Layout, rows.Line, column);
    }

    public ReadOnlySpan<char> Text(int column)
    {
        ReadOnlySpan<char> cell = rows[column];
        return IsMissing(cell) ? [] : cell;
    }

    public InvalidDataException Error(int column, string expected, double? number = null) => rows.Layout.Error(
        rows.Line, column, expected, number is not { } value ? Text(column) : double.IsNaN(value) ? [] : value.ToString(CultureInfo.InvariantCulture));

    private bool IsMissing(ReadOnlySpan<char> cell) => options.AllowsMissing && TableCell.IsMissing(cell);
}

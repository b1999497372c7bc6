using System.Globalization;

namespace FastNet.Training;

/// <summary>A cell of a file of text.</summary>
internal static class TableCell
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Missing =
        new HashSet<string>(["", "NA", "N/A", "NaN", "nan", "null", "None", "?"], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether it says that there is nothing.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell) => Missing.Contains(cell);

    /// <summary>It as a finite number.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static double ParseNumber(ReadOnlySpan<char> cell, bool decimalComma, TableLayout layout, long line, int column)
    {
        if (!TryParse(cell, decimalComma, out double value))
        {
            throw layout.Error(line, column, decimalComma ? "a number with a decimal comma" : "a number", cell);
        }

        return double.IsFinite(value) ? value : throw layout.Error(line, column, "a finite number", cell);
    }

    /// <summary>It as a number, finite or not.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, bool decimalComma, out double value)
    {
        if (!decimalComma)
        {
            return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        value = double.NaN;
        Span<char> withPoint = cell.Length <= 64 ? stackalloc char[cell.Length] : new char[cell.Length];
        cell.Replace(withPoint, ',', '.');
        return !cell.Contains('.') && double.TryParse(withPoint, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}

using System.Globalization;

namespace FastNet.Training;

/// <summary>What the columns of a table are called.</summary>
/// <param name="File">The file, as errors name it.</param>
/// <param name="HasHeader">Whether the first line holds names.</param>
/// <param name="Names">A name for each column: the header's, or "column 1" and so on.</param>
/// <param name="Image">The shape of the image that the columns are; null where the file does not say.</param>
internal sealed record TableLayout(string File, bool HasHeader, string[] Names, ImageShape? Image = null)
{
    private const int LongestQuote = 40;

    /// <summary>Names for columns that have none: "column 1" and so on.</summary>
    public static string[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"column {i}"))];

    /// <summary>The index of a column given by its name or by its number from 1 on.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public int Find(string column)
    {
        int index = Array.IndexOf(Names, column);
        if (index < 0 && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Names.Length)
        {
            index = number - 1;
        }

        return index >= 0
            ? index
            : throw new InvalidDataException(
                $"{File}: row 1, column '{column}': expected {(HasHeader ? "one of the names " + Quote(string.Join(", ", Names), 200) + ", or " : string.Empty)}"
                + $"a number from 1 to {Names.Length}, got no such column{(HasHeader ? string.Empty : " (the file has no header)")}.");
    }

    /// <summary>What is wrong with a cell.</summary>
    /// <param name="row">Its line in the file, from 1 on, the header's included.</param>
    /// <param name="column">Its index.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="actual">What it holds.</param>
    public InvalidDataException Error(long row, int column, string expected, ReadOnlySpan<char> actual)
    {
        string name = HasHeader ? $" ({Names[column]})" : string.Empty;
        string got = actual.IsEmpty ? "an empty cell" : Quote(actual.ToString(), LongestQuote);
        string taken = HasHeader || row > 1 ? string.Empty : " (row 1 is taken for an example, not for names)";
        return new InvalidDataException($"{File}: row {row}, column {column + 1}{name}: expected {expected}, got {got}{taken}.");
    }

    /// <summary>What is wrong with a first line that may be either.</summary>
    public InvalidDataException HeaderOrNot(string actual) =>
        new($"{File}: row 1: expected names or an example, got {actual}: say which by --header or --no-header.");

    public static string Quote(string text, int longest)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return $"'{(line.Length > longest ? line[..longest] + "…" : line)}'";
    }
}

using System.Globalization;

namespace FastNet.Training;

/// <summary>Whole numbers by value, then text by its characters: independent of the rows' order and of the machine's language.</summary>
internal sealed class CategoryOrder : IComparer<string>
{
    public static CategoryOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        bool xIsNumber = long.TryParse(x, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long xNumber);
        bool yIsNumber = long.TryParse(y, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long yNumber);
        int order = xIsNumber && yIsNumber ? xNumber.CompareTo(yNumber) : yIsNumber.CompareTo(xIsNumber);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }
}

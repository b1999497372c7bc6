using System.Globalization;

namespace FastNet.Training;

/// <summary>A column's smallest and largest number, and their lines.</summary>
internal struct Extremes()
{
    private (double Value, long Line) smallest = (double.PositiveInfinity, 0);
    private (double Value, long Line) largest = (double.NegativeInfinity, 0);

    public void Add(double value, long line)
    {
        smallest = value < smallest.Value ? (value, line) : smallest;
        largest = value > largest.Value ? (value, line) : largest;
    }

    /// <summary>Refuses numbers that no network could use.</summary>
    /// <exception cref="InvalidDataException">There is one; the message says where it stands.</exception>
    public readonly void RequireInReach(TableLayout layout, int column, Normalizer normalizer, int feature)
    {
        foreach ((double value, long line) in (ReadOnlySpan<(double, long)>)[smallest, largest])
        {
            if (line > 0 && !normalizer.IsInReach(value, feature))
            {
                throw layout.Error(line, column, DataSchema.InReach, value.ToString("R", CultureInfo.InvariantCulture));
            }
        }
    }
}

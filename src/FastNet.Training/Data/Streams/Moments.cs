namespace FastNet.Training;

/// <summary>
/// A mean and a sum of squares about it in one pass, and the extremes (Welford, "Note on a method for calculating corrected sums of squares and
/// products", 1962).
/// </summary>
internal struct Moments()
{
    private double squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Smallest { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Divided by the count.</summary>
    public readonly double Variance => squares / Count;

    public void Add(double value)
    {
        Count++;
        double distance = value - Mean;
        Mean += distance / Count;
        squares += distance * (value - Mean);
        Smallest = double.Min(Smallest, value);
        Largest = double.Max(Largest, value);
    }

    /// <summary>Center and scale for <see cref="Normalizer"/>.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="missing">As many further values that are the mean.</param>
    public readonly (double Center, double Scale) CenterAndScale(NormalizerKind kind, long missing) => kind == NormalizerKind.MinMax
        ? (Smallest, Largest - Smallest)
        : (Mean, Math.Sqrt(squares / (Count + missing)));

    /// <summary>The same of a feature that is 1 in some rows and 0 in the others.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="ones">Rows with 1.</param>
    /// <param name="rows">All rows.</param>
    public static (double Center, double Scale) OfIndicator(NormalizerKind kind, long ones, long rows)
    {
        double share = (double)ones / rows;
        return kind == NormalizerKind.MinMax ? (ones == rows ? 1 : 0, ones > 0 && ones < rows ? 1 : 0) : (share, Math.Sqrt(share * (1 - share)));
    }
}

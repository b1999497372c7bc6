namespace FastNet.Training;

/// <summary>An error measured on a sample of examples, with the interval that holds the error on all of them.</summary>
public sealed class MeasuredError
{
    // Work of a bootstrap in drawn examples: some tenths of a second.
    private const int MostDraws = 40_000_000;

    // An end of a 95 % interval then stands on 5.
    private const int FewestResamples = 200;

    // Of intervals of 95 %.
    private const double Doubt = 0.05;

    private readonly double[] distances;

    private MeasuredError(long wrong, long count, double[] distances, double value, Interval interval)
    {
        this.distances = distances;
        Wrong = wrong;
        Count = count;
        Value = value;
        Interval = interval;
    }

    /// <summary>The share that is wrong, or the root mean square of the distances.</summary>
    public double Value { get; }

    /// <summary>Of 95 %: <see cref="Proportion.Wilson"/> for a share, <see cref="Bootstrap.Of"/> for distances.</summary>
    public Interval Interval { get; }

    /// <summary>The examples.</summary>
    public long Count { get; }

    /// <summary>The examples that are wrong; 0 where the error is a distance.</summary>
    public long Wrong { get; }

    /// <summary>Whether the error is a share from 0 to 1, and not a distance.</summary>
    public bool IsShare => distances.Length == 0;

    /// <summary>The distance of each example; empty where the error is a share.</summary>
    public ReadOnlySpan<double> Distances => distances;

    /// <summary>The share wrong/count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no example, or more are wrong than there are.</exception>
    public static MeasuredError OfCounts(long wrong, long count)
    {
        Interval interval = Proportion.Wilson(wrong, count);
        return new(wrong, count, [], (double)wrong / count, interval);
    }

    /// <summary>√(Σd²/n).</summary>
    /// <param name="distances">[n], at least two.</param>
    /// <param name="seed">The resamples' seed.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or one is no number.</exception>
    public static MeasuredError OfDistances(ReadOnlySpan<double> distances, ulong seed)
    {
        Interval interval = Bootstrap.Of(distances, BootstrapStatistic.RootMeanSquare, seed, resamples: Resamples(distances.Length));
        double squares = 0;
        foreach (double distance in distances)
        {
            squares += distance * distance;
        }

        return new(0, distances.Length, distances.ToArray(), Math.Sqrt(squares / distances.Length), interval);
    }

    /// <summary>The interval of this error less another, of other examples: <see cref="Proportion.Difference(long, long, long, long, double)"/> or
    /// <see cref="Bootstrap.Difference"/>.</summary>
    /// <param name="other">What is subtracted.</param>
    /// <param name="seed">The resamples' seed.</param>
    /// <exception cref="ArgumentException">One is a share, the other a distance.</exception>
    public Interval Less(MeasuredError other, ulong seed) => LessBestOf(other, 1, seed);

    /// <summary>
    /// The interval of this error less the least of several others, wide enough for the difference from each of them to lie within its own in 95 % of cases
    /// (Bonferroni's inequality): whichever was the least by chance, the interval holds.
    /// </summary>
    /// <param name="other">The least.</param>
    /// <param name="candidates">How many it was the least of; at least 1.</param>
    /// <param name="seed">The resamples' seed.</param>
    /// <exception cref="ArgumentException">One is a share, the other a distance.</exception>
    internal Interval LessBestOf(MeasuredError other, int candidates, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsShare != other.IsShare)
        {
            throw new ArgumentException("expected two shares or two distances, got one of each.", nameof(other));
        }

        double confidence = 1 - (Doubt / candidates);
        if (IsShare)
        {
            return Proportion.Difference(Wrong, Count, other.Wrong, other.Count, confidence);
        }

        int resamples = int.Max(Resamples(int.Max(distances.Length, other.distances.Length)), (int)Math.Ceiling(2 * candidates / Doubt));
        return Bootstrap.Difference(distances, other.distances, BootstrapStatistic.RootMeanSquare, seed, confidence, resamples);
    }

    /// <summary>How many examples it takes, where the error stays what it is, for an interval of this half width.</summary>
    internal double ExamplesFor(double halfWidth)
    {
        if (IsShare)
        {
            return Proportion.SampleSize(Value, double.Clamp(halfWidth, 1e-7, 0.5));
        }

        // The width falls with the root of the number.
        double ratio = Interval.Width / 2 / halfWidth;
        return Math.Ceiling(Count * ratio * ratio);
    }

    /// <summary>The resamples whose work stays bounded.</summary>
    internal static int Resamples(int count) => int.Clamp(MostDraws / int.Max(count, 1), FewestResamples, Bootstrap.DefaultResamples);
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>
/// The interval of a root mean square of errors, with 95 % confidence, that come one after another: of up to 100 000 by <see cref="Bootstrap"/>, which
/// needs them all. Of more by the normal distribution, as the mean m of so many squares has it by the central limit theorem: √(m ± z·s/√n), s their
/// deviation, z = Φ⁻¹(0.975). What is kept then no longer grows.
/// </summary>
internal sealed class ErrorInterval
{
    /// <summary>The most errors that are resampled.</summary>
    public const int MostResampled = 100_000;

    private const double Quantile = 1.959963984540054;

    private readonly List<double> errors = [];

    // Of the squares, by Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
    private double mean;
    private double squaresAboutMean;

    /// <summary>How many errors came.</summary>
    public long Count { get; private set; }

    public void Add(double error)
    {
        Count++;
        double square = error * error, distance = square - mean;
        mean += distance / Count;
        squaresAboutMean += distance * (square - mean);
        if (Count <= MostResampled)
        {
            errors.Add(error);
        }
        else
        {
            errors.Clear();
        }
    }

    /// <summary>The interval; null of fewer than two errors.</summary>
    public Interval? Of95Percent()
    {
        if (Count <= MostResampled)
        {
            return Count > 1 ? Bootstrap.Of([.. errors], BootstrapStatistic.RootMeanSquare, seed: 1) : null;
        }

        double halfWidth = Quantile * Math.Sqrt(squaresAboutMean / (Count - 1) / Count);
        return new(Math.Sqrt(double.Max(mean - halfWidth, 0)), Math.Sqrt(mean + halfWidth));
    }
}

using System.Globalization;

namespace FastNet.Training;

/// <summary>The shares of the parts: any scale will do, 60/20/20 is 0.6/0.2/0.2. Without a test part, the dev error is optimistic.</summary>
public readonly record struct SplitRatios
{
    /// <summary>Shares of the three parts.</summary>
    /// <param name="train">Above 0.</param>
    /// <param name="dev">At least 0.</param>
    /// <param name="test">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share lies outside, or is not finite.</exception>
    public SplitRatios(double train, double dev, double test)
    {
        double sum = train + dev + test;
        Train = Share(train, sum, train > 0, "above 0", nameof(train));
        Dev = Share(dev, sum, dev >= 0, "of at least 0", nameof(dev));
        Test = Share(test, sum, test >= 0, "of at least 0", nameof(test));
    }

    /// <summary>What the network learns from, as a part of 1.</summary>
    public double Train { get; }

    /// <summary>What choices are made by, as a part of 1.</summary>
    public double Dev { get; }

    /// <summary>What nobody looks at before the end, as a part of 1.</summary>
    public double Test { get; }

    private static double Share(double value, double sum, bool inRange, string expected, string parameter) =>
        inRange && double.IsFinite(value) && double.IsFinite(sum)
            ? value / sum
            : throw new ArgumentOutOfRangeException(
                parameter, value, string.Create(CultureInfo.InvariantCulture, $"expected a finite share {expected}, got {value}."));
}

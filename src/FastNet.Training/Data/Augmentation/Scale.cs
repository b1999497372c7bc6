namespace FastNet.Training;

/// <summary>Enlarges the image about its centre by a factor, the same across and down, uniformly from least to most.</summary>
/// <param name="Least">From 1e-6 on; below 1 makes it smaller.</param>
/// <param name="Most">From the least to 1e6.</param>
/// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
public sealed record Scale(double Least, double Most) : GeometricStep
{
    /// <summary>The least factor.</summary>
    public double Least { get; } = Require(Least >= 1e-6, Least, "a factor of at least 1e-6", nameof(Least));

    /// <summary>The most.</summary>
    public double Most { get; } = Require(Most >= Least && Most <= 1e6, Most, "a factor from the least to 1e6", nameof(Most));

    internal override PixelMap Draw(Philox random, ImageShape shape)
    {
        double inverse = 1 / Between(random, Least, Most);
        return PixelMap.Identity with { XX = inverse, YY = inverse };
    }
}

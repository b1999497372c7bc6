namespace FastNet.Training;

/// <summary>Left becomes right.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record HorizontalFlip(double Probability) : GeometricStep
{
    /// <summary>From 0 to 1.</summary>
    public double Probability { get; } = RequireProbability(Probability, nameof(Probability));

    internal override PixelMap Draw(Philox random, ImageShape shape) =>
        random.Uniform(0) < Probability ? PixelMap.Identity with { XX = -1 } : PixelMap.Identity;
}

/// <summary>Top becomes bottom.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record VerticalFlip(double Probability) : GeometricStep
{
    /// <summary>From 0 to 1.</summary>
    public double Probability { get; } = RequireProbability(Probability, nameof(Probability));

    internal override PixelMap Draw(Philox random, ImageShape shape) =>
        random.Uniform(0) < Probability ? PixelMap.Identity with { YY = -1 } : PixelMap.Identity;
}

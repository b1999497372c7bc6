namespace FastNet.Training;

/// <summary>μ + c·(x − μ) for the whole image, μ being its mean over all channels, c uniform from least to most.</summary>
/// <param name="Least">From 0 on; below 1 makes it paler.</param>
/// <param name="Most">From the least to 1e6.</param>
/// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
public sealed record Contrast(double Least, double Most) : ValueStep
{
    /// <summary>The least factor.</summary>
    public double Least { get; } = Require(Least >= 0, Least, "a factor of at least 0", nameof(Least));

    /// <summary>The most.</summary>
    public double Most { get; } = Require(Most >= Least && Most <= 1e6, Most, "a factor from the least to 1e6", nameof(Most));

    internal override void Apply<T>(Span<T> example, Philox random, AugmentationContext context)
    {
        double sum = 0;
        foreach (T value in example)
        {
            sum += double.CreateTruncating(value);
        }

        double mean = sum / example.Length;
        double c = Between(random, Least, Most);
        for (int i = 0; i < example.Length; i++)
        {
            example[i] = T.CreateTruncating(mean + (c * (double.CreateTruncating(example[i]) - mean)));
        }
    }
}

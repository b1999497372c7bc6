namespace FastNet.Training;

/// <summary>
/// x + deviation·σ·n, n standard normal and of its own for each feature, σ being the feature's deviation in the train part: features of any
/// scale move by the same share of what they vary by, and a constant one not at all.
/// </summary>
/// <param name="Deviation">Finite, at least 0, as a part of σ.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record Jitter(double Deviation) : ValueStep
{
    /// <summary>As a part of σ.</summary>
    public double Deviation { get; } = RequireDeviation(Deviation, nameof(Deviation));

    internal override bool IsOfImages => false;

    internal override void Apply<T>(Span<T> example, Philox random, AugmentationContext context) =>
        Noise.Add(example, random, Deviation, context.Deviations);
}

namespace FastNet.Training;

/// <summary>x + b for the whole image, b uniform from −most to most.</summary>
/// <param name="Most">Finite, at least 0, in the features' own unit.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record Brightness(double Most) : ValueStep
{
    /// <summary>In the features' own unit.</summary>
    public double Most { get; } = Require(double.IsFinite(2 * Most) && Most >= 0, Most, "a finite brightness of at least 0", nameof(Most));

    internal override void Apply<T>(Span<T> example, Philox random, AugmentationContext context)
    {
        double b = Between(random, -Most, Most);
        for (int i = 0; i < example.Length; i++)
        {
            example[i] = T.CreateTruncating(double.CreateTruncating(example[i]) + b);
        }
    }
}

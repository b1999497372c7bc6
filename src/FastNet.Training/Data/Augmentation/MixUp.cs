namespace FastNet.Training;

/// <summary>
/// x ← λ·x + (1 − λ)·x′ and t ← λ·t + (1 − λ)·t′, x′ being any altered example of the train part with the same probability, λ ~ Beta(α, α)
/// (Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization", 2018, figure 1). The loss must take probabilities or values.
/// </summary>
/// <param name="Alpha">α, from 1e-6 to 1e6: 0.2 leaves most examples nearly alone, 1 makes all λ as likely.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record MixUp(double Alpha) : AugmentationStep
{
    /// <summary>α.</summary>
    public double Alpha { get; } = Require(Alpha is >= 1e-6 and <= 1e6, Alpha, "an alpha from 1e-6 to 1e6", nameof(Alpha));

    internal override bool IsOfImages => false;

    /// <summary>λ, and the number of the other example out of so many.</summary>
    internal (double Lambda, int Partner) Draw(Philox random, int count) =>
        (BetaDistribution.DrawSymmetric(random, Alpha), (int)(random.Uniform(0) * count));

    internal static double Mix(double lambda, double x, double other) => (lambda * x) + ((1 - lambda) * other);
}

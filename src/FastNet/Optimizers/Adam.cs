using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − α·m̂/(√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) (Kingma and Ba, ICLR 2015).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class Adam<T>(IParameters<T> parameters) : Optimizer<T>(parameters, moments: 2, learningRate: 1e-3)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double beta1Power = 1;
    private double beta2Power = 1;

    /// <summary>β₁, the weight of the past in the mean of gradients: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta1 { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, the weight of the past in the mean of squared gradients: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta2 { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, added outside the root: above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double Epsilon { get; set => field = Throw.IfNotPositive<T>(value, nameof(Epsilon)); } = 1e-8;

    private protected override void Update(ReadOnlySpan<T> gradients, WorkerPool? workers)
    {
        // βᵗ as running products: a power function's bits differ between systems.
        double power1 = beta1Power * Beta1;
        double power2 = beta2Power * Beta2;
        AdamUpdate<T> update = new(
            T.CreateTruncating(LearningRate / (1 - power1)),
            T.CreateTruncating(Beta1),
            T.CreateTruncating(1 - Beta1),
            T.CreateTruncating(Beta2),
            T.CreateTruncating(1 - Beta2),
            T.CreateTruncating(1 / Math.Sqrt(1 - power2)),
            T.CreateTruncating(Epsilon));
        Run(gradients, update, workers);
        (beta1Power, beta2Power) = (power1, power2);
    }
}

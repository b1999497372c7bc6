using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>What Adam, AMSGrad, AdamW and Nadam share: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², and the bias corrections.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class AdaptiveMoments<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected AdaptiveMoments(IParameters<T> parameters, IReadOnlyList<string> moments, int scalars = 2)
        : base(parameters, learningRate: 1e-3, moments, scalars) =>
        Scalars.Fill(1);

    /// <summary>β₁, the weight of the past in the mean of gradients: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta1 { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, the weight of the past in the mean of squared gradients: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta2 { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, added outside the root: above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double Epsilon { get; set => field = Throw.IfNotPositive<T>(value, nameof(Epsilon)); } = 1e-8;

    /// <inheritdoc/>
    protected override string Hyperparameters => FormattableString.Invariant($", β₁ {Beta1}, β₂ {Beta2}, ε {Epsilon}");

    /// <summary>β₁ᵗ, or what stands for it. A running product: a power function's bits differ between systems.</summary>
    private protected ref double Product1 => ref Scalars[0];

    /// <summary>β₂ᵗ, a running product.</summary>
    private protected ref double Product2 => ref Scalars[1];

    private protected AdaptiveCoefficients<T> Coefficients(double rate) => new(
        T.CreateTruncating(rate),
        T.CreateTruncating(Beta1),
        T.CreateTruncating(1 - Beta1),
        T.CreateTruncating(Beta2),
        T.CreateTruncating(1 - Beta2),
        T.CreateTruncating(1 / Math.Sqrt(1 - Product2)),
        T.CreateTruncating(Epsilon));

    /// <summary>Adam's formula, if no other takes its place.</summary>
    protected override void Update(UpdateRange<T> range) => range.Run(new AdamUpdate<T>(Coefficients(range.LearningRate / (1 - Product1))));

    /// <inheritdoc/>
    protected override void BeginStep()
    {
        Product1 *= Beta1;
        Product2 *= Beta2;
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// The exponentially weighted average of a network's parameters, bias-corrected: a ← a + γₜ·(w − a), γₜ = (1 − β)/(1 − βᵗ), which is
/// v/(1 − βᵗ) for v ← βv + (1 − β)w (the correction: Kingma and Ba, ICLR 2015, section 3). Update it after each step.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What is averaged: a network.</param>
/// <param name="beta">β, the weight of the past, from 0 to below 1: the average is over about the last 1/(1 − β) updates.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> lies outside.</exception>
public sealed class ExponentialParameterAverage<T>(IParameters<T> parameters, double beta = 0.999) : ParameterAverage<T>(parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β, the weight of the past.</summary>
    public double Beta { get; } = Throw.IfNotBelowOne<double>(beta, nameof(beta));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"exponential average, β {Beta}");

    private protected override double NextWeight() => (1 - Beta) / (1 - IntegerPower.Of(Beta, Count + 1));
}

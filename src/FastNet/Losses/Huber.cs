using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ ℓ(dᵢⱼ), d = z − t, ℓ = ½d² where |d| ≤ δ, else δ(|d| − ½δ);  ∂L/∂z = v·d/(batch·outputs), d held
/// between −δ and δ. Targets: values.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="delta">δ, above 0 as a T: the distance at which the square becomes a line.</param>
/// <exception cref="ArgumentOutOfRangeException">δ, as a T, is not finite or not above 0.</exception>
public sealed class Huber<T>(double delta = 1) : ElementLoss<T, HuberError>(new(Throw.IfNotPositive<T>(delta, nameof(delta))))
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override string Hyperparameters => FormattableString.Invariant($", δ {Element.Delta}");
}

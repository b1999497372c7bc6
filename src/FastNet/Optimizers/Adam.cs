using System.Numerics;

namespace FastNet;

/// <summary>
/// m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − α·m̂/(√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) (Kingma and Ba, ICLR 2015).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class Adam<T>(IParameters<T> parameters) : AdaptiveMoments<T>(parameters, moments: ["mean", "square"])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

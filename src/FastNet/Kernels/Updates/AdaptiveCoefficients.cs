using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>What Adam and its kin share: two averages and the corrected root.</summary>
/// <param name="rate">What multiplies the direction.</param>
/// <param name="beta1">β₁.</param>
/// <param name="oneLessBeta1">1 − β₁.</param>
/// <param name="beta2">β₂.</param>
/// <param name="oneLessBeta2">1 − β₂.</param>
/// <param name="rootCorrection">1/√(1 − β₂ᵗ).</param>
/// <param name="epsilon">ε.</param>
internal readonly struct AdaptiveCoefficients<T>(T rate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T rootCorrection, T epsilon)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Rate => rate;

    /// <summary>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Average<TVector, TLanes>(TVector gradient, ref TVector mean, ref TVector square)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector squared = TLanes.Multiply(gradient, gradient);
        mean = TLanes.MultiplyAdd(TLanes.Splat(beta1), mean, TLanes.Multiply(TLanes.Splat(oneLessBeta1), gradient));
        square = TLanes.MultiplyAdd(TLanes.Splat(beta2), square, TLanes.Multiply(TLanes.Splat(oneLessBeta2), squared));
    }

    /// <summary>√v·c + ε.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Root<TVector, TLanes>(TVector square)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.MultiplyAdd(TLanes.Sqrt(square), TLanes.Splat(rootCorrection), TLanes.Splat(epsilon));
}

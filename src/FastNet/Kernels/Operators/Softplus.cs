using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = ln(1 + eᶻ) = max(z, 0) + ln(1 + e^(−|z|));  f′ = σ(z) = 1 − e⁻ᵃ (Dugas, Bengio, Bélisle, Nadeau, Garcia, NIPS 2000).
/// Error of a: 3 ULP.
/// </summary>
public readonly struct Softplus : IActivation
{
    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Rectifying;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        (TVector positive, TVector tail) = VectorMath.SoftplusTerms<T, TVector, TLanes>(z);
        return TLanes.Add(positive, tail);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector signBit = TLanes.Splat(-T.Zero);
        return TLanes.Xor(VectorMath.ExpM1<T, TVector, TLanes>(TLanes.Xor(a, signBit)), signBit);
    }
}

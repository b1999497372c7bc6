using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>a = σ(z) = 1/(1 + e⁻ᶻ);  f′ = a(1 − a).</summary>
public readonly struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Symmetric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.Sigmoid<T, TVector, TLanes>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(a, TLanes.Subtract(TLanes.Splat(T.One), a));
}

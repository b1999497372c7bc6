using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>a = tanh z;  f′ = 1 − a².</summary>
public readonly struct Tanh : IActivation
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
        VectorMath.Tanh<T, TVector, TLanes>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Splat(T.One), TLanes.Multiply(a, a));
}

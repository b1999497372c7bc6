using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = clamp(z + 3, 0, 6)/6;  f′ = 1/6 where −3 ≤ z ≤ 3, else 0 (Courbariaux, Bengio, David, NIPS 2015; with PyTorch's numbers, and its
/// slope at the borders). Error of a: 1.5 ULP.
/// </summary>
public readonly struct HardSigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool SlopeTakesOutput => false;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Symmetric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector shifted = TLanes.Add(z, TLanes.Splat(VectorMath.Constant<T>(3, 3)));
        shifted = VectorMath.Clamp<T, TVector, TLanes>(shifted, T.Zero, VectorMath.Constant<T>(6, 6));
        return TLanes.Divide(shifted, TLanes.Splat(VectorMath.Constant<T>(6, 6)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector three = TLanes.Splat(VectorMath.Constant<T>(3, 3));
        TVector magnitude = VectorMath.Abs<T, TVector, TLanes>(z);
        TVector sixth = TLanes.Splat(VectorMath.Constant<T>(1.0 / 6, 1.0 / 6));
        return TLanes.Select(TLanes.GreaterThan(magnitude, three), TLanes.Splat(T.Zero), sixth);
    }
}

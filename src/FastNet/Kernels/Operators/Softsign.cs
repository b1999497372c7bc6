using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>a = z/(1 + |z|);  f′ = 1/(1 + |z|)² (Bergstra, Desjardins, Lamblin, Bengio, 2009). Error of a: 1.5 ULP.</summary>
public readonly struct Softsign : IActivation
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
        // For the largest finite z it is 1, its limit.
        T largest = VectorMath.Constant<T>(float.MaxValue, double.MaxValue);
        z = VectorMath.Clamp<T, TVector, TLanes>(z, -largest, largest);
        return TLanes.Divide(z, OnePlusMagnitude<T, TVector, TLanes>(z));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector reciprocal = TLanes.Divide(TLanes.Splat(T.One), OnePlusMagnitude<T, TVector, TLanes>(z));
        return TLanes.Multiply(reciprocal, reciprocal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OnePlusMagnitude<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Add(TLanes.Splat(T.One), VectorMath.Abs<T, TVector, TLanes>(z));
}

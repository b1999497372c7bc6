using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = ½z·(1 + tanh y) = z·σ(2y), y = √(2/π)·(z + 0.044715z³);  f′ = σ(2y)·(1 + z·2y′·σ(−2y)), y′ = √(2/π)·(1 + 3·0.044715z²)
/// (Hendrycks and Gimpel, arXiv 1606.08415). Error of a: 3.5 ULP of a or, where |a| is less, of 1/8: y is rounded, and so is the tail.
/// </summary>
public readonly struct GeluTanh : IActivation
{
    private const double TwiceRoot2OverPi = 1.5957691216057308;
    private const double Cubic = TwiceRoot2OverPi * 0.044715;

    /// <inheritdoc/>
    public static bool SlopeTakesOutput => false;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Rectifying;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        z = TLanes.Max(TLanes.Splat(-Reach<T>()), z);
        return VectorMath.TimesSigmoid<T, TVector, TLanes>(z, Twice<T, TVector, TLanes>(z, Cubic));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        // 2y′ has three times the coefficient, of z² in place of z³.
        z = VectorMath.Clamp<T, TVector, TLanes>(z, -Reach<T>(), Reach<T>());
        TVector twice = Twice<T, TVector, TLanes>(z, Cubic);
        return VectorMath.SlopeOfTimesSigmoid<T, TVector, TLanes>(Twice<T, TVector, TLanes>(z, 3 * Cubic), twice);
    }

    // 2√(2/π)·z + cubic·z³: 2y, and z·2y′ with three times the coefficient.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Twice<T, TVector, TLanes>(TVector z, double cubic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(
            z,
            TLanes.MultiplyAdd(
                TLanes.Multiply(z, z),
                TLanes.Splat(T.CreateTruncating(cubic)),
                TLanes.Splat(T.CreateTruncating(TwiceRoot2OverPi))));

    // From here on |2y| is beyond the reach of the gate.
    private static T Reach<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        VectorMath.Constant<T>(16, 24);
}

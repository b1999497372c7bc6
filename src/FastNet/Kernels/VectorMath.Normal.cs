using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <content>The standard normal distribution: φ(t) = e^(−t²/2)/√(2π), Φ(z) = ∫ φ from −∞ to z.</content>
public static partial class VectorMath
{
    /// <summary>
    /// e^(t²/2)·Φ(−t) = ½·e^(t²/2)·erfc(t/√2) for t from 0 to 16 (float) or 40 (double): the tail without its steep factor. Error: 3 ULP.
    /// </summary>
    /// <remarks>
    /// A polynomial in u = (t − k)/(t + k), divided by t + k: the transformation of Shepherd and Laframboise, "Chebyshev approximation of
    /// (1 + 2x)exp(x²)erfc x in 0 ≤ x &lt; ∞", Mathematics of Computation 36, 1981; fitted here.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ScaledNormalTail<T, TVector, TLanes>(TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector k = TLanes.Splat(Constant<T>(3, 4));
        TVector sum = TLanes.Add(t, k);
        TVector u = TLanes.Divide(TLanes.Subtract(t, k), sum);
        return TLanes.Divide(NormalTailSeries<T, TVector, TLanes>(u), sum);
    }

    /// <summary>
    /// e^(−t²/2) in factors, for t from 0 to 16 (float) or 40 (double). t is cut in two, so that the square of its upper half is exact:
    /// t² rounded would cost t²/2 times its error.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector E, TVector N) Gaussian<T, TVector, TLanes>(TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector minusHalf = TLanes.Splat(Constant<T>(-0.5, -0.5));
        long upperBits = typeof(T) == typeof(float) ? -(1L << 12) : -(1L << 27);
        TVector upper = TLanes.And(t, TLanes.Splat(FromBits<T>(upperBits)));
        TVector high = TLanes.Multiply(TLanes.Multiply(upper, upper), minusHalf);
        TVector low = TLanes.Multiply(TLanes.Multiply(TLanes.Subtract(t, upper), TLanes.Add(t, upper)), minusHalf);
        return ExpFactors<T, TVector, TLanes>(ReduceExp<T, TVector, TLanes>(high, low));
    }

    /// <summary>The t from which on t·e^(−t²/2) rounds to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T GaussianReach<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Constant<T>(16, 40);
}

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

    // (t + k)·e^(t²/2)·Φ(−t) as a polynomial in (t − k)/(t + k): Chebyshev fits, relative error 1.3e-9 (float) and 2.6e-18 (double).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTailSeries<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        typeof(T) == typeof(float) ? NormalTailSeriesOfSingle<T, TVector, TLanes>(x) : NormalTailSeriesOfDouble<T, TVector, TLanes>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTailSeriesOfSingle<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<float, T>(5.410886213853841e-05f));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.00013093369530841565f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(-0.0002441529066040835f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(-0.0010319749012474451f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.0010244636384801533f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.006969024567797311f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(-0.010462452420988682f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(-0.047262638676114604f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.23001769456341328f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(-0.5093319936367358f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.7290836904493134f)));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NormalTailSeriesOfDouble<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<double, T>(-6.916032302791483e-10));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-2.444130112234883e-09)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(1.8387743050280814e-09)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(1.934066255997545e-08)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(1.3314438834316812e-08)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-8.497706441900809e-08)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-1.5489136697905194e-07)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(2.714268850174776e-07)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(1.0214388227559823e-06)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-6.294906095499973e-07)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-5.9200967880118806e-06)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(7.165938105445352e-07)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(3.5144657216576565e-05)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-1.908241959973906e-06)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-0.0002310949286748793)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.00013334431003841313)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.0016308184567316905)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-0.003479692367192169)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-0.007540188966665622)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.060396574890927625)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-0.18652185795965923)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.3871374007422147)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(-0.6078966419718921)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.7552851304157515)));
        return p;
    }
}

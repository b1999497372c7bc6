using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <content>
/// The polynomials that the functions end in, by Horner's rule. Each stands written out, float's and double's apart: where they are inlined, every
/// further call and branch counts against what the compiler inlines at all.
/// </content>
public static partial class VectorMath
{
    // (eʳ − 1 − r)/r² on |r| ≤ ln 2/2: Chebyshev fits, relative error of eʳ 8e-9 (float) and 1.3e-17 (double).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSeries<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        typeof(T) == typeof(float) ? ExpSeriesOfSingle<T, TVector, TLanes>(x) : ExpSeriesOfDouble<T, TVector, TLanes>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSeriesOfSingle<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<float, T>(0.0013926250831497611f));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.008363232883682618f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.04166655421298415f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.16666576666119928f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.5f)));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSeriesOfDouble<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<double, T>(2.5100472505694996e-08));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(2.7620201591031547e-07)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(2.7557268276905696e-06)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(2.4801521057868204e-05)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.00019841269863171557)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.0013888888917367081)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.008333333333330039)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.041666666666623824)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.16666666666666669)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.5)));
        return p;
    }

    // (2·atanh(s) − 2s)/s³ as a polynomial in s² on s² ≤ 0.0297: Chebyshev fits, relative error 2.9e-9 (float) and 5e-18 (double).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSeries<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        typeof(T) == typeof(float) ? LogSeriesOfSingle<T, TVector, TLanes>(x) : LogSeriesOfDouble<T, TVector, TLanes>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSeriesOfSingle<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<float, T>(0.29590317357160395f));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.39988550988935756f)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<float, T>(0.6666668560327356f)));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSeriesOfDouble<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector p = TLanes.Splat(Unsafe.BitCast<double, T>(0.1463003136412286));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.15330617306743305)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.18182922513515942)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.22222210674238516)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.28571428628810996)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.3999999999989322)));
        p = TLanes.MultiplyAdd(p, x, TLanes.Splat(Unsafe.BitCast<double, T>(0.666666666666667)));
        return p;
    }

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

    // (sin t − t)/t³ as a polynomial in t²: Taylor.
    private static double SinSeries(double x)
    {
        double p = 1.0 / 355687428096000;
        p = Horner(p, x, -1.0 / 1307674368000);
        p = Horner(p, x, 1.0 / 6227020800);
        p = Horner(p, x, -1.0 / 39916800);
        p = Horner(p, x, 1.0 / 362880);
        p = Horner(p, x, -1.0 / 5040);
        p = Horner(p, x, 1.0 / 120);
        p = Horner(p, x, -1.0 / 6);
        return p;
    }

    // (cos t − 1)/t² as a polynomial in t²: Taylor.
    private static double CosSeries(double x)
    {
        double p = 1.0 / 20922789888000;
        p = Horner(p, x, -1.0 / 87178291200);
        p = Horner(p, x, 1.0 / 479001600);
        p = Horner(p, x, -1.0 / 3628800);
        p = Horner(p, x, 1.0 / 40320);
        p = Horner(p, x, -1.0 / 720);
        p = Horner(p, x, 1.0 / 24);
        p = Horner(p, x, -1.0 / 2);
        return p;
    }

    // One step of Horner's rule: sum·x + c.
    private static double Horner(double sum, double x, double c) => Lanes1<double>.MultiplyAdd(sum, x, c);
}

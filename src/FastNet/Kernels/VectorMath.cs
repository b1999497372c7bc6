using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// Elementary functions from + − × ÷ √ and multiply-add alone, so that every width, compiler and operating system gives the same bits.
/// Errors are bounds in units in the last place (ULP) that the tests hold.
/// </summary>
public static partial class VectorMath
{
    /// <summary>
    /// eˣ. Error: 1.1 ULP in float, 1.2 in double; subnormal results are rounded once more. 0 below the smallest subnormal's half, +∞ on overflow; NaN stays.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        // Beyond these bounds the scaling below gives 0 and +∞.
        x = Clamp<T, TVector, TLanes>(x, Constant<T>(-105, -746), Constant<T>(89, 710));
        (TVector n, TVector p) = ReduceExp<T, TVector, TLanes>(x);
        return TLanes.Scale(TLanes.Add(TLanes.Splat(T.One), p), n);
    }

    /// <summary>eˣ − 1. Error: 2 ULP. −1 at −∞, +∞ on overflow; ±0 and NaN stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpM1<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector one = TLanes.Splat(T.One);
        TVector signBit = TLanes.And(x, TLanes.Splat(-T.Zero));

        // Below −20 (float) or −40 (double), eˣ − 1 rounds to −1.
        x = Clamp<T, TVector, TLanes>(x, Constant<T>(-20, -40), Constant<T>(89, 710));
        (TVector n, TVector p) = ReduceExp<T, TVector, TLanes>(x);

        // The largest results, where the 1 no longer counts, have 2ⁿ⁻¹ and a factor of 2: 2ⁿ would leave the exponent's range.
        TVector largest = TLanes.And(TLanes.GreaterThan(n, TLanes.Splat(Constant<T>(127, 1023))), one);
        TVector m = ExpM1OfReduced<T, TVector, TLanes>(TLanes.Subtract(n, largest), p);
        return TLanes.Or(TLanes.Multiply(m, TLanes.Add(one, largest)), signBit);
    }

    /// <summary>tanh x = sign(x)·m/(m + 2), m = e^(2|x|) − 1. Error: 2.5 ULP; ±0 stays, ±∞ gives ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector signBit = TLanes.And(x, TLanes.Splat(-T.Zero));
        TVector twice = TLanes.Xor(TLanes.Add(x, x), signBit);

        // From 2|x| = 18 (float) or 38 (double) on, tanh rounds to 1.
        TVector bound = TLanes.Splat(Constant<T>(20, 40));
        twice = TLanes.Min(bound, twice);
        (TVector n, TVector p) = ReduceExp<T, TVector, TLanes>(twice);
        TVector m = ExpM1OfReduced<T, TVector, TLanes>(n, p);
        TVector magnitude = TLanes.Divide(m, TLanes.Add(m, TLanes.Splat(Constant<T>(2, 2))));
        return TLanes.Or(magnitude, signBit);
    }

    /// <summary>
    /// ln x. Error: 1.1 ULP in float and double. −∞ at ±0, NaN below 0, +∞ at +∞; NaN stays.
    /// </summary>
    /// <remarks>
    /// x = 2ᵏ·m with m from √½ to √2; f = m − 1; ln m = f − f²/2 + s·(f²/2 + R), s = f/(2 + f), R = s²·P(s²): the reduction of
    /// FDLIBM's e_log.c (Sun Microsystems 1993), P fitted here.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        bool single = typeof(T) == typeof(float);
        int mantissaBits = single ? 23 : 52;
        TVector one = TLanes.Splat(T.One);
        TVector half = TLanes.Splat(Constant<T>(0.5, 0.5));

        // Subnormals are scaled into the normal range first.
        TVector subnormal = TLanes.GreaterThan(TLanes.Splat(Constant<T>(1.17549435e-38, 2.2250738585072014e-308)), x);
        TVector scaled = TLanes.Select(subnormal, TLanes.Multiply(x, TLanes.Splat(Constant<T>(33554432, 18014398509481984))), x);
        TVector shift = TLanes.And(subnormal, TLanes.Splat(Constant<T>(25, 54)));

        // The exponent as a number: its bits under those of 2²³ (2⁵²) are that number above 2²³ (2⁵²).
        TVector integers = TLanes.Splat(Constant<T>(8388608, 4503599627370496));
        TVector k = TLanes.Subtract(TLanes.Or(TLanes.ShiftRightBits(scaled, mantissaBits), integers), integers);
        k = TLanes.Subtract(TLanes.Subtract(k, TLanes.Splat(Constant<T>(127, 1023))), shift);
        TVector mantissaMask = TLanes.Splat(single ? FromBits<T>(0x007F_FFFF) : FromBits<T>(0x000F_FFFF_FFFF_FFFF));
        TVector m = TLanes.Or(TLanes.And(scaled, mantissaMask), one);
        TVector large = TLanes.GreaterThan(m, TLanes.Splat(Constant<T>(1.4142135623730951, 1.4142135623730951)));
        m = TLanes.Select(large, TLanes.Multiply(m, half), m);
        k = TLanes.Add(k, TLanes.And(large, one));

        TVector f = TLanes.Subtract(m, one);
        TVector s = TLanes.Divide(f, TLanes.Add(f, TLanes.Splat(Constant<T>(2, 2))));
        TVector z = TLanes.Multiply(s, s);
        TVector r = TLanes.Multiply(z, LogSeries<T, TVector, TLanes>(z));
        TVector halfSquare = TLanes.Multiply(half, TLanes.Multiply(f, f));
        TVector low = TLanes.MultiplyAdd(s, TLanes.Add(halfSquare, r), TLanes.Multiply(k, TLanes.Splat(Constant<T>(Ln2LowSingle, Ln2LowDouble))));
        TVector result = TLanes.Subtract(f, TLanes.Subtract(halfSquare, low));
        result = TLanes.MultiplyAdd(k, TLanes.Splat(Constant<T>(Ln2HighSingle, Ln2HighDouble)), result);

        TVector infinity = TLanes.Splat(T.PositiveInfinity);
        TVector zero = TLanes.Splat(T.Zero);
        result = TLanes.Select(TLanes.AreEqual(x, infinity), infinity, result);
        result = TLanes.Select(TLanes.AreEqual(x, zero), TLanes.Splat(T.NegativeInfinity), result);
        TVector valid = TLanes.Or(TLanes.GreaterThan(x, zero), TLanes.AreEqual(x, zero));
        return TLanes.Select(valid, result, TLanes.Splat(T.NaN));
    }

    /// <summary>ln(1 + x) for x of at least 0: ln u + (x − (u − 1))/u, u = 1 + x (Kahan). Error: 2 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1PlusOfNonNegative<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector one = TLanes.Splat(T.One);
        TVector u = TLanes.Add(one, x);
        TVector correction = TLanes.Divide(TLanes.Subtract(x, TLanes.Subtract(u, one)), u);
        return TLanes.Add(Log<T, TVector, TLanes>(u), correction);
    }

    /// <summary>|x|; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Abs<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Xor(x, TLanes.And(x, TLanes.Splat(-T.Zero)));

    /// <summary>max(x, 0); −0 and NaN stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector PositivePart<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Max(TLanes.Splat(T.Zero), x);

    /// <summary>eˣ in double: <see cref="Exp{T, TVector, TLanes}"/>.</summary>
    public static double Exp(double x) => Exp<double, double, Lanes1<double>>(x);

    /// <summary>ln x in double: <see cref="Log{T, TVector, TLanes}"/>.</summary>
    public static double Log(double x) => Log<double, double, Lanes1<double>>(x);

    /// <summary>
    /// sin 2πx and cos 2πx for x from 0 to 1. Error: 1.5e-16, absolute. The turn is cut into quarters, where Taylor's series
    /// on |t| ≤ π/4 ends below 2⁻⁵⁷.
    /// </summary>
    public static (double Sin, double Cos) SinCosOfTurn(double x)
    {
        int quarter = (int)((x * 4) + 0.5);
        double t = (x - (quarter * 0.25)) * 6.283185307179586;
        double z = t * t;
        double sin = t + (t * z * SinSeries(z));
        double cos = 1 + (z * CosSeries(z));
        return (quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>eˣ as factors: 1 + p = eʳ, and n for 2ⁿ. x is from −170 to 89 (float) or −1400 to 710 (double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector E, TVector N) ExpFactors<T, TVector, TLanes>((TVector N, TVector P) reduced)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        (TLanes.Add(TLanes.Splat(T.One), reduced.P), reduced.N);

    // y·eˣ, which underflows at its end only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Product<T, TVector, TLanes>(TVector y, (TVector E, TVector N) exp)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Scale(TLanes.Multiply(y, exp.E), exp.N);

    /// <summary>
    /// x·2ʰ·2ⁿ⁻ʰ, h = n/2: one power alone would leave the exponent's range for the largest and the subnormal results.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ScaleInHalves<T, TVector, TLanes>(TVector x, TVector n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector half = RoundToInteger<T, TVector, TLanes>(TLanes.Multiply(n, TLanes.Splat(Constant<T>(0.5, 0.5))));
        TVector rest = TLanes.Subtract(n, half);
        return TLanes.Multiply(TLanes.Multiply(x, PowerOfTwo<T, TVector, TLanes>(half)), PowerOfTwo<T, TVector, TLanes>(rest));
    }

    // eˣ − 1 = (2ⁿ − 1) + 2ⁿ·p, for n within the normal exponents.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpM1OfReduced<T, TVector, TLanes>(TVector n, TVector p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector scale = PowerOfTwo<T, TVector, TLanes>(n);
        return TLanes.MultiplyAdd(scale, p, TLanes.Subtract(scale, TLanes.Splat(T.One)));
    }

    // x = n·ln 2 + r, |r| ≤ ln 2/2; p = eʳ − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector N, TVector P) ReduceExp<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector n = MultiplesOfLn2<T, TVector, TLanes>(x);
        TVector r = TLanes.MultiplyAdd(n, TLanes.Splat(Constant<T>(-Ln2HighSingle, -Ln2HighDouble)), x);
        r = TLanes.MultiplyAdd(n, TLanes.Splat(Constant<T>(-Ln2LowSingle, -Ln2LowDouble)), r);
        return (n, ExpM1OfRemainder<T, TVector, TLanes>(r));
    }

    // The same for x = high + low, a small low, which is known to more digits than one number has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector N, TVector P) ReduceExp<T, TVector, TLanes>(TVector high, TVector low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector n = MultiplesOfLn2<T, TVector, TLanes>(TLanes.Add(high, low));
        TVector r = TLanes.MultiplyAdd(n, TLanes.Splat(Constant<T>(-Ln2HighSingle, -Ln2HighDouble)), high);
        r = TLanes.MultiplyAdd(n, TLanes.Splat(Constant<T>(-Ln2LowSingle, -Ln2LowDouble)), TLanes.Add(r, low));
        return (n, ExpM1OfRemainder<T, TVector, TLanes>(r));
    }

    // The integer nearest x/ln 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplesOfLn2<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        RoundToInteger<T, TVector, TLanes>(TLanes.Multiply(x, TLanes.Splat(Constant<T>(1.4426950408889634, 1.4426950408889634))));

    // p = eʳ − 1 = r + r²·q(r), |r| ≤ ln 2/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpM1OfRemainder<T, TVector, TLanes>(TVector r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.MultiplyAdd(TLanes.Multiply(r, r), ExpSeries<T, TVector, TLanes>(r), r);

    // Adding and taking away 1.5·2²³ (1.5·2⁵²) leaves the nearest integer, ties to even.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RoundToInteger<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector magic = TLanes.Splat(Constant<T>(12582912, 6755399441055744));
        return TLanes.Subtract(TLanes.Add(x, magic), magic);
    }

    // 2ⁿ for an integer n within the normal exponents: n + 1.5·2²³ has n in its low bits, which move up into the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<T, TVector, TLanes>(TVector n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector bits = TLanes.Add(n, TLanes.Splat(Constant<T>(12582912, 6755399441055744)));
        return TLanes.AddBits(TLanes.ShiftLeftBits(bits, typeof(T) == typeof(float) ? 23 : 52), TLanes.Splat(T.One));
    }

    // NaN is less than nothing and stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Clamp<T, TVector, TLanes>(TVector x, T low, T high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Min(TLanes.Splat(high), TLanes.Max(TLanes.Splat(low), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe T Constant<T>(double single, double full)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sizeof(T) == sizeof(float) ? Unsafe.BitCast<float, T>((float)single) : Unsafe.BitCast<double, T>(full);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FromBits<T>(long bits)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>((int)bits) : Unsafe.BitCast<long, T>(bits);

    // ln 2 in two parts: the high one has so few bits that its product with any exponent is exact.
    private const double Ln2HighSingle = 0.693115234375;
    private const double Ln2LowSingle = 3.1946184945309415e-05;
    private const double Ln2HighDouble = 0.6931467056274414;
    private const double Ln2LowDouble = 4.7493250390316726e-07;
}

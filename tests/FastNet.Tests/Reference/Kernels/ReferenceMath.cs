using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>
/// The elementary functions of numerics version 1, one number at a time: these lines define the bits. Roundings to an integer, exponents
/// and powers of two are exact operations and are taken from the runtime; the products and sums stand in the order that counts.
/// </summary>
internal static class ReferenceMath
{
    private static readonly double[] ExpSingle =
        [0.5, 0.16666576666119928, 0.04166655421298415, 0.008363232883682618, 0.0013926250831497611];

    private static readonly double[] ExpDouble =
    [
        0.5, 0.16666666666666669, 0.041666666666623824, 0.008333333333330039, 0.0013888888917367081, 0.00019841269863171557,
        2.4801521057868204e-05, 2.7557268276905696e-06, 2.7620201591031547e-07, 2.5100472505694996e-08,
    ];

    private static readonly double[] LogSingle = [0.6666668560327356, 0.39988550988935756, 0.29590317357160395];

    private static readonly double[] LogDouble =
    [
        0.666666666666667, 0.3999999999989322, 0.28571428628810996, 0.22222210674238516, 0.18182922513515942, 0.15330617306743305,
        0.1463003136412286,
    ];

    /// <summary>x·y + z with one rounding, or with two where the processor does not fuse.</summary>
    public static T MultiplyAdd<T>(T x, T y, T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        Numerics.IsFused ? T.FusedMultiplyAdd(x, y, z) : (x * y) + z;

    /// <summary>eˣ = 2ⁿ·(1 + p).</summary>
    public static T Exp<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        (T low, T high) = single ? (T.CreateChecked(-105), T.CreateChecked(89)) : (T.CreateChecked(-746), T.CreateChecked(710));
        x = x < low ? low : x > high ? high : x;
        if (T.IsNaN(x))
        {
            return x;
        }

        return TimesExp(T.One, Reduce(x));
    }

    /// <summary>y·2ⁿ·(1 + p), in two scalings.</summary>
    public static T TimesExp<T>(T y, (int N, T P) exp)
        where T : IBinaryFloatingPointIeee754<T>
    {
        int half = (int)double.Round(exp.N * 0.5, MidpointRounding.ToEven);
        return T.ScaleB(T.ScaleB(y * (T.One + exp.P), half), exp.N - half);
    }

    /// <summary>eˣ − 1 = (2ⁿ − 1) + 2ⁿ·p.</summary>
    public static T ExpM1<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        if (T.IsNaN(x))
        {
            return x;
        }

        (int n, T p) = Reduce(T.Max(T.CreateChecked(single ? -20 : -40), T.Min(x, T.CreateChecked(single ? 89 : 710))));

        // Where 2ⁿ is beyond the largest number, twice 2ⁿ⁻¹ − 1 + 2ⁿ⁻¹·p.
        bool beyond = n > (single ? 127 : 1023);
        T scale = T.ScaleB(T.One, beyond ? n - 1 : n);
        T m = MultiplyAdd(scale, p, scale - T.One);
        return T.CopySign(beyond ? m + m : m, x);
    }

    /// <summary>ln x = k·ln 2 + ln m, √½ &lt; m ≤ √2.</summary>
    public static T Log<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(x) || x < T.Zero)
        {
            return T.NaN;
        }

        if (x == T.Zero)
        {
            return T.NegativeInfinity;
        }

        if (T.IsPositiveInfinity(x))
        {
            return x;
        }

        T half = T.CreateChecked(0.5);
        int k = T.ILogB(x);
        T m = T.ScaleB(x, -k);
        if (m > T.CreateChecked(1.4142135623730951))
        {
            m *= half;
            k++;
        }

        (T high, T low) = Ln2<T>();
        T f = m - T.One;
        T s = f / (f + T.CreateChecked(2));
        T z = s * s;
        T r = z * Polynomial(z, typeof(T) == typeof(float) ? LogSingle : LogDouble);
        T halfSquare = half * (f * f);
        T rest = MultiplyAdd(s, halfSquare + r, T.CreateChecked(k) * low);
        return MultiplyAdd(T.CreateChecked(k), high, f - (halfSquare - rest));
    }

    /// <summary>ln(1 + x), x ≥ 0.</summary>
    public static T Log1Plus<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T u = T.One + x;
        return Log(u) + ((x - (u - T.One)) / u);
    }

    /// <summary>tanh x = sign(x)·m/(m + 2), m = e^(2|x|) − 1.</summary>
    public static T Tanh<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T bound = T.CreateChecked(typeof(T) == typeof(float) ? 20 : 40);
        T twice = T.Abs(x + x);
        twice = twice > bound ? bound : twice;
        if (T.IsNaN(twice))
        {
            return twice;
        }

        (int n, T p) = Reduce(twice);
        T scale = T.ScaleB(T.One, n);
        T m = MultiplyAdd(scale, p, scale - T.One);
        return T.CopySign(m / (m + T.CreateChecked(2)), x);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static T Sigmoid<T>(T x)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.One / (T.One + Exp(-x));

    /// <summary>sin 2πx and cos 2πx, x from 0 to 1: Taylor on the nearest quarter turn.</summary>
    public static (double Sin, double Cos) SinCosOfTurn(double x)
    {
        int quarter = (int)Math.Floor((x * 4) + 0.5);
        double t = (x - (quarter / 4.0)) * 6.283185307179586;
        double z = t * t;

        // (sin t − t)/t³ and (cos t − 1)/t², to t¹⁷ and t¹⁶.
        double[] sinSeries = [.. Enumerable.Range(1, 8).Select(k => (k % 2 == 0 ? 1 : -1) / Factorial((2 * k) + 1))];
        double[] cosSeries = [.. Enumerable.Range(1, 8).Select(k => (k % 2 == 0 ? 1 : -1) / Factorial(2 * k))];
        double sin = t + (t * z * Polynomial(z, sinSeries));
        double cos = 1 + (z * Polynomial(z, cosSeries));
        return (quarter % 4) switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    /// <summary>x = n·ln 2 + r;  p = eʳ − 1.</summary>
    public static (int N, T P) Reduce<T>(T x)
        where T : IBinaryFloatingPointIeee754<T> =>
        Reduce(x, T.Zero);

    /// <summary>The same of x + rest.</summary>
    public static (int N, T P) Reduce<T>(T x, T rest)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T high, T low) = Ln2<T>();
        T n = T.Round((x + rest) * T.CreateChecked(1.4426950408889634), MidpointRounding.ToEven);
        T r = MultiplyAdd(n, -high, x) + rest;
        r = MultiplyAdd(n, -low, r);
        return (int.CreateChecked(n), MultiplyAdd(r * r, Polynomial(r, typeof(T) == typeof(float) ? ExpSingle : ExpDouble), r));
    }

    private static (T High, T Low) Ln2<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? (T.CreateChecked(0.693115234375), T.CreateChecked(3.1946184945309415e-05))
            : (T.CreateChecked(0.6931467056274414), T.CreateChecked(4.7493250390316726e-07));

    /// <summary>Horner's rule, lowest coefficient first in the table.</summary>
    public static T Polynomial<T>(T x, double[] coefficients)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T sum = T.CreateChecked(coefficients[^1]);
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = MultiplyAdd(sum, x, T.CreateChecked(coefficients[i]));
        }

        return sum;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastNet.Tests.Reference;

/// <summary>
/// a + b₀·δ₀ + … + b₇·δ₇ with δᵢ·δⱼ = 0: arithmetic on it carries eight exact derivatives along (Clifford 1873; Griewank and Walther,
/// "Evaluating derivatives", 2008, chapters 3 and 6.1). No step size, so no truncation and no cancellation.
/// </summary>
internal readonly record struct Dual(double Value, Vector512<double> Slopes)
{
    /// <summary>The derivatives that one number carries.</summary>
    public const int Width = 8;

    // 2⁻⁵².
    private const double Rounding = 2.220446049250313e-16;

    // By the low eight bits of a random number: 1 ± 2⁻⁵² in each lane.
    private static readonly Vector512<double>[] Factors =
        [.. Enumerable.Range(0, 256).Select(bits => Vector512.Create([.. Enumerable.Range(0, Width).Select(lane => Factor((uint)bits, lane))]))];

    [ThreadStatic]
    private static ulong random;

    public Dual(double value, double slope)
        : this(value, Vector512.CreateScalar(slope))
    {
    }

    /// <summary>The first derivative.</summary>
    public double Slope => Slopes[0];

    public static implicit operator Dual(double value) => new(value, Vector512<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator +(Dual x, Dual y) => Rounded(x.Value + y.Value, x.Slopes + y.Slopes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator -(Dual x, Dual y) => Rounded(x.Value - y.Value, x.Slopes - y.Slopes);

    public static Dual operator -(Dual x) => new(-x.Value, -x.Slopes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator *(Dual x, Dual y) => Rounded(x.Value * y.Value, (x.Slopes * y.Value) + (y.Slopes * x.Value));

    public static Dual operator /(Dual x, Dual y)
    {
        double quotient = x.Value / y.Value;
        return Rounded(quotient, (x.Slopes - (y.Slopes * quotient)) / y.Value);
    }

    public static bool operator >(Dual x, Dual y) => x.Value > y.Value;

    public static bool operator <(Dual x, Dual y) => x.Value < y.Value;

    public static Dual Exp(Dual x)
    {
        double e = Math.Exp(x.Value);
        return Rounded(e, x.Slopes * e);
    }

    public static Dual Log(Dual x) => Rounded(Math.Log(x.Value), x.Slopes / x.Value);

    public static Dual Sqrt(Dual x)
    {
        double root = Math.Sqrt(x.Value);
        return Rounded(root, x.Slopes / (2 * root));
    }

    public static Dual Tanh(Dual x)
    {
        double t = Math.Tanh(x.Value);
        return Rounded(t, x.Slopes * (1 - (t * t)));
    }

    public static Dual Abs(Dual x) => x.Value < 0 ? -x : x;

    /// <summary>
    /// erf x = 2/√π·e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(1·3·5⋯(2n + 1)) (Abramowitz and Stegun, 7.1.6), whose terms have one sign; ±1 from |x| = 6 on.
    /// </summary>
    public static Dual Erf(Dual x)
    {
        double z = x.Value * x.Value;
        double density = 2 / Math.Sqrt(Math.PI) * Math.Exp(-z);
        double term = x.Value;
        double sum = 0;
        for (int n = 1; Math.Abs(x.Value) < 6 && sum + term != sum; n++)
        {
            sum += term;
            term *= 2 * z / ((2 * n) + 1);
        }

        return Rounded(Math.Abs(x.Value) < 6 ? density * sum : Math.Sign(x.Value), x.Slopes * density);
    }

    /// <summary>
    /// Computes with every result of an operation, and each of its slopes, off by a random ±2⁻⁵²: how far the outcome moves is what roundings can
    /// do to it (Monte Carlo arithmetic: Parker, "Monte Carlo arithmetic", UCLA CSD-970002, 1997).
    /// </summary>
    public static T Perturbed<T>(ulong seed, Func<T> compute)
    {
        random = seed | 1;
        try
        {
            return compute();
        }
        finally
        {
            random = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Dual Rounded(double value, Vector512<double> slopes) => random == 0 ? new(value, slopes) : Perturbed(value, slopes);

    // The random number is Marsaglia's xorshift ("Xorshift RNGs", 2003), which is never 0.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dual Perturbed(double value, Vector512<double> slopes)
    {
        ulong bits = random;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        random = bits;
        return new(value * Factor((uint)(bits >> 32), 0), slopes * Factors[(bits >> 40) & 255]);
    }

    private static double Factor(uint bits, int lane) => ((bits >> lane) & 1) == 0 ? 1 + Rounding : 1 - Rounding;
}

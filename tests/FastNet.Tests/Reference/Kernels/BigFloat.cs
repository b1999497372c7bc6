using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>
/// mantissa·2^exponent with 192 bits kept, and the elementary functions in it: true values for measuring errors of double. Errors stay
/// below 2⁻¹²⁰, relative.
/// </summary>
internal readonly struct BigFloat
{
    private const int Precision = 192;

    private const double Step = 0.3125;

    /// <summary>π.</summary>
    public static readonly BigFloat Pi =
        new BigFloat(BigInteger.Parse("31415926535897932384626433832795028841971693993751058209749445923", null), 0)
        / new BigFloat(BigInteger.Pow(10, 64), 0);

    // e^(−(i·step)²), down to 2⁻¹⁴⁷.
    private static readonly BigFloat[] TrapezoidTerms = [.. Enumerable.Range(0, 33).Select(i => Exp(-((BigFloat)(i * Step) * (i * Step))))];

    private readonly BigInteger mantissa;
    private readonly int exponent;

    private BigFloat(BigInteger mantissa, int exponent)
    {
        int excess = (int)mantissa.GetBitLength() - Precision;
        this.mantissa = excess > 0 ? mantissa >> excess : mantissa;
        this.exponent = mantissa.IsZero ? 0 : exponent + int.Max(excess, 0);
    }

    /// <summary>A finite double, exactly.</summary>
    public static implicit operator BigFloat(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger magnitude = biased == 0 ? fraction : fraction | (1L << 52);
        return new(bits < 0 ? -magnitude : magnitude, int.Max(biased, 1) - 1075);
    }

    public static BigFloat operator +(BigFloat x, BigFloat y)
    {
        if (x.mantissa.IsZero || y.mantissa.IsZero)
        {
            return x.mantissa.IsZero ? y : x;
        }

        (BigFloat high, BigFloat low) = x.exponent >= y.exponent ? (x, y) : (y, x);
        int distance = high.exponent - low.exponent;
        return distance > 2 * Precision + 64
            ? high
            : new((high.mantissa << distance) + low.mantissa, low.exponent);
    }

    public static BigFloat operator -(BigFloat x) => new(-x.mantissa, x.exponent);

    public static BigFloat operator -(BigFloat x, BigFloat y) => x + -y;

    public static BigFloat operator *(BigFloat x, BigFloat y) => new(x.mantissa * y.mantissa, x.exponent + y.exponent);

    public static BigFloat operator /(BigFloat x, BigFloat y) =>
        new((x.mantissa << (2 * Precision)) / y.mantissa, x.exponent - (2 * Precision) - y.exponent);

    /// <summary>eˣ by Taylor's series on x/2ᵏ, squared k times.</summary>
    public static BigFloat Exp(BigFloat x)
    {
        int halvings = int.Max(0, x.Magnitude + 9);
        BigFloat r = new(x.mantissa, x.exponent - halvings);
        BigFloat term = 1;
        BigFloat sum = 1;
        for (int i = 1; i <= 20; i++)
        {
            term = term * r / i;
            sum += term;
        }

        for (int i = 0; i < halvings; i++)
        {
            sum *= sum;
        }

        return sum;
    }

    /// <summary>ln x: a step of Halley's method from the double nearest, which triples its digits.</summary>
    public static BigFloat Log(BigFloat x, double near)
    {
        BigFloat e = Exp(near);
        return near + ((x - e) / (x + e) * 2);
    }

    /// <summary>ln x.</summary>
    public static BigFloat Log(double x) => Log(x, Math.Log(x));

    /// <summary>eˣ − 1.</summary>
    public static BigFloat ExpM1(double x)
    {
        if (Math.Abs(x) >= 1e-6)
        {
            return Exp(x) - 1;
        }

        // x + x²/2! + x³/3! + …
        BigFloat sum = 0;
        BigFloat term = 1;
        for (int i = 1; i <= 10; i++)
        {
            term = term * x / i;
            sum += term;
        }

        return sum;
    }

    /// <summary>ln(1 + x).</summary>
    public static BigFloat Log1Plus(double x) => Log1Plus(x, x);

    /// <summary>ln(1 + x), given the double nearest x.</summary>
    public static BigFloat Log1Plus(BigFloat x, double near)
    {
        if (near >= 1e-6)
        {
            return Log(x + 1, Math.Log(1 + near));
        }

        // x − x²/2 + x³/3 − …
        BigFloat sum = 0;
        BigFloat power = -1;
        for (int i = 1; i <= 10; i++)
        {
            power *= -x;
            sum += power / i;
        }

        return sum;
    }

    /// <summary>tanh x.</summary>
    public static BigFloat Tanh(double x)
    {
        if (Math.Abs(x) < 1e-6)
        {
            // x − x³/3 + 2x⁵/15 − 17x⁷/315 + 62x⁹/2835
            BigFloat z = (BigFloat)x * x;
            BigFloat series = (z * 62 / 2835) - ((BigFloat)17 / 315);
            series = (z * series) + ((BigFloat)2 / 15);
            series = (z * series) - ((BigFloat)1 / 3);
            return x * ((z * series) + 1);
        }

        BigFloat e = Exp((BigFloat)x * 2);
        return (e - 1) / (e + 1);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static BigFloat Sigmoid(double x) => (BigFloat)1 / (Exp(-(BigFloat)x) + 1);

    /// <summary>√x, x of the size of 1: Newton's method from the double nearest, which doubles its digits.</summary>
    public static BigFloat Sqrt(BigFloat x)
    {
        BigFloat root = Math.Sqrt((double)x.mantissa * Math.ScaleB(1, x.exponent));
        for (int i = 0; i < 3; i++)
        {
            root = (root + (x / root)) / 2;
        }

        return root;
    }

    /// <summary>φ(t) = e^(−t²/2)/√(2π).</summary>
    public static BigFloat NormalDensity(double t) => Exp((BigFloat)t * t / -2) / Sqrt(Pi * 2);

    /// <summary>Φ(z), the integral of φ from −∞ to z.</summary>
    public static BigFloat NormalCdf(double z) => z > 0 ? 1 - NormalTail(z) : NormalTail(-z);

    // Φ(−t), t ≥ 0.
    private static BigFloat NormalTail(double t)
    {
        BigFloat square = (BigFloat)t * t;
        BigFloat sum = 0;
        if (t < 1)
        {
            // ½ − φ(t)·(t + t³/3 + t⁵/(3·5) + …): Abramowitz and Stegun, 26.2.11.
            BigFloat term = t;
            for (int i = 3; i < 70; i += 2)
            {
                sum += term;
                term = term * square / i;
            }

            return 0.5 - (NormalDensity(t) * sum);
        }

        // The trapezoidal rule on erfc x = (2x/π)·e^(−x²)·∫ e^(−s²)/(s² + x²) ds from 0 to ∞ with a step of h, and the residue at the pole ix
        // where that counts (Matta and Reichel, Mathematics of Computation 25, 1971): error e^(−π²/h²) = 2⁻¹⁴⁵, relative.
        BigFloat x = Sqrt(2) * t / 2;
        square /= 2;
        for (int i = 1; i < TrapezoidTerms.Length; i++)
        {
            sum += TrapezoidTerms[i] / (square + ((BigFloat)(i * Step) * (i * Step)));
        }

        BigFloat tail = x * Step / Pi * Exp(-square) * (sum + (0.5 / square));
        return t / Math.Sqrt(2) < Math.PI / Step ? tail + (1 / (1 - Exp(Pi * x * 2 / Step))) : tail;
    }

    /// <summary>sin 2πx and cos 2πx by Taylor's series, from −1 to 1.</summary>
    public static (BigFloat Sin, BigFloat Cos) SinCosOfTurn(double x)
    {
        BigFloat angle = Pi * 2 * x;
        BigFloat term = 1, sin = 0, cos = 0;
        for (int i = 0; i < 60; i += 4)
        {
            cos += term;
            term = term * angle / (i + 1);
            sin += term;
            term = term * angle / (i + 2);
            cos -= term;
            term = term * angle / (i + 3);
            sin -= term;
            term = term * angle / (i + 4);
        }

        return (sin, cos);
    }

    /// <summary>|computed − this|, for numbers below 2.</summary>
    public double Error(double computed) => UlpError(computed, 0, 0);

    /// <summary>
    /// |computed − this| in units in the last place of a format with <paramref name="mantissaBits"/> stored bits and the given smallest
    /// normal exponent.
    /// </summary>
    public double UlpError(double computed, int mantissaBits, int minimumExponent)
    {
        BigFloat error = computed - this;
        int unit = int.Max(Magnitude - 1, minimumExponent) - mantissaBits;
        int excess = int.Max(0, (int)error.mantissa.GetBitLength() - 64);
        return Math.Abs(Math.ScaleB((double)(error.mantissa >> excess), error.exponent + excess - unit));
    }

    /// <summary>⌊|x|·10^digits⌋.</summary>
    public BigInteger Digits(int digits)
    {
        BigInteger scaled = BigInteger.Abs(mantissa) * BigInteger.Pow(10, digits);
        return exponent >= 0 ? scaled << exponent : scaled >> -exponent;
    }

    // |x| < 2^Magnitude, and at least half of it.
    private int Magnitude => mantissa.IsZero ? int.MinValue / 2 : (int)BigInteger.Abs(mantissa).GetBitLength() + exponent;
}

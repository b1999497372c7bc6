namespace FastNet.Tests.Reference;

/// <summary>
/// a + b·δ with δ² = 0: arithmetic on it carries the exact derivative b along (Clifford 1873; Griewank and Walther, "Evaluating
/// derivatives", 2008, chapter 3). No step size, so no truncation and no cancellation.
/// </summary>
internal readonly record struct Dual(double Value, double Slope)
{
    public static implicit operator Dual(double value) => new(value, 0);

    public static Dual operator +(Dual x, Dual y) => new(x.Value + y.Value, x.Slope + y.Slope);

    public static Dual operator -(Dual x, Dual y) => new(x.Value - y.Value, x.Slope - y.Slope);

    public static Dual operator -(Dual x) => new(-x.Value, -x.Slope);

    public static Dual operator *(Dual x, Dual y) => new(x.Value * y.Value, (x.Slope * y.Value) + (x.Value * y.Slope));

    public static Dual operator /(Dual x, Dual y)
    {
        double quotient = x.Value / y.Value;
        return new(quotient, (x.Slope - (quotient * y.Slope)) / y.Value);
    }

    public static bool operator >(Dual x, Dual y) => x.Value > y.Value;

    public static bool operator <(Dual x, Dual y) => x.Value < y.Value;

    public static Dual Exp(Dual x)
    {
        double e = Math.Exp(x.Value);
        return new(e, x.Slope * e);
    }

    public static Dual Log(Dual x) => new(Math.Log(x.Value), x.Slope / x.Value);

    public static Dual Sqrt(Dual x)
    {
        double root = Math.Sqrt(x.Value);
        return new(root, x.Slope / (2 * root));
    }

    public static Dual Tanh(Dual x)
    {
        double t = Math.Tanh(x.Value);
        return new(t, x.Slope * (1 - (t * t)));
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

        return new(Math.Abs(x.Value) < 6 ? density * sum : Math.Sign(x.Value), x.Slope * density);
    }
}

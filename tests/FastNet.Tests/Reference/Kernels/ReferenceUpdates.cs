using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>What an optimizer keeps of one parameter.</summary>
internal record struct Parameter<T>(T Weight, T Moment1, T Moment2, T Moment3);

/// <summary>The updates of one parameter w with gradient g: these lines define the bits.</summary>
internal static class ReferenceUpdates
{
    /// <summary>w ← w − αg.</summary>
    public static Parameter<T> GradientDescent<T>(Parameter<T> p, T g, T rate)
        where T : IBinaryFloatingPointIeee754<T> =>
        p with { Weight = ReferenceMath.MultiplyAdd(-rate, g, p.Weight) };

    /// <summary>v ← βv + γg;  w ← w − αv.</summary>
    public static Parameter<T> Momentum<T>(Parameter<T> p, T g, T rate, T beta, T gamma)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T v = ReferenceMath.MultiplyAdd(beta, p.Moment1, gamma * g);
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, v, p.Weight), Moment1 = v };
    }

    /// <summary>v ← βv + γg;  w ← w − α(βv + γg).</summary>
    public static Parameter<T> Nesterov<T>(Parameter<T> p, T g, T rate, T beta, T gamma)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T v = ReferenceMath.MultiplyAdd(beta, p.Moment1, gamma * g);
        T ahead = ReferenceMath.MultiplyAdd(beta, v, gamma * g);
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, ahead, p.Weight), Moment1 = v };
    }

    /// <summary>s ← βs + (1 − β)g²;  w ← w − α·(g/(√s + ε)).</summary>
    public static Parameter<T> RmsProp<T>(Parameter<T> p, T g, T rate, T beta, T oneLessBeta, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(beta, p.Moment1, oneLessBeta * (g * g));
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, g / (T.Sqrt(s) + epsilon), p.Weight), Moment1 = s };
    }

    /// <summary>The same with v ← μv + d, d = g/(√s + ε);  w ← w − αv.</summary>
    public static Parameter<T> RmsPropWithMomentum<T>(Parameter<T> p, T g, T rate, T beta, T oneLessBeta, T epsilon, T momentum)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(beta, p.Moment1, oneLessBeta * (g * g));
        T v = ReferenceMath.MultiplyAdd(momentum, p.Moment2, g / (T.Sqrt(s) + epsilon));
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, v, p.Weight), Moment1 = s, Moment2 = v };
    }

    /// <summary>s, ḡ ← βḡ + (1 − β)g;  w ← w − α·(g/(√max(s − ḡ², 0) + ε)).</summary>
    public static Parameter<T> CenteredRmsProp<T>(Parameter<T> p, T g, T rate, T beta, T oneLessBeta, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(beta, p.Moment1, oneLessBeta * (g * g));
        T mean = ReferenceMath.MultiplyAdd(beta, p.Moment2, oneLessBeta * g);
        T variance = s - (mean * mean);
        variance = variance < T.Zero ? T.Zero : variance;
        return new(ReferenceMath.MultiplyAdd(-rate, g / (T.Sqrt(variance) + epsilon), p.Weight), s, mean, T.Zero);
    }

    /// <summary>Both: s, v, ḡ.</summary>
    public static Parameter<T> CenteredRmsPropWithMomentum<T>(Parameter<T> p, T g, T rate, T beta, T oneLessBeta, T epsilon, T momentum)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(beta, p.Moment1, oneLessBeta * (g * g));
        T mean = ReferenceMath.MultiplyAdd(beta, p.Moment3, oneLessBeta * g);
        T variance = s - (mean * mean);
        variance = variance < T.Zero ? T.Zero : variance;
        T v = ReferenceMath.MultiplyAdd(momentum, p.Moment2, g / (T.Sqrt(variance) + epsilon));
        return new(ReferenceMath.MultiplyAdd(-rate, v, p.Weight), s, v, mean);
    }

    /// <summary>s ← s + g²;  w ← w − α·(g/(√s + ε)).</summary>
    public static Parameter<T> Adagrad<T>(Parameter<T> p, T g, T rate, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(g, g, p.Moment1);
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, g / (T.Sqrt(s) + epsilon), p.Weight), Moment1 = s };
    }

    /// <summary>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − rate·(m/(√v·c + ε)).</summary>
    public static Parameter<T> Adam<T>(Parameter<T> p, T g, T rate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T correction, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T m, T v) = Averages(p, g, beta1, oneLessBeta1, beta2, oneLessBeta2);
        T root = ReferenceMath.MultiplyAdd(T.Sqrt(v), correction, epsilon);
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, m / root, p.Weight), Moment1 = m, Moment2 = v };
    }

    /// <summary>The same with v̄ ← max(v̄, v) under the root.</summary>
    public static Parameter<T> AmsGrad<T>(Parameter<T> p, T g, T rate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T correction, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T m, T v) = Averages(p, g, beta1, oneLessBeta1, beta2, oneLessBeta2);
        T largest = p.Moment3 > v ? p.Moment3 : v;
        T root = ReferenceMath.MultiplyAdd(T.Sqrt(largest), correction, epsilon);
        return new(ReferenceMath.MultiplyAdd(-rate, m / root, p.Weight), m, v, largest);
    }

    /// <summary>w ← w − (rate·m + gradientRate·g)/(√v·c + ε).</summary>
    public static Parameter<T> Nadam<T>(
        Parameter<T> p, T g, T rate, T gradientRate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T correction, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T m, T v) = Averages(p, g, beta1, oneLessBeta1, beta2, oneLessBeta2);
        T ahead = ReferenceMath.MultiplyAdd(rate, m, gradientRate * g);
        return p with { Weight = p.Weight - (ahead / ReferenceMath.MultiplyAdd(T.Sqrt(v), correction, epsilon)), Moment1 = m, Moment2 = v };
    }

    private static (T Mean, T Square) Averages<T>(Parameter<T> p, T g, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2)
        where T : IBinaryFloatingPointIeee754<T> =>
        (ReferenceMath.MultiplyAdd(beta1, p.Moment1, oneLessBeta1 * g), ReferenceMath.MultiplyAdd(beta2, p.Moment2, oneLessBeta2 * (g * g)));
}

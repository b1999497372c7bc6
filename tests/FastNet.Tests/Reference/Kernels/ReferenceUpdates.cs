using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>What an optimizer keeps of one parameter.</summary>
internal record struct Parameter<T>(T Weight, T Moment1, T Moment2);

/// <summary>The updates of one parameter w with gradient g: these lines define the bits.</summary>
internal static class ReferenceUpdates
{
    /// <summary>What comes before each update: g ← g + penalty·w;  w ← w·keep.</summary>
    public static (T Gradient, Parameter<T> Parameter) Decay<T>(Parameter<T> p, T g, T penalty, T keep)
        where T : IBinaryFloatingPointIeee754<T> =>
        (ReferenceMath.MultiplyAdd(penalty, p.Weight, g), p with { Weight = p.Weight * keep });

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

    /// <summary>s ← βs + (1 − β)g²;  w ← w − α·(g/(√s + ε)).</summary>
    public static Parameter<T> RmsProp<T>(Parameter<T> p, T g, T rate, T beta, T oneLessBeta, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T s = ReferenceMath.MultiplyAdd(beta, p.Moment1, oneLessBeta * (g * g));
        return p with { Weight = ReferenceMath.MultiplyAdd(-rate, g / (T.Sqrt(s) + epsilon), p.Weight), Moment1 = s };
    }

    /// <summary>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − rate·(m/(√v·c + ε)).</summary>
    public static Parameter<T> Adam<T>(Parameter<T> p, T g, T rate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T correction, T epsilon)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T m = ReferenceMath.MultiplyAdd(beta1, p.Moment1, oneLessBeta1 * g);
        T v = ReferenceMath.MultiplyAdd(beta2, p.Moment2, oneLessBeta2 * (g * g));
        T root = ReferenceMath.MultiplyAdd(T.Sqrt(v), correction, epsilon);
        return new(ReferenceMath.MultiplyAdd(-rate, m / root, p.Weight), m, v);
    }
}

using System.Numerics;
using static FastNet.Tests.Reference.Kernels.ReferenceMath;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>Activations and their slopes, one number at a time: these lines define the bits.</summary>
internal static class ReferenceActivations
{
    private const double Lambda = 1.0507009873554805;

    private static readonly double[] NormalTailSingle =
    [
        0.7290836904493134, -0.5093319936367358, 0.23001769456341328, -0.047262638676114604, -0.010462452420988682,
        0.006969024567797311, 0.0010244636384801533, -0.0010319749012474451, -0.0002441529066040835, 0.00013093369530841565,
        5.410886213853841e-05,
    ];

    private static readonly double[] NormalTailDouble =
    [
        0.7552851304157515, -0.6078966419718921, 0.3871374007422147, -0.18652185795965923, 0.060396574890927625, -0.007540188966665622,
        -0.003479692367192169, 0.0016308184567316905, 0.00013334431003841313, -0.0002310949286748793, -1.908241959973906e-06,
        3.5144657216576565e-05, 7.165938105445352e-07, -5.9200967880118806e-06, -6.294906095499973e-07, 1.0214388227559823e-06,
        2.714268850174776e-07, -1.5489136697905194e-07, -8.497706441900809e-08, 1.3314438834316812e-08, 1.934066255997545e-08,
        1.8387743050280814e-09, -2.444130112234883e-09, -6.916032302791483e-10,
    ];

    public static T Elu<T>(T z, double alpha)
        where T : IBinaryFloatingPointIeee754<T> =>
        z > T.Zero ? z : T.CreateChecked(alpha) * ExpM1(z);

    public static T EluSlope<T>(T a, double alpha)
        where T : IBinaryFloatingPointIeee754<T> =>
        a > T.Zero ? T.One : a + T.CreateChecked(alpha);

    public static T Selu<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z > T.Zero ? T.CreateChecked(Lambda) * z : T.CreateChecked(Lambda * 1.6732632423543772) * ExpM1(z);

    public static T SeluSlope<T>(T a)
        where T : IBinaryFloatingPointIeee754<T> =>
        a > T.Zero ? T.CreateChecked(Lambda) : a + T.CreateChecked(Lambda * 1.6732632423543772);

    public static T Softplus<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        (z < T.Zero ? T.Zero : z) + Log1Plus(Exp(-T.Abs(z)));

    public static T Silu<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        TimesSigmoid(AtLeast(z, -Reach<T>()), z);

    public static T SiluSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        z = Within(z, Reach<T>());
        return SlopeOfTimesSigmoid(z, z);
    }

    /// <summary>z − t·Φ(−t), or −t·Φ(−t) where z is not positive; t = |z|.</summary>
    public static T Gelu<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(z))
        {
            return z;
        }

        T t = Within(T.Abs(z), NormalReach<T>());
        T tail = TimesExp(t * ScaledNormalTail(t), Gaussian(t));
        return z > T.Zero ? z - tail : T.CopySign(tail, z);
    }

    /// <summary>e^(−t²/2)·(R − t/√(2π)), or 1 less that where z is positive.</summary>
    public static T GeluSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(z))
        {
            return z;
        }

        T t = Within(T.Abs(z), NormalReach<T>());
        T slope = TimesExp(MultiplyAdd(t, -T.CreateChecked(0.3989422804014327), ScaledNormalTail(t)), Gaussian(t));
        return z > T.Zero ? T.One - slope : slope;
    }

    public static T GeluTanh<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        z = AtLeast(z, T.CreateChecked(IsSingle<T>() ? -16 : -24));
        return TimesSigmoid(z, Cubic(z, 1));
    }

    public static T GeluTanhSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        z = Within(z, T.CreateChecked(IsSingle<T>() ? 16 : 24));
        return SlopeOfTimesSigmoid(Cubic(z, 3), Cubic(z, 1));
    }

    public static T Mish<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(z))
        {
            return z;
        }

        z = AtLeast(z, -Reach<T>());
        (int N, T P) exp = ReduceMinusMagnitude(z);
        T e = TimesExp(T.One, exp);
        T two = T.CreateChecked(2);
        if (z < T.Zero)
        {
            return TimesExp(z * ((two + e) / MultiplyAdd(e, two + e, two)), exp);
        }

        T n = T.One + (two * e);
        return z * (n / MultiplyAdd(two * e, e, n));
    }

    public static T MishSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(z))
        {
            return z;
        }

        z = Within(z, Reach<T>());
        T e = TimesExp(T.One, ReduceMinusMagnitude(z));
        (T two, T four) = (T.CreateChecked(2), T.CreateChecked(4));
        if (z < T.Zero)
        {
            T d = MultiplyAdd(e, two + e, two);
            return e * (((two + e) + (four * z * (T.One + e) / d)) / d);
        }

        T numerator = T.One + (two * e);
        T denominator = MultiplyAdd(two * e, e, numerator);
        return (numerator + (four * z * (e * e) * (T.One + e) / denominator)) / denominator;
    }

    public static T HardSigmoid<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T three, T six) = (T.CreateChecked(3), T.CreateChecked(6));
        return (z <= -three ? T.Zero : z >= three ? six : z + three) / six;
    }

    public static T HardSigmoidSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.Abs(z) > T.CreateChecked(3) ? T.Zero : T.CreateChecked(1.0 / 6);

    public static T HardSwish<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        AtLeast(z, -T.CreateChecked(3)) * HardSigmoid(z);

    public static T HardSwishSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T three = T.CreateChecked(3);
        return z < -three ? T.Zero : z > three ? T.One : (z + z + three) / T.CreateChecked(6);
    }

    public static T Softsign<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.IsInfinity(z) ? T.CopySign(T.One, z) : z / (T.One + T.Abs(z));

    public static T SoftsignSlope<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T reciprocal = T.One / (T.One + T.Abs(z));
        return reciprocal * reciprocal;
    }

    // y·σ(x).
    private static T TimesSigmoid<T>(T y, T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(x))
        {
            return x;
        }

        (int N, T P) exp = ReduceMinusMagnitude(x);
        T quotient = y / (T.One + TimesExp(T.One, exp));
        return x < T.Zero ? TimesExp(quotient, exp) : quotient;
    }

    // σ(x)·(1 + y·σ(−x)).
    private static T SlopeOfTimesSigmoid<T>(T y, T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(x))
        {
            return x;
        }

        T e = TimesExp(T.One, ReduceMinusMagnitude(x));
        T large = T.One / (T.One + e);
        T small = e * large;
        return x < T.Zero ? small * MultiplyAdd(y, large, T.One) : large * MultiplyAdd(y, small, T.One);
    }

    // z·(c + d·factor·z²), c = 2√(2/π), d = 0.044715·c.
    private static T Cubic<T>(T z, double factor)
        where T : IBinaryFloatingPointIeee754<T> =>
        z * MultiplyAdd(z * z, T.CreateChecked(factor * (1.5957691216057308 * 0.044715)), T.CreateChecked(1.5957691216057308));

    private static (int N, T P) ReduceMinusMagnitude<T>(T x)
        where T : IBinaryFloatingPointIeee754<T> =>
        Reduce(AtLeast(-T.Abs(x), -Reach<T>()));

    // e^(t²/2)·Φ(−t).
    private static T ScaledNormalTail<T>(T t)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T k = T.CreateChecked(IsSingle<T>() ? 3 : 4);
        return Polynomial((t - k) / (t + k), IsSingle<T>() ? NormalTailSingle : NormalTailDouble) / (t + k);
    }

    // e^(−t²/2): t's first 12 bits (double: 26) have an exact square. Of a subnormal t nothing counts.
    private static (int N, T P) Gaussian<T>(T t)
        where T : IBinaryFloatingPointIeee754<T>
    {
        int shift = t == T.Zero ? 0 : (IsSingle<T>() ? 11 : 25) - int.Max(T.ILogB(t), -100);
        T upper = T.ScaleB(T.Truncate(T.ScaleB(t, shift)), -shift);
        T half = T.CreateChecked(0.5);
        return Reduce(-half * (upper * upper), -half * ((t - upper) * (t + upper)));
    }

    private static T AtLeast<T>(T x, T low)
        where T : IBinaryFloatingPointIeee754<T> =>
        x < low ? low : x;

    private static T Within<T>(T x, T bound)
        where T : IBinaryFloatingPointIeee754<T> =>
        x < -bound ? -bound : x > bound ? bound : x;

    private static T Reach<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        T.CreateChecked(IsSingle<T>() ? 120 : 760);

    private static T NormalReach<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        T.CreateChecked(IsSingle<T>() ? 16 : 40);

    private static bool IsSingle<T>() => typeof(T) == typeof(float);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <content>σ, what is multiplied by it, and its integral.</content>
public static partial class VectorMath
{
    /// <summary>σ(x) = 1/(1 + e⁻ˣ). Error: 2.5 ULP where the result is normal; 0 at −∞, 1 at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector one = TLanes.Splat(T.One);
        TVector e = Exp<T, TVector, TLanes>(TLanes.Xor(x, TLanes.Splat(-T.Zero)));
        return TLanes.Divide(one, TLanes.Add(one, e));
    }

    /// <summary>max(x, 0) and ln(1 + e^(−|x|)), whose sum is ln(1 + eˣ) = −ln(1 − σ(x)) without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector Positive, TVector Tail) SoftplusTerms<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector e = Exp<T, TVector, TLanes>(TLanes.Or(x, TLanes.Splat(-T.Zero)));
        return (PositivePart<T, TVector, TLanes>(x), Log1PlusOfNonNegative<T, TVector, TLanes>(e));
    }

    /// <summary>
    /// y·σ(x), for a y that is finite where x is negative: there it is (y/(1 + eˣ))·eˣ, right down to where the product, not σ, underflows.
    /// Error: 3.5 ULP.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector TimesSigmoid<T, TVector, TLanes>(TVector y, TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        var exp = ExpOfMinusMagnitude<T, TVector, TLanes>(x);
        TVector quotient = TLanes.Divide(y, TLanes.Add(TLanes.Splat(T.One), TLanes.Scale(exp.E, exp.N)));
        TVector negative = TLanes.GreaterThan(TLanes.Splat(T.Zero), x);
        return TLanes.Select(negative, Product<T, TVector, TLanes>(quotient, exp), quotient);
    }

    /// <summary>
    /// σ(x)·(1 + y·σ(−x)), for a finite y: the slope of z·σ(x(z)) where y = z·x′(z).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector SlopeOfTimesSigmoid<T, TVector, TLanes>(TVector y, TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector one = TLanes.Splat(T.One);
        var exp = ExpOfMinusMagnitude<T, TVector, TLanes>(x);
        TVector e = TLanes.Scale(exp.E, exp.N);
        TVector large = TLanes.Divide(one, TLanes.Add(one, e));
        TVector small = TLanes.Multiply(e, large);
        TVector negative = TLanes.GreaterThan(TLanes.Splat(T.Zero), x);
        TVector sigmoid = TLanes.Select(negative, small, large);
        TVector complement = TLanes.Select(negative, large, small);
        return TLanes.Multiply(sigmoid, TLanes.MultiplyAdd(y, complement, one));
    }

    /// <summary>
    /// e^(−|x|) in factors. From |x| = <see cref="GateReach"/> on, it is that bound's, which gives 0 also when multiplied by the bound.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector E, TVector N) ExpOfMinusMagnitude<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector minus = TLanes.Or(x, TLanes.Splat(-T.Zero));
        minus = TLanes.Max(TLanes.Splat(-GateReach<T>()), minus);
        return ExpFactors<T, TVector, TLanes>(ReduceExp<T, TVector, TLanes>(minus));
    }

    /// <summary>The r from which on r·e⁻ʳ rounds to 0: beyond it a gate such as σ is 0 or 1, whatever it multiplies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T GateReach<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Constant<T>(120, 760);
}

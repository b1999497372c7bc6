using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = z·tanh(softplus z) = z·n/(n + 2), n = eᶻ(eᶻ + 2);  f′ = [n + 4z·eᶻ(eᶻ + 1)/(n + 2)]/(n + 2) (Misra, BMVC 2020).
/// Error of a: 4.5 ULP.
/// </summary>
/// <remarks>
/// With e = e^(−|z|) nothing overflows: n/(n + 2) = N/D, or e·N/D where z is negative. There N = 2 + e and D = 2 + e·N; else, multiplied by
/// e², N = 1 + 2e and D = N + 2e². f′ = [N + 4z·k·(1 + e)/D]/D, times e where z is negative; k = 1 there, else e².
/// </remarks>
public readonly struct Mish : IActivation
{
    /// <inheritdoc/>
    public static bool SlopeTakesOutput => false;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Rectifying;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        z = TLanes.Max(TLanes.Splat(-VectorMath.GateReach<T>()), z);
        var exp = VectorMath.ExpOfMinusMagnitude<T, TVector, TLanes>(z);
        TVector negative = TLanes.GreaterThan(TLanes.Splat(T.Zero), z);
        (TVector n, TVector d) = Ratio<T, TVector, TLanes>(TLanes.Scale(exp.E, exp.N), negative);
        TVector product = TLanes.Multiply(z, TLanes.Divide(n, d));
        return TLanes.Select(negative, VectorMath.Product<T, TVector, TLanes>(product, exp), product);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        z = VectorMath.Clamp<T, TVector, TLanes>(z, -VectorMath.GateReach<T>(), VectorMath.GateReach<T>());
        TVector one = TLanes.Splat(T.One);
        var exp = VectorMath.ExpOfMinusMagnitude<T, TVector, TLanes>(z);
        TVector e = TLanes.Scale(exp.E, exp.N);
        TVector negative = TLanes.GreaterThan(TLanes.Splat(T.Zero), z);
        (TVector n, TVector d) = Ratio<T, TVector, TLanes>(e, negative);
        TVector k = TLanes.Select(negative, one, TLanes.Multiply(e, e));
        TVector four = TLanes.Splat(VectorMath.Constant<T>(4, 4));
        TVector rising = TLanes.Divide(TLanes.Multiply(TLanes.Multiply(TLanes.Multiply(four, z), k), TLanes.Add(one, e)), d);
        TVector slope = TLanes.Divide(TLanes.Add(n, rising), d);
        return TLanes.Multiply(TLanes.Select(negative, e, one), slope);
    }

    // N and D.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector N, TVector D) Ratio<T, TVector, TLanes>(TVector e, TVector negative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector two = TLanes.Splat(VectorMath.Constant<T>(2, 2));
        TVector twice = TLanes.Add(e, e);
        TVector n = TLanes.Select(negative, TLanes.Add(two, e), TLanes.Add(TLanes.Splat(T.One), twice));
        TVector d = TLanes.Select(negative, TLanes.MultiplyAdd(e, n, two), TLanes.MultiplyAdd(twice, e, n));
        return (n, d);
    }
}

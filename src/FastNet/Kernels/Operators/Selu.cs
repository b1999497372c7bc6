using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = λz where z &gt; 0, else λα·(eᶻ − 1);  f′ = λ where a &gt; 0, else a + λα: with these λ and α, mean 0 and variance 1 are a fixed point
/// (Klambauer, Unterthiner, Mayr, Hochreiter, NeurIPS 2017). Error of a: 2.5 ULP.
/// </summary>
public readonly struct Selu : IActivation
{
    private const double Lambda = 1.0507009873554805;
    private const double LambdaAlpha = Lambda * 1.6732632423543772;

    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.SelfNormalizing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector positive = TLanes.Multiply(TLanes.Splat(T.CreateTruncating(Lambda)), z);
        TVector negative = TLanes.Multiply(TLanes.Splat(T.CreateTruncating(LambdaAlpha)), VectorMath.ExpM1<T, TVector, TLanes>(z));
        return TLanes.Select(TLanes.GreaterThan(z, TLanes.Splat(T.Zero)), positive, negative);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector negative = TLanes.Add(a, TLanes.Splat(T.CreateTruncating(LambdaAlpha)));
        return TLanes.Select(TLanes.GreaterThan(a, TLanes.Splat(T.Zero)), TLanes.Splat(T.CreateTruncating(Lambda)), negative);
    }
}

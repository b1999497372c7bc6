using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace FastNet.Kernels;

/// <summary>
/// a = z where z &gt; 0, else α·(eᶻ − 1);  f′ = 1 where a &gt; 0, else a + α; α ≥ 0, so that a is above 0 where z is (Clevert, Unterthiner,
/// Hochreiter, ICLR 2016). Error of a: 2.5 ULP.
/// </summary>
public readonly struct Elu : IActivation
{
    /// <summary>The depth below 0.</summary>
    /// <param name="alpha">α, at least 0 and finite, in float too.</param>
    /// <exception cref="ArgumentOutOfRangeException">α lies outside.</exception>
    [JsonConstructor]
    public Elu(double alpha)
    {
        Throw.IfNot(alpha is >= 0 and <= float.MaxValue, nameof(alpha), "a value of at least 0 that is finite in float too", alpha);
        Alpha = alpha;
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Rectifying;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector negative = TLanes.Multiply(TLanes.Splat(T.CreateTruncating(Alpha)), VectorMath.ExpM1<T, TVector, TLanes>(z));
        return TLanes.Select(TLanes.GreaterThan(z, TLanes.Splat(T.Zero)), z, negative);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector negative = TLanes.Add(a, TLanes.Splat(T.CreateTruncating(Alpha)));
        return TLanes.Select(TLanes.GreaterThan(a, TLanes.Splat(T.Zero)), TLanes.Splat(T.One), negative);
    }
}

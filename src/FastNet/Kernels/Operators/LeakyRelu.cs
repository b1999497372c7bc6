using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace FastNet.Kernels;

/// <summary>a = z where z &gt; 0, else s·z;  f′ = 1 where a &gt; 0, else s; 0 ≤ s ≤ 1, so that a is above 0 where z is.</summary>
public readonly struct LeakyRelu : IActivation
{
    /// <summary>The slope below 0.</summary>
    /// <param name="negativeSlope">s, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">s lies outside.</exception>
    [JsonConstructor]
    public LeakyRelu(double negativeSlope)
    {
        Throw.IfNot(negativeSlope is >= 0 and <= 1, nameof(negativeSlope), "a value from 0 to 1", negativeSlope);
        NegativeSlope = negativeSlope;
    }

    /// <summary>s.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public static ActivationFamily Family => ActivationFamily.Rectifying;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Select(TLanes.GreaterThan(z, TLanes.Splat(T.Zero)), z, TLanes.Multiply(z, TLanes.Splat(T.CreateTruncating(NegativeSlope))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Select(TLanes.GreaterThan(a, TLanes.Splat(T.Zero)), TLanes.Splat(T.One), TLanes.Splat(T.CreateTruncating(NegativeSlope)));
}

using System.Numerics;

namespace FastNet.Kernels.Operators;

/// <summary>a = z where z &gt; 0, else slope·z;  f′ = 1 where a &gt; 0, else slope; slope &gt; 0, so that a has the sign of z.</summary>
public readonly struct LeakyRelu(double slope) : IActivation
{
    /// <inheritdoc/>
    public static bool SlopeTakesOutput => true;

    /// <inheritdoc/>
    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Select(TLanes.GreaterThan(z, TLanes.Splat(T.Zero)), z, TLanes.Multiply(z, TLanes.Splat(T.CreateTruncating(slope))));

    /// <inheritdoc/>
    public TVector Slope<T, TVector, TLanes>(TVector a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Select(TLanes.GreaterThan(a, TLanes.Splat(T.Zero)), TLanes.Splat(T.One), TLanes.Splat(T.CreateTruncating(slope)));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = z·Φ(z), Φ(z) = ½·(1 + erf(z/√2));  f′ = Φ(z) + z·φ(z), φ(z) = e^(−z²/2)/√(2π) (Hendrycks and Gimpel, arXiv 1606.08415).
/// Error of a: 5 ULP, in the negative tail too, down to where it underflows.
/// </summary>
/// <remarks>With t = |z|, G = e^(−t²/2) and R(t) = Φ(−t)/G: Φ(−t) = G·R and 1 − Φ is its mirror image, so nothing cancels in a.</remarks>
public readonly struct Gelu : IActivation
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
        TVector signBit = TLanes.And(z, TLanes.Splat(-T.Zero));
        TVector t = Magnitude<T, TVector, TLanes>(z);
        TVector tail = TLanes.Multiply(t, VectorMath.ScaledNormalTail<T, TVector, TLanes>(t));
        tail = VectorMath.Product<T, TVector, TLanes>(tail, VectorMath.Gaussian<T, TVector, TLanes>(t));
        TVector positive = TLanes.GreaterThan(z, TLanes.Splat(T.Zero));
        return TLanes.Select(positive, TLanes.Subtract(z, tail), TLanes.Or(tail, signBit));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        // For negative z, Φ(z) + z·φ(z) = G·(R − t/√(2π)); for positive z, 1 less that.
        TVector t = Magnitude<T, TVector, TLanes>(z);
        TVector density = TLanes.Splat(VectorMath.Constant<T>(-0.3989422804014327, -0.3989422804014327));
        TVector scaled = TLanes.MultiplyAdd(t, density, VectorMath.ScaledNormalTail<T, TVector, TLanes>(t));
        TVector slope = VectorMath.Product<T, TVector, TLanes>(scaled, VectorMath.Gaussian<T, TVector, TLanes>(t));
        TVector positive = TLanes.GreaterThan(z, TLanes.Splat(T.Zero));
        return TLanes.Select(positive, TLanes.Subtract(TLanes.Splat(T.One), slope), slope);
    }

    // |z|, or the bound from which on the tail is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Magnitude<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Min(TLanes.Splat(VectorMath.GaussianReach<T>()), VectorMath.Abs<T, TVector, TLanes>(z));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>ℓ = |z − t|;  ∂ℓ/∂z = the sign of z − t, 0 at the kink.</summary>
public readonly struct AbsoluteError : IElementLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.Abs<T, TVector, TLanes>(TLanes.Subtract(z, t));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector zero = TLanes.Splat(T.Zero);
        TVector distance = TLanes.Subtract(z, t);
        TVector notAbove = TLanes.Select(TLanes.GreaterThan(zero, distance), TLanes.Splat(-T.One), zero);
        return TLanes.Select(TLanes.GreaterThan(distance, zero), TLanes.Splat(T.One), notAbove);
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Extensions;

/// <summary>
/// With d = z − t: ℓ = ln cosh d = |d| + ln(1 + e^(−2|d|)) − ln 2, a square near 0 and a line beyond;  ∂ℓ/∂z = tanh d.
/// </summary>
public readonly struct LogCosh : IElementLoss
{
    private const double LogOfTwo = 0.69314718055994531;

    public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector minusDistance = TLanes.Or(TLanes.Subtract(z, t), TLanes.Splat(-T.Zero));
        TVector e = VectorMath.Exp<T, TVector, TLanes>(TLanes.Add(minusDistance, minusDistance));
        TVector bend = TLanes.Subtract(VectorMath.Log1PlusOfNonNegative<T, TVector, TLanes>(e), TLanes.Splat(T.CreateTruncating(LogOfTwo)));
        return TLanes.Subtract(bend, minusDistance);
    }

    public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.Tanh<T, TVector, TLanes>(TLanes.Subtract(z, t));
}

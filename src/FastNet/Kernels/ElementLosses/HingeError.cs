using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>ℓ = max(0, 1 − t·z), t = −1 or 1;  ∂ℓ/∂z = −t where t·z &lt; 1, else 0.</summary>
public readonly struct HingeError : IElementLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.PositivePart<T, TVector, TLanes>(Missing<T, TVector, TLanes>(z, t));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector zero = TLanes.Splat(T.Zero);
        return TLanes.Select(TLanes.GreaterThan(Missing<T, TVector, TLanes>(z, t), zero), TLanes.Subtract(zero, t), zero);
    }

    // What the margin t·z lacks of 1.
    private static TVector Missing<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Splat(T.One), TLanes.Multiply(t, z));
}

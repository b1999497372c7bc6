using System.Numerics;

namespace FastNet.Kernels;

/// <summary>ℓ = (z − t)²;  ∂ℓ/∂z = 2(z − t).</summary>
public readonly struct SquaredError : IElementLoss
{
    /// <inheritdoc/>
    public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector distance = TLanes.Subtract(z, t);
        return TLanes.Multiply(distance, distance);
    }

    /// <inheritdoc/>
    public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector distance = TLanes.Subtract(z, t);
        return TLanes.Add(distance, distance);
    }
}

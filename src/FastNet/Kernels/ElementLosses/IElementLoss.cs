using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// The loss ℓ(z, t) of one output against one target: a readonly struct with a formula for the value and one for the slope, each written
/// once for every width.
/// </summary>
public interface IElementLoss
{
    /// <summary>ℓ(z, t).</summary>
    TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;

    /// <summary>∂ℓ/∂z; at a kink any slope between those of its two sides.</summary>
    TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

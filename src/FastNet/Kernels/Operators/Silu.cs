using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = z·σ(z), also called swish;  f′ = σ(z)·(1 + z·σ(−z)) (Hendrycks and Gimpel, arXiv 1606.08415; Ramachandran, Zoph, Le, arXiv
/// 1710.05941). Error of a: 3.5 ULP.
/// </summary>
public readonly struct Silu : IActivation
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
        z = TLanes.Max(TLanes.Splat(-VectorMath.GateReach<T>()), z);
        return VectorMath.TimesSigmoid<T, TVector, TLanes>(z, z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        z = VectorMath.Clamp<T, TVector, TLanes>(z, -VectorMath.GateReach<T>(), VectorMath.GateReach<T>());
        return VectorMath.SlopeOfTimesSigmoid<T, TVector, TLanes>(z, z);
    }
}

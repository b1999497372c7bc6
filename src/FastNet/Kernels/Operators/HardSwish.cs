using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// a = z·clamp(z + 3, 0, 6)/6;  f′ = 0 where z &lt; −3, (2z + 3)/6 where −3 ≤ z ≤ 3, else 1 (Howard et al., "Searching for MobileNetV3",
/// ICCV 2019; PyTorch's slope at the borders). Error of a: 2 ULP.
/// </summary>
public readonly struct HardSwish : IActivation
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
        z = TLanes.Max(TLanes.Splat(VectorMath.Constant<T>(-3, -3)), z);
        return TLanes.Multiply(z, default(HardSigmoid).Value<T, TVector, TLanes>(z));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector three = TLanes.Splat(VectorMath.Constant<T>(3, 3));
        TVector inside = TLanes.Divide(TLanes.Add(TLanes.Add(z, z), three), TLanes.Splat(VectorMath.Constant<T>(6, 6)));
        TVector slope = TLanes.Select(TLanes.GreaterThan(z, three), TLanes.Splat(T.One), inside);
        return TLanes.Select(TLanes.GreaterThan(TLanes.Splat(VectorMath.Constant<T>(-3, -3)), z), TLanes.Splat(T.Zero), slope);
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Extensions;

/// <summary>a = ½(z + √(z² + b));  f′ = ½(1 + z/√(z² + b)) (Barron, "Squareplus", arXiv:2112.11687, 2021): softplus without exponentials.</summary>
/// <param name="Width">b, above 0: how wide the bend at 0 is.</param>
public readonly record struct SquarePlus(double Width) : IActivation
{
    public static bool SlopeTakesOutput => false;

    public static ActivationFamily Family => ActivationFamily.Rectifying;

    public TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(TLanes.Splat(T.CreateTruncating(0.5)), TLanes.Add(z, Root<T, TVector, TLanes>(z)));

    public TVector Slope<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector half = TLanes.Splat(T.CreateTruncating(0.5));
        return TLanes.MultiplyAdd(half, TLanes.Divide(z, Root<T, TVector, TLanes>(z)), half);
    }

    private TVector Root<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Sqrt(TLanes.MultiplyAdd(z, z, TLanes.Splat(T.CreateTruncating(Width))));
}

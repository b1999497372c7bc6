using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>w ← w − αg.</summary>
internal readonly struct GradientDescentUpdate<T>(T learningRate) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), gradient, weight);
    }
}

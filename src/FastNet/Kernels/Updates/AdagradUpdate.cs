using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>s ← s + g²;  w ← w − αg/(√s + ε).</summary>
internal readonly struct AdagradUpdate<T>(T learningRate, T epsilon) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        moment1 = TLanes.MultiplyAdd(gradient, gradient, moment1);
        TVector direction = TLanes.Divide(gradient, TLanes.Add(TLanes.Sqrt(moment1), TLanes.Splat(epsilon)));
        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), direction, weight);
    }
}

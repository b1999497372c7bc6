using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>v ← βv + γg;  w ← w − αv. γ = 1 − β averages, γ = 1 accumulates.</summary>
internal readonly struct MomentumUpdate<T>(T learningRate, T beta, T gamma) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta), moment1, TLanes.Multiply(TLanes.Splat(gamma), gradient));
        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), moment1, weight);
    }
}

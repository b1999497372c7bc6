using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>v ← βv + γg;  w ← w − α(βv + γg). γ = 1 − β averages, γ = 1 accumulates.</summary>
internal readonly struct NesterovUpdate<T>(T learningRate, T beta, T gamma) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector share = TLanes.Multiply(TLanes.Splat(gamma), gradient);
        moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta), moment1, share);
        TVector ahead = TLanes.MultiplyAdd(TLanes.Splat(beta), moment1, share);
        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), ahead, weight);
    }
}

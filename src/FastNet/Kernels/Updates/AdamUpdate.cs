using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − rate·m/(√v·c + ε), with rate = α/(1 − β₁ᵗ) and c = 1/√(1 − β₂ᵗ).</summary>
internal readonly struct AdamUpdate<T>(AdaptiveCoefficients<T> k) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        k.Average<TVector, TLanes>(gradient, ref moment1, ref moment2);
        weight = TLanes.MultiplyAdd(TLanes.Splat(-k.Rate), TLanes.Divide(moment1, k.Root<TVector, TLanes>(moment2)), weight);
    }
}

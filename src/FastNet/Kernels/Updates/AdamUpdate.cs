using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − rate·m/(√v·c + ε), with rate = α/(1 − β₁ᵗ) and c = 1/√(1 − β₂ᵗ).</summary>
internal readonly struct AdamUpdate<T>(T rate, T beta1, T oneLessBeta1, T beta2, T oneLessBeta2, T rootCorrection, T epsilon) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector square = TLanes.Multiply(gradient, gradient);
        moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta1), moment1, TLanes.Multiply(TLanes.Splat(oneLessBeta1), gradient));
        moment2 = TLanes.MultiplyAdd(TLanes.Splat(beta2), moment2, TLanes.Multiply(TLanes.Splat(oneLessBeta2), square));
        TVector root = TLanes.MultiplyAdd(TLanes.Sqrt(moment2), TLanes.Splat(rootCorrection), TLanes.Splat(epsilon));
        weight = TLanes.MultiplyAdd(TLanes.Splat(-rate), TLanes.Divide(moment1, root), weight);
    }
}

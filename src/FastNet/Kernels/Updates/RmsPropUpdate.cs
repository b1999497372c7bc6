using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>s ← βs + (1 − β)g²;  w ← w − αg/(√s + ε).</summary>
internal readonly struct RmsPropUpdate<T>(T learningRate, T beta, T oneLessBeta, T epsilon) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector square = TLanes.Multiply(gradient, gradient);
        moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta), moment1, TLanes.Multiply(TLanes.Splat(oneLessBeta), square));
        TVector root = TLanes.Add(TLanes.Sqrt(moment1), TLanes.Splat(epsilon));
        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), TLanes.Divide(gradient, root), weight);
    }
}

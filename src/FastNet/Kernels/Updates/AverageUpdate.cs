using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>a + γ·(w − a): the average a moved towards w.</summary>
internal readonly struct AverageUpdate<T>(T gamma) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector average, TVector value)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.MultiplyAdd(TLanes.Splat(gamma), TLanes.Subtract(value, average), average);
}

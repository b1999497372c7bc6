using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>y = ln x.</summary>
internal readonly struct Logarithm : IUnaryOperator<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<double, TVector> =>
        VectorMath.Log<double, TVector, TLanes>(x);
}

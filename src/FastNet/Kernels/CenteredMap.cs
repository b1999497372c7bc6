using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>y = ((x − c) − c′)·s + t, all of columns; c + c′ is a center of more digits than one number has.</summary>
internal readonly unsafe struct CenteredMap<T>(T* x, nint rowStride, T* center, T* centerRest, T* scale, T* shift) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector value = Elements.Load<T, TVector, TLanes>(x + (row * rowStride) + column, width);
        value = TLanes.Subtract(value, Elements.Load<T, TVector, TLanes>(center + column, width));
        value = TLanes.Subtract(value, Elements.Load<T, TVector, TLanes>(centerRest + column, width));
        return TLanes.MultiplyAdd(
            value, Elements.Load<T, TVector, TLanes>(scale + column, width), Elements.Load<T, TVector, TLanes>(shift + column, width));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Columns first to end of y = x·B + bias on one thread, B in panels as <c>PackedMatrix</c> has them.</summary>
internal readonly unsafe struct PackedProduct<T>(nint rows, nint first, nint end, nint columns, nint k, T* x, nint ldx, T* b, T* bias, T* y, nint ldy) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        for (nint j = first; j < end; j += 2 * TLanes.Count)
        {
            Tile.MultiplyRows<T, TVector, TLanes>(
                rows, end - j > TLanes.Count ? 2 : 1, k, x, ldx, 1, b + Panels<T>.Offset(j, k), Panels<T>.Stride(j, columns), y + j, ldy, bias + j, 0);
        }
    }
}

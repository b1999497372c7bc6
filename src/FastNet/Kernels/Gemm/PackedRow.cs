using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>y = max(floor, x·B + bias), one row on one thread in up to eight vectors at a time, B in panels as <c>PackedMatrix</c> has them.</summary>
internal readonly unsafe struct PackedRow<T>(nint columns, nint k, T* x, T* b, T* bias, T floor, T* y) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint whole = columns & -Panels<T>.Width;
        nint j = 0;
        while (j < columns)
        {
            // Of panels that have one stride.
            nint next = nint.Min(j < whole ? whole : columns, j + (8 * w));
            nint offset = Panels<T>.Offset(j, k);
            RowTile.Multiply<T, TVector, TLanes>(
                (int)((next - j) / w), k, x, 1, b + offset,
                Panels<T>.Offset(j + (2 * w), k) - offset, Panels<T>.Offset(j + (4 * w), k) - offset, Panels<T>.Offset(j + (6 * w), k) - offset,
                Panels<T>.Stride(j, columns), y + j, bias + j, floor);
            j = next;
        }
    }
}

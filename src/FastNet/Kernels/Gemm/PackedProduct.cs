using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>y = x·B + bias on one thread, B in panels as <c>PackedMatrix</c> has them: tiles of rows, or one row in up to eight vectors.</summary>
internal readonly unsafe struct PackedProduct<T>(nint rows, nint columns, nint k, nint panel, T* x, nint ldx, T* b, T* bias, T* y, nint ldy) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows whose tiles share a panel of B before the next.
    private const int RowBlock = 96;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        if (rows == 1)
        {
            Row<TVector, TLanes>();
            return;
        }

        for (nint i = 0; i < rows; i += RowBlock)
        {
            nint height = nint.Min(RowBlock, rows - i);
            for (nint j = 0; j < columns; j += 2 * TLanes.Count)
            {
                Tile.MultiplyRows<T, TVector, TLanes>(
                    height, columns - j > TLanes.Count ? 2 : 1, k, x + (i * ldx), ldx, 1, b + Offset(j), Stride(j), y + (i * ldy) + j, ldy, bias + j, 0);
            }
        }
    }

    private void Row<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint whole = columns / panel * panel;
        nint j = 0;
        while (j < columns)
        {
            // Up to eight vectors at a time, of panels that have one stride.
            nint end = nint.Min(j < whole ? whole : columns, j + (8 * w));
            Tile.MultiplyRow<T, TVector, TLanes>(
                (int)((end - j) / w), k, x, 1, b + Offset(j), Offset(j + (2 * w)) - Offset(j), Offset(j + (4 * w)) - Offset(j), Offset(j + (6 * w)) - Offset(j),
                Stride(j), y + j, bias + j);
            j = end;
        }
    }

    // Column j of the first row.
    private nint Offset(nint j)
    {
        nint first = j / panel * panel;
        return (first * k) + (j - first);
    }

    private nint Stride(nint j) => nint.Min(panel, columns - (j / panel * panel));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Columns first to end of y = x·B + bias on one thread, B in panels as <c>PackedMatrix</c> has them: tiles of rows, or one row in up to eight vectors.</summary>
internal readonly unsafe struct PackedProduct<T>(nint rows, nint first, nint end, nint columns, nint k, T* x, nint ldx, T* b, T* bias, T* y, nint ldy) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A constant to the compiler, which turns divisions by it into shifts.
    private static nint Panel => Blocking.PanelBytes / sizeof(T);

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

        for (nint j = first; j < end; j += 2 * TLanes.Count)
        {
            Tile.MultiplyRows<T, TVector, TLanes>(
                rows, end - j > TLanes.Count ? 2 : 1, k, x, ldx, 1, b + Offset(j), Stride(j), y + j, ldy, bias + j, 0);
        }
    }

    private void Row<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint whole = columns / Panel * Panel;
        nint j = first;
        while (j < end)
        {
            // Up to eight vectors at a time, of panels that have one stride.
            nint next = nint.Min(j < whole && whole < end ? whole : end, j + (8 * w));
            RowTile.Multiply<T, TVector, TLanes>(
                (int)((next - j) / w), k, x, 1, b + Offset(j), Offset(j + (2 * w)) - Offset(j), Offset(j + (4 * w)) - Offset(j), Offset(j + (6 * w)) - Offset(j),
                Stride(j), y + j, bias + j);
            j = next;
        }
    }

    // Column j of the first row.
    private nint Offset(nint j)
    {
        nint first = j / Panel * Panel;
        return (first * k) + (j - first);
    }

    private nint Stride(nint j) => nint.Min(Panel, columns - (j / Panel * Panel));
}

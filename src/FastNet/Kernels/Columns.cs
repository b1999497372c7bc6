using System.Numerics;

namespace FastNet.Kernels;

/// <summary>Reductions over the batch: one ascending chain a column.</summary>
internal static unsafe class Columns
{
    /// <summary>sums[j] = sums[j] + x[0, j] + x[1, j] + …, in that order.</summary>
    public static void AddRows<T>(ReadOnlyMatrixSpan<T> x, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x.Values, ps = sums)
        {
            Simd.Run<T, AddRowsKernel<T>>(new(px, x.Rows, x.RowStride, ps, sums.Length));
        }
    }
}

internal readonly unsafe struct AddRowsKernel<T>(T* x, nint rows, nint rowStride, T* sums, nint columns) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint j = 0;

        // Four columns of vectors at a time: their chains do not wait for each other.
        for (; j <= columns - (4 * w); j += 4 * w)
        {
            T* first = sums + j;
            TVector sum0 = TLanes.Load(first);
            TVector sum1 = TLanes.Load(first + w);
            TVector sum2 = TLanes.Load(first + (2 * w));
            TVector sum3 = TLanes.Load(first + (3 * w));
            for (nint i = 0; i < rows; i++)
            {
                T* row = x + (i * rowStride) + j;
                sum0 = TLanes.Add(sum0, TLanes.Load(row));
                sum1 = TLanes.Add(sum1, TLanes.Load(row + w));
                sum2 = TLanes.Add(sum2, TLanes.Load(row + (2 * w)));
                sum3 = TLanes.Add(sum3, TLanes.Load(row + (3 * w)));
            }

            TLanes.Store(sum0, first);
            TLanes.Store(sum1, first + w);
            TLanes.Store(sum2, first + (2 * w));
            TLanes.Store(sum3, first + (3 * w));
        }

        for (; j < columns; j += w)
        {
            int width = (int)nint.Min(w, columns - j);
            bool whole = width == w;
            TVector sum = whole ? TLanes.Load(sums + j) : Tail.Load<T, TVector, TLanes>(sums + j, width);
            for (nint i = 0; i < rows; i++)
            {
                T* row = x + (i * rowStride) + j;
                sum = TLanes.Add(sum, whole ? TLanes.Load(row) : Tail.Load<T, TVector, TLanes>(row, width));
            }

            if (whole)
            {
                TLanes.Store(sum, sums + j);
            }
            else
            {
                Tail.Store<T, TVector, TLanes>(sum, sums + j, width);
            }
        }
    }
}

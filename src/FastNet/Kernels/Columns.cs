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
        nint j = 0;
        for (; j <= columns - TLanes.Count; j += TLanes.Count)
        {
            TVector sum = TLanes.Load(sums + j);
            for (nint i = 0; i < rows; i++)
            {
                sum = TLanes.Add(sum, TLanes.Load(x + (i * rowStride) + j));
            }

            TLanes.Store(sum, sums + j);
        }

        for (; j < columns; j++)
        {
            T sum = sums[j];
            for (nint i = 0; i < rows; i++)
            {
                sum += x[(i * rowStride) + j];
            }

            sums[j] = sum;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Reductions over the batch: one ascending chain a column.</summary>
internal static unsafe class Columns
{
    /// <summary>sums[j] = sums[j] + x[0, j] + x[1, j] + …, in that order.</summary>
    public static void AddRows<T>(ReadOnlyMatrixSpan<T> x, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x.Values)
        {
            AddRows(new Elements<T>(px, x.RowStride), x.Rows, sums);
        }
    }

    /// <summary>The same for a matrix by a formula.</summary>
    public static void AddRows<T, TElements>(TElements x, int rows, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T>
    {
        fixed (T* ps = sums)
        {
            Simd.Run<T, AddRowsKernel<T, TElements>>(new(x, rows, ps, sums.Length));
        }
    }
}

internal readonly unsafe struct AddRowsKernel<T, TElements>(TElements x, nint rows, T* sums, nint columns) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TElements : struct, IElements<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        int w = TLanes.Count;
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
                sum0 = TLanes.Add(sum0, x.At<TVector, TLanes>(i, j, w));
                sum1 = TLanes.Add(sum1, x.At<TVector, TLanes>(i, j + w, w));
                sum2 = TLanes.Add(sum2, x.At<TVector, TLanes>(i, j + (2 * w), w));
                sum3 = TLanes.Add(sum3, x.At<TVector, TLanes>(i, j + (3 * w), w));
            }

            TLanes.Store(sum0, first);
            TLanes.Store(sum1, first + w);
            TLanes.Store(sum2, first + (2 * w));
            TLanes.Store(sum3, first + (3 * w));
        }

        for (; j < columns; j += w)
        {
            int width = (int)nint.Min(w, columns - j);
            TVector sum = Elements.Load<T, TVector, TLanes>(sums + j, width);
            for (nint i = 0; i < rows; i++)
            {
                sum = TLanes.Add(sum, x.At<TVector, TLanes>(i, j, width));
            }

            Elements.Store<T, TVector, TLanes>(sum, sums + j, width);
        }
    }
}

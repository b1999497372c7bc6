using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// The product of matrices, C = S + A·B. Every element is one chain of multiply-adds in ascending k, begun from S, whatever the shape, the
/// strides, the vectors and the threads.
/// </summary>
public static unsafe class Gemm
{
    /// <summary>C = f(S + A·B).</summary>
    /// <param name="a">A: [m, k].</param>
    /// <param name="b">B: [k, n].</param>
    /// <param name="c">C: [m, n]; overwritten, not read unless it is S.</param>
    /// <param name="start">
    /// S: [m, n], where the chains begin: a bias row repeated (row stride 0), C itself to add to it; empty for zeros.
    /// </param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> elements, where B's columns are not adjacent or B is large.</param>
    /// <param name="workers">Threads to divide C among; null for the caller's own.</param>
    /// <param name="finish">f, applied to each finished block of C; null for none.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, the scratch is too short, or C overlaps A, B or a start other than C itself.</exception>
    public static void Multiply<T>(
        StridedSpan<T> a,
        StridedSpan<T> b,
        MatrixSpan<T> c,
        ReadOnlyMatrixSpan<T> start = default,
        Span<T> scratch = default,
        WorkerPool? workers = null,
        IBlockOperator<T>? finish = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n, int k) = (a.Rows, b.Columns, a.Columns);
        bool fromZero = start.Rows == 0;
        Check(a, b, c, start, scratch, workers);
        if (m == 0 || n == 0)
        {
            return;
        }

        if (k == 0)
        {
            for (int row = 0; row < m; row++)
            {
                if (fromZero)
                {
                    c.Row(row).Clear();
                }
                else
                {
                    start.Row(row).CopyTo(c.Row(row));
                }
            }

            finish?.Apply(c);
            return;
        }

        int parts = Parts<T>(m, n, k, workers);
        fixed (T* pa = a.Values, pb = b.Values, pc = c.Values, ps = start.Values, scratchStart = scratch)
        {
            if (IsSwapped(m, n, k, b.ColumnStride, fromZero))
            {
                // Cᵀ = Bᵀ·Aᵀ: the two small matrices are transposed, and B is read by broadcast as it lies.
                T* at = scratchStart;
                T* ct = scratchStart + ((nint)k * m);
                Packing.Copy(k, m, pa, a.ColumnStride, a.RowStride, at, m);
                Product<T> swapped = new(n, m, k, pb, b.ColumnStride, b.RowStride, at, m, 1, at + ((nint)k * m), ct, m, null, 0, null, 0, null);
                Divide(ref swapped, parts, workers);
                Packing.Copy(m, n, ct, 1, m, pc, c.RowStride);
                finish?.Apply(c);
                return;
            }

            bool packs = IsPacked<T>(m, n, k, b.ColumnStride);
            Product<T> product = new(
                m, n, k, pa, a.RowStride, a.ColumnStride, pb, int.Max(1, b.RowStride), b.ColumnStride, pb + b.Values.Length, pc, c.RowStride,
                fromZero ? null : ps, start.RowStride, packs ? scratchStart : null, packs ? PackedLength<T>(n, k) : 0, finish);
            Divide(ref product, parts, workers);
        }
    }

    /// <summary>The elements of scratch that products of up to m rows take: 0 where they read B as it lies.</summary>
    /// <param name="m">The most rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="transposed">Whether B is a transpose: its columns are not adjacent.</param>
    /// <param name="workers">The threads that the product will be given.</param>
    public static int ScratchLength<T>(int m, int n, int k, bool transposed, WorkerPool? workers = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int columnStride = transposed ? 2 : 1;
        int packed = NeededScratch<T>(m, n, k, columnStride, fromZero: false, workers);

        // Fewer rows may be moved instead, which takes the more the more rows they are: the most that are still moved.
        long mostMoved = transposed && n + k > 0 ? long.Min(m, (((long)n * k) - 1) / ((long)n + k)) : 0;
        return int.Max(packed, checked((int)(long.Max(mostMoved, 0) * ((long)n + k))));
    }

    private static int NeededScratch<T>(int m, int n, int k, int columnStride, bool fromZero, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        IsSwapped(m, n, k, columnStride, fromZero) ? checked((k * m) + (m * n))
        : IsPacked<T>(m, n, k, columnStride) ? checked(Parts<T>(m, n, k, workers) * PackedLength<T>(n, k))
        : 0;

    // Worth it where moving A and C costs less than packing B.
    private static bool IsSwapped(int m, int n, int k, int columnStride, bool fromZero) =>
        columnStride != 1 && fromZero && (long)n * k > ((long)m * k) + ((long)m * n);

    private static bool IsPacked<T>(int m, int n, int k, int columnStride)
        where T : unmanaged =>
        columnStride != 1 || Blocking.IsWorthPacking(m, (long)n * k * sizeof(T));

    private static int PackedLength<T>(int n, int k)
        where T : unmanaged
    {
        int panel = Blocking.PanelBytes / sizeof(T);
        int columns = (int.Min(Blocking.Nc, n) + panel - 1) / panel * panel;
        return int.Min(Blocking.Kc, k) * columns;
    }

    private static int Parts<T>(int m, int n, int k, WorkerPool? workers)
        where T : unmanaged =>
        workers is null || (long)m * n * k < Blocking.WorthDividing ? 1 : workers.Threads;

    private static void Divide<T>(ref Product<T> product, int parts, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        product.Parts = parts;
        if (parts == 1)
        {
            product.Run(0);
        }
        else
        {
            workers!.Run(ref product);
        }
    }

    private static void Check<T>(
        StridedSpan<T> a, StridedSpan<T> b, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> start, ReadOnlySpan<T> scratch, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfUnsupported<T>();
        if (b.Rows != a.Columns)
        {
            Throw.ShapeMismatch(nameof(b), (a.Columns, b.Columns), (b.Rows, b.Columns));
        }

        if (c.Rows != a.Rows || c.Columns != b.Columns)
        {
            Throw.ShapeMismatch(nameof(c), (a.Rows, b.Columns), (c.Rows, c.Columns));
        }

        if (start.Rows != 0 && (start.Rows != c.Rows || start.Columns != c.Columns))
        {
            Throw.ShapeMismatch(nameof(start), (c.Rows, c.Columns), (start.Rows, start.Columns));
        }

        if (b.RowStride == 0 && b.Rows > 1 && b.Columns > 0)
        {
            throw new ArgumentException("expected a B whose rows lie apart, got one row repeated.", nameof(b));
        }

        int needed = NeededScratch<T>(a.Rows, b.Columns, a.Columns, b.ColumnStride, start.Rows == 0, workers);
        if (scratch.Length < needed)
        {
            Throw.TooShort(nameof(scratch), needed, scratch.Length);
        }

        if (needed > 0 && (scratch.Overlaps(a.Values) || scratch.Overlaps(b.Values) || scratch.Overlaps(c.Values) || scratch.Overlaps(start.Values)))
        {
            Throw.Overlap(nameof(scratch), "a, b, c or start");
        }

        if (c.Values.Overlaps(a.Values))
        {
            Throw.Overlap(nameof(c), nameof(a));
        }

        if (c.Values.Overlaps(b.Values))
        {
            Throw.Overlap(nameof(c), nameof(b));
        }

        if (c.Values.Overlaps(start.Values, out int offset) && (offset != 0 || start.RowStride != c.RowStride))
        {
            Throw.Overlap(nameof(c), nameof(start));
        }
    }
}

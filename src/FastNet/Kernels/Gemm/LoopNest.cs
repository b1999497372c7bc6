using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// C[m, n] = init + A[m, k]·B[k, n] on one thread. Loop order and names follow Van Zee and van de Geijn, "BLIS: a framework for rapidly
/// instantiating BLAS functionality" (2015), with what measured better at the sizes of networks: A is never packed, B only where its
/// columns are not adjacent or where it is large.
/// </summary>
internal readonly unsafe struct LoopNest<T>(
    nint m, nint n, nint k, T* a, nint am, nint ak, T* b, nint bk, nint bn, T* bEnd, T* c, nint ldc, T* init, nint ldi, T* packed, IBlockOperator<T>? finish)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        if (packed == null)
        {
            Direct<TVector, TLanes>();
        }
        else
        {
            Packed<TVector, TLanes>();
        }
    }

    private void Direct<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint blocks = (m + Blocking.Mc - 1) / Blocking.Mc;
        nint i = 0;
        for (nint block = 0; block < blocks; block++)
        {
            nint rows = (m - i) / (blocks - block);
            T* aBlock = a + (i * am);
            T* cBlock = c + (i * ldc);
            T* initBlock = init == null ? null : init + (i * ldi);
            nint j = 0;
            if (rows == 1)
            {
                nint w = TLanes.Count;
                while (j + w <= n)
                {
                    int vectors = (int)nint.Min(8, (n - j) / w);
                    RowTile.Multiply<T, TVector, TLanes>(
                        vectors, k, aBlock, ak, b + j, 2 * w, 4 * w, 6 * w, bk, cBlock + j, initBlock == null ? null : initBlock + j,
                        T.NegativeInfinity);
                    j += vectors * w;
                }
            }

            for (nint panel = 2 * TLanes.Count; j < n; j += panel)
            {
                Panel<TVector, TLanes>(
                    rows, nint.Min(panel, n - j), k, aBlock, b + j, bk, bEnd, cBlock + j, initBlock == null ? null : initBlock + j, ldi);
            }

            Finish(cBlock, rows, n);
            i += rows;
        }
    }

    // nc, kc, (pack B), mc, panel, tile.
    private void Packed<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        int panel = 2 * TLanes.Count;
        for (nint j = 0; j < n; j += Blocking.Nc)
        {
            nint columns = nint.Min(Blocking.Nc, n - j);
            for (nint p = 0; p < k; p += Blocking.Kc)
            {
                nint depth = nint.Min(Blocking.Kc, k - p);
                Packing.PackPanels(depth, columns, b + (p * bk) + (j * bn), bk, bn, panel, packed);

                // After the first block of k, the chains go on from C.
                T* start = p == 0 ? init : c;
                nint startStride = p == 0 ? ldi : ldc;
                for (nint i = 0; i < m; i += Blocking.Mc)
                {
                    nint rows = nint.Min(Blocking.Mc, m - i);
                    T* bPanel = packed;
                    for (nint jr = 0; jr < columns; jr += panel)
                    {
                        Panel<TVector, TLanes>(
                            rows, nint.Min(panel, columns - jr), depth, a + (i * am) + (p * ak), bPanel, panel, bPanel + (depth * panel),
                            c + (i * ldc) + j + jr, start == null ? null : start + (i * startStride) + j + jr, startStride);
                        bPanel += depth * panel;
                    }

                    if (p + depth == k)
                    {
                        Finish(c + (i * ldc) + j, rows, columns);
                    }
                }
            }
        }
    }

    // One panel of columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Panel<TVector, TLanes>(
        nint rows, nint width, nint depth, T* aBlock, T* bPanel, nint bStride, T* end, T* cPanel, T* start, nint startStride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        int vectors = width > TLanes.Count ? 2 : 1;
        if (width != vectors * TLanes.Count)
        {
            EdgePanel<TVector, TLanes>(rows, width, depth, aBlock, bPanel, bStride, end, cPanel, start, startStride);
            return;
        }

        Tile.MultiplyRows<T, TVector, TLanes>(rows, vectors, depth, aBlock, am, ak, bPanel, bStride, cPanel, ldc, start, startStride);
    }

    // A panel narrower than its vectors. The tile reads whole vectors of B as far as they lie inside B, whatever stands behind the panel,
    // and the last rows from a padded copy; it writes to a small buffer, of which the valid columns are copied out.
    [SkipLocalsInit]
    private void EdgePanel<TVector, TLanes>(
        nint rows, nint width, nint depth, T* aBlock, T* bPanel, nint bStride, T* end, T* cPanel, T* start, nint startStride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        int vectors = width > TLanes.Count ? 2 : 1;
        int lanes = vectors * TLanes.Count;
        nint slack = (nint)(end - bPanel) - lanes;
        nint inside = slack < 0 ? 0 : nint.Min(depth, (slack / bStride) + 1);
        nint last = depth - inside;
        T* bLast = stackalloc T[(int)last * lanes];
        T* tile = stackalloc T[8 * lanes];
        for (nint p = 0; p < last; p++)
        {
            CopyRow(bPanel + ((inside + p) * bStride), bLast + (p * lanes), width, lanes);
        }

        nint mr = Tile.MaxRows(sizeof(TVector) * 8);
        nint tiles = (rows + mr - 1) / mr;
        nint row = 0;
        for (nint t = 0; t < tiles; t++)
        {
            int height = (int)((rows - row) / (tiles - t));
            for (nint i = 0; i < height && start != null; i++)
            {
                CopyRow(start + ((row + i) * startStride), tile + (i * lanes), width, lanes);
            }

            T* init = start == null ? null : tile;
            T* aTile = aBlock + (row * am);
            if (inside > 0)
            {
                Tile.Multiply<T, TVector, TLanes>(height, vectors, inside, aTile, am, ak, bPanel, bStride, tile, lanes, init, lanes);
                init = tile;
            }

            if (last > 0)
            {
                Tile.Multiply<T, TVector, TLanes>(height, vectors, last, aTile + (inside * ak), am, ak, bLast, lanes, tile, lanes, init, lanes);
            }

            for (nint i = 0; i < height; i++)
            {
                Tail.Copy(tile + (i * lanes), cPanel + ((row + i) * ldc), width);
            }

            row += height;
        }
    }

    // The valid columns, and zeros up to whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(T* source, T* destination, nint count, nint lanes)
    {
        Tail.Copy(source, destination, count);
        for (nint i = count; i < lanes; i++)
        {
            destination[i] = T.Zero;
        }
    }

    private void Finish(T* block, nint rows, nint columns) =>
        finish?.Apply(new MatrixSpan<T>(new Span<T>(block, (int)(((rows - 1) * ldc) + columns)), (int)rows, (int)columns, (int)ldc));
}

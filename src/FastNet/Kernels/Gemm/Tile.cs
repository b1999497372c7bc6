using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// The microkernel: a tile of up to 8 rows by 1 or 2 vectors of C, each element one chain of multiply-adds in ascending k, begun from
/// an initial tile (a bias row, C itself) or from zero. A is read by broadcast with any two strides, B by whole vectors.
/// </summary>
/// <remarks>
/// Two base pointers and multiples of one stride keep every address of A in one instruction. 8 rows by 2 vectors need 19 of AVX-512's
/// 32 registers; with 16 registers, 6 rows fit.
/// </remarks>
internal static unsafe class Tile
{
    /// <summary>The rows of the largest tile with 512-bit vectors, and with narrower ones.</summary>
    public static int MaxRows(int vectorBits) => vectorBits == 512 ? 8 : 6;

    /// <summary>C[rows, 2W] = init + A[rows, k]·B[k, 2W], or 1 vector instead of 2.</summary>
    /// <param name="rows">1 to 8.</param>
    /// <param name="vectors">1 or 2: the tile's columns in vectors of W lanes.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="a">A(i, p) is a[i·am + p·ak].</param>
    /// <param name="am">The distance between rows of A.</param>
    /// <param name="ak">The distance between columns of A.</param>
    /// <param name="b">B(p, j) is b[p·bk + j].</param>
    /// <param name="bk">The distance between rows of B.</param>
    /// <param name="c">C(i, j) is c[i·ldc + j]; written, never read.</param>
    /// <param name="ldc">The distance between rows of C.</param>
    /// <param name="init">The chains' starts, init[i·ldi + j]; null for zeros. May be c.</param>
    /// <param name="ldi">The distance between rows of init; 0 repeats one row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T, TVector, TLanes>(
        int rows, int vectors, nint k, T* a, nint am, nint ak, T* b, nint bk, T* c, nint ldc, T* init, nint ldi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        Debug.Assert(rows is >= 1 and <= 8 && vectors is 1 or 2 && k >= 1, "a tile's size");
        switch (rows + (8 * (vectors - 1)))
        {
            case 1: Run<T, TVector, TLanes, N1, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 2: Run<T, TVector, TLanes, N2, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 3: Run<T, TVector, TLanes, N3, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 4: Run<T, TVector, TLanes, N4, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 5: Run<T, TVector, TLanes, N5, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 6: Run<T, TVector, TLanes, N6, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 7: Run<T, TVector, TLanes, N7, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 8: Run<T, TVector, TLanes, N8, N1>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 9: Run<T, TVector, TLanes, N1, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 10: Run<T, TVector, TLanes, N2, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 11: Run<T, TVector, TLanes, N3, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 12: Run<T, TVector, TLanes, N4, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 13: Run<T, TVector, TLanes, N5, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 14: Run<T, TVector, TLanes, N6, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            case 15: Run<T, TVector, TLanes, N7, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
            default: Run<T, TVector, TLanes, N8, N2>(k, a, am, ak, b, bk, c, ldc, init, ldi); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TVector, TLanes, TRows, TVectors>(nint k, T* a, nint am, nint ak, T* b, nint bk, T* c, nint ldc, T* init, nint ldi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        nint w = TLanes.Count;
        TVector zero = TLanes.Splat(T.Zero);
        TVector c00 = zero, c01 = zero, c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        TVector c40 = zero, c41 = zero, c50 = zero, c51 = zero;
        TVector c60 = zero, c61 = zero, c70 = zero, c71 = zero;
        if (init != null)
        {
            c00 = TLanes.Load(init);
            if (TVectors.Count > 1) { c01 = TLanes.Load(init + w); }

            if (TRows.Count > 1)
            {
                c10 = TLanes.Load(init + ldi);
                if (TVectors.Count > 1) { c11 = TLanes.Load(init + ldi + w); }
            }

            if (TRows.Count > 2)
            {
                c20 = TLanes.Load(init + (2 * ldi));
                if (TVectors.Count > 1) { c21 = TLanes.Load(init + (2 * ldi) + w); }
            }

            if (TRows.Count > 3)
            {
                c30 = TLanes.Load(init + (3 * ldi));
                if (TVectors.Count > 1) { c31 = TLanes.Load(init + (3 * ldi) + w); }
            }

            if (TRows.Count > 4)
            {
                c40 = TLanes.Load(init + (4 * ldi));
                if (TVectors.Count > 1) { c41 = TLanes.Load(init + (4 * ldi) + w); }
            }

            if (TRows.Count > 5)
            {
                c50 = TLanes.Load(init + (5 * ldi));
                if (TVectors.Count > 1) { c51 = TLanes.Load(init + (5 * ldi) + w); }
            }

            if (TRows.Count > 6)
            {
                c60 = TLanes.Load(init + (6 * ldi));
                if (TVectors.Count > 1) { c61 = TLanes.Load(init + (6 * ldi) + w); }
            }

            if (TRows.Count > 7)
            {
                c70 = TLanes.Load(init + (7 * ldi));
                if (TVectors.Count > 1) { c71 = TLanes.Load(init + (7 * ldi) + w); }
            }
        }

        nint s1 = am * sizeof(T);
        nint s2 = 2 * s1;
        nint s3 = 3 * s1;
        byte* a0 = (byte*)a;
        byte* a4 = a0 + (4 * s1);
        ak *= sizeof(T);
        do
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TVectors.Count > 1 ? TLanes.Load(b + w) : zero;
            TVector x = TLanes.Splat(*(T*)a0);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            if (TVectors.Count > 1) { c01 = TLanes.MultiplyAdd(x, b1, c01); }

            if (TRows.Count > 1)
            {
                x = TLanes.Splat(*(T*)(a0 + s1));
                c10 = TLanes.MultiplyAdd(x, b0, c10);
                if (TVectors.Count > 1) { c11 = TLanes.MultiplyAdd(x, b1, c11); }
            }

            if (TRows.Count > 2)
            {
                x = TLanes.Splat(*(T*)(a0 + s2));
                c20 = TLanes.MultiplyAdd(x, b0, c20);
                if (TVectors.Count > 1) { c21 = TLanes.MultiplyAdd(x, b1, c21); }
            }

            if (TRows.Count > 3)
            {
                x = TLanes.Splat(*(T*)(a0 + s3));
                c30 = TLanes.MultiplyAdd(x, b0, c30);
                if (TVectors.Count > 1) { c31 = TLanes.MultiplyAdd(x, b1, c31); }
            }

            if (TRows.Count > 4)
            {
                x = TLanes.Splat(*(T*)a4);
                c40 = TLanes.MultiplyAdd(x, b0, c40);
                if (TVectors.Count > 1) { c41 = TLanes.MultiplyAdd(x, b1, c41); }
            }

            if (TRows.Count > 5)
            {
                x = TLanes.Splat(*(T*)(a4 + s1));
                c50 = TLanes.MultiplyAdd(x, b0, c50);
                if (TVectors.Count > 1) { c51 = TLanes.MultiplyAdd(x, b1, c51); }
            }

            if (TRows.Count > 6)
            {
                x = TLanes.Splat(*(T*)(a4 + s2));
                c60 = TLanes.MultiplyAdd(x, b0, c60);
                if (TVectors.Count > 1) { c61 = TLanes.MultiplyAdd(x, b1, c61); }
            }

            if (TRows.Count > 7)
            {
                x = TLanes.Splat(*(T*)(a4 + s3));
                c70 = TLanes.MultiplyAdd(x, b0, c70);
                if (TVectors.Count > 1) { c71 = TLanes.MultiplyAdd(x, b1, c71); }
            }

            a0 += ak;
            if (TRows.Count > 4) { a4 += ak; }

            b += bk;
        }
        while (--k != 0);

        TLanes.Store(c00, c);
        if (TVectors.Count > 1) { TLanes.Store(c01, c + w); }

        if (TRows.Count > 1)
        {
            TLanes.Store(c10, c + ldc);
            if (TVectors.Count > 1) { TLanes.Store(c11, c + ldc + w); }
        }

        if (TRows.Count > 2)
        {
            TLanes.Store(c20, c + (2 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c21, c + (2 * ldc) + w); }
        }

        if (TRows.Count > 3)
        {
            TLanes.Store(c30, c + (3 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c31, c + (3 * ldc) + w); }
        }

        if (TRows.Count > 4)
        {
            TLanes.Store(c40, c + (4 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c41, c + (4 * ldc) + w); }
        }

        if (TRows.Count > 5)
        {
            TLanes.Store(c50, c + (5 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c51, c + (5 * ldc) + w); }
        }

        if (TRows.Count > 6)
        {
            TLanes.Store(c60, c + (6 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c61, c + (6 * ldc) + w); }
        }

        if (TRows.Count > 7)
        {
            TLanes.Store(c70, c + (7 * ldc));
            if (TVectors.Count > 1) { TLanes.Store(c71, c + (7 * ldc) + w); }
        }
    }

    /// <summary>C[rows, 2W] = init + A[rows, k]·B[k, 2W], or 1 vector instead of 2: ⌈rows/mr⌉ tiles of equal height, give or take one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyRows<T, TVector, TLanes>(
        nint rows, int vectors, nint k, T* a, nint am, nint ak, T* b, nint bk, T* c, nint ldc, T* init, nint ldi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint mr = MaxRows(sizeof(TVector) * 8);
        nint tiles = (rows + mr - 1) / mr;
        nint row = 0;
        for (nint t = 0; t < tiles; t++)
        {
            int height = (int)((rows - row) / (tiles - t));
            Multiply<T, TVector, TLanes>(
                height, vectors, k, a + (row * am), am, ak, b, bk, c + (row * ldc), ldc, init == null ? null : init + (row * ldi), ldi);
            row += height;
        }
    }
}

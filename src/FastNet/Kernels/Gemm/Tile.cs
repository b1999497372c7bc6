using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>A number as a type argument, so that the rows and vectors that a tile does not have fold away.</summary>
internal interface ICount
{
    static abstract int Count { get; }
}

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

    /// <summary>
    /// c[vectors·W] = init + a[k]·B[k, vectors·W]: one row in up to eight vectors, whose chains hide the latency of the multiply-add. Two and two
    /// vectors of a row of B are adjacent; the pairs may lie apart.
    /// </summary>
    /// <param name="vectors">1 to 8.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="a">a(p) is a[p·ak].</param>
    /// <param name="ak">The distance between elements of a.</param>
    /// <param name="b">B(p, j) is b[p·bk + j] for the first two vectors.</param>
    /// <param name="pair1">From b to the third vector; unused below three vectors.</param>
    /// <param name="pair2">From b to the fifth vector; unused below five.</param>
    /// <param name="pair3">From b to the seventh vector; unused below seven.</param>
    /// <param name="bk">The distance between rows of B.</param>
    /// <param name="c">Written, never read.</param>
    /// <param name="init">The chains' starts; null for zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyRow<T, TVector, TLanes>(
        int vectors, nint k, T* a, nint ak, T* b, nint pair1, nint pair2, nint pair3, nint bk, T* c, T* init)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        Debug.Assert(vectors is >= 1 and <= 8 && k >= 1, "a row's size");
        switch (vectors)
        {
            case 1: RunRow<T, TVector, TLanes, N1>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 2: RunRow<T, TVector, TLanes, N2>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 3: RunRow<T, TVector, TLanes, N3>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 4: RunRow<T, TVector, TLanes, N4>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 5: RunRow<T, TVector, TLanes, N5>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 6: RunRow<T, TVector, TLanes, N6>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            case 7: RunRow<T, TVector, TLanes, N7>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
            default: RunRow<T, TVector, TLanes, N8>(k, a, ak, b, pair1, pair2, pair3, bk, c, init); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunRow<T, TVector, TLanes, TVectors>(
        nint k, T* a, nint ak, T* b, nint pair1, nint pair2, nint pair3, nint bk, T* c, T* init)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where TVectors : struct, ICount
    {
        nint w = TLanes.Count;
        TVector zero = TLanes.Splat(T.Zero);
        TVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
        TVector c4 = zero, c5 = zero, c6 = zero, c7 = zero;
        if (init != null)
        {
            c0 = TLanes.Load(init);
            if (TVectors.Count > 1) { c1 = TLanes.Load(init + w); }
            if (TVectors.Count > 2) { c2 = TLanes.Load(init + (2 * w)); }
            if (TVectors.Count > 3) { c3 = TLanes.Load(init + (3 * w)); }
            if (TVectors.Count > 4) { c4 = TLanes.Load(init + (4 * w)); }
            if (TVectors.Count > 5) { c5 = TLanes.Load(init + (5 * w)); }
            if (TVectors.Count > 6) { c6 = TLanes.Load(init + (6 * w)); }
            if (TVectors.Count > 7) { c7 = TLanes.Load(init + (7 * w)); }
        }

        do
        {
            TVector x = TLanes.Splat(*a);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(b), c0);
            if (TVectors.Count > 1) { c1 = TLanes.MultiplyAdd(x, TLanes.Load(b + w), c1); }
            if (TVectors.Count > 2) { c2 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair1), c2); }
            if (TVectors.Count > 3) { c3 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair1 + w), c3); }
            if (TVectors.Count > 4) { c4 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair2), c4); }
            if (TVectors.Count > 5) { c5 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair2 + w), c5); }
            if (TVectors.Count > 6) { c6 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair3), c6); }
            if (TVectors.Count > 7) { c7 = TLanes.MultiplyAdd(x, TLanes.Load(b + pair3 + w), c7); }
            a += ak;
            b += bk;
        }
        while (--k != 0);

        TLanes.Store(c0, c);
        if (TVectors.Count > 1) { TLanes.Store(c1, c + w); }
        if (TVectors.Count > 2) { TLanes.Store(c2, c + (2 * w)); }
        if (TVectors.Count > 3) { TLanes.Store(c3, c + (3 * w)); }
        if (TVectors.Count > 4) { TLanes.Store(c4, c + (4 * w)); }
        if (TVectors.Count > 5) { TLanes.Store(c5, c + (5 * w)); }
        if (TVectors.Count > 6) { TLanes.Store(c6, c + (6 * w)); }
        if (TVectors.Count > 7) { TLanes.Store(c7, c + (7 * w)); }
    }

    private readonly struct N1 : ICount
    {
        public static int Count => 1;
    }

    private readonly struct N2 : ICount
    {
        public static int Count => 2;
    }

    private readonly struct N3 : ICount
    {
        public static int Count => 3;
    }

    private readonly struct N4 : ICount
    {
        public static int Count => 4;
    }

    private readonly struct N5 : ICount
    {
        public static int Count => 5;
    }

    private readonly struct N6 : ICount
    {
        public static int Count => 6;
    }

    private readonly struct N7 : ICount
    {
        public static int Count => 7;
    }

    private readonly struct N8 : ICount
    {
        public static int Count => 8;
    }
}

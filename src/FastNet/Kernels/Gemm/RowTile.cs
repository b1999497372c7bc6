using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>The microkernel for one row: up to eight vectors side by side, each element one chain of multiply-adds in ascending k, as in <see cref="Tile"/>.</summary>
internal static unsafe class RowTile
{
    /// <summary>
    /// c[vectors·W] = max(floor, init + a[k]·B[k, vectors·W]): one row in up to eight vectors, whose chains hide the latency of the multiply-add. Two and two
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
    /// <param name="floor">0 for ReLU; −∞ for the sums as they are, NaN and −0 with either.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T, TVector, TLanes>(
        int vectors, nint k, T* a, nint ak, T* b, nint pair1, nint pair2, nint pair3, nint bk, T* c, T* init, T floor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        Debug.Assert(vectors is >= 1 and <= 8 && k >= 1, "a row's size");
        switch (vectors)
        {
            case 1: Run<T, TVector, TLanes, N1>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 2: Run<T, TVector, TLanes, N2>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 3: Run<T, TVector, TLanes, N3>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 4: Run<T, TVector, TLanes, N4>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 5: Run<T, TVector, TLanes, N5>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 6: Run<T, TVector, TLanes, N6>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            case 7: Run<T, TVector, TLanes, N7>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
            default: Run<T, TVector, TLanes, N8>(k, a, ak, b, pair1, pair2, pair3, bk, c, init, floor); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TVector, TLanes, TVectors>(
        nint k, T* a, nint ak, T* b, nint pair1, nint pair2, nint pair3, nint bk, T* c, T* init, T floor)
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

        TVector least = TLanes.Splat(floor);
        TLanes.Store(TLanes.Max(least, c0), c);
        if (TVectors.Count > 1) { TLanes.Store(TLanes.Max(least, c1), c + w); }
        if (TVectors.Count > 2) { TLanes.Store(TLanes.Max(least, c2), c + (2 * w)); }
        if (TVectors.Count > 3) { TLanes.Store(TLanes.Max(least, c3), c + (3 * w)); }
        if (TVectors.Count > 4) { TLanes.Store(TLanes.Max(least, c4), c + (4 * w)); }
        if (TVectors.Count > 5) { TLanes.Store(TLanes.Max(least, c5), c + (5 * w)); }
        if (TVectors.Count > 6) { TLanes.Store(TLanes.Max(least, c6), c + (6 * w)); }
        if (TVectors.Count > 7) { TLanes.Store(TLanes.Max(least, c7), c + (7 * w)); }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// Masks of one bit an element: element e of a stream is kept where its 32 random bits, as an integer, are below ⌈p·2³²⌉. Word w of a
/// mask holds elements 64·(first/64 + w) to 64·(first/64 + w) + 63, the lowest bit first.
/// </summary>
internal static unsafe class DropoutMask
{
    public const int WordBits = 64;

    /// <summary>The words of a mask: the first element need not lie on a word's boundary, and one word more is read as a whole.</summary>
    public static int Length(int elements) => (elements / WordBits) + 3;

    /// <summary>The mask of elements first to first + count − 1.</summary>
    public static void Draw(Philox random, double keepProbability, long first, int count, Span<ulong> mask)
    {
        // Exact: p has 53 bits at most, and scaling by a power of two rounds nothing.
        ulong threshold = (ulong)Math.Ceiling(keepProbability * 4294967296.0);
        long block = first / WordBits;
        long end = first + count;
        for (int word = 0; block * WordBits < end; word++, block++)
        {
            mask[word] = threshold > uint.MaxValue ? ulong.MaxValue : random.BitsBelow(block, (uint)threshold);
        }
    }

    /// <summary>y = x·scale where the mask has a one, else 0. y may be x.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="y">[rows, columns].</param>
    /// <param name="scale">1/p.</param>
    /// <param name="mask">As <see cref="Draw"/> left it.</param>
    /// <param name="first">The element at (0, 0).</param>
    public static void Apply<T>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, T scale, ReadOnlySpan<ulong> mask, long first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int bit = (int)(first % WordBits);
        bool adjacent = x.RowStride == x.Columns && y.RowStride == y.Columns;
        fixed (T* px = x.Values, py = y.Values)
        {
            fixed (ulong* bits = mask)
            {
                nint rows = adjacent ? 1 : y.Rows;
                nint columns = adjacent ? (nint)y.Rows * y.Columns : y.Columns;
                Simd.Run<T, ApplyMaskKernel<T>>(new(px, x.RowStride, py, y.RowStride, rows, columns, scale, bits, bit));
            }
        }
    }
}

internal readonly unsafe struct ApplyMaskKernel<T>(
    T* x, nint xStride, T* y, nint yStride, nint rows, nint columns, T scale, ulong* mask, nint firstBit)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector factor = TLanes.Splat(scale);
        for (nint i = 0; i < rows; i++)
        {
            T* source = x + (i * xStride);
            T* destination = y + (i * yStride);
            nint bit = firstBit + (i * columns);
            nint j = 0;
            for (; j <= columns - TLanes.Count; j += TLanes.Count)
            {
                TVector kept = TLanes.MaskFromBits(Bits(bit + j));
                TLanes.Store(TLanes.And(kept, TLanes.Multiply(TLanes.Load(source + j), factor)), destination + j);
            }

            for (; j < columns; j++)
            {
                destination[j] = (Bits(bit + j) & 1) != 0 ? source[j] * scale : T.Zero;
            }
        }
    }

    // The 64 bits from one on. The word after the last is there to be read: see Length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Bits(nint bit)
    {
        nint word = bit / DropoutMask.WordBits;
        int shift = (int)(bit % DropoutMask.WordBits);
        return (mask[word] >> shift) | (mask[word + 1] << 1 << (DropoutMask.WordBits - 1 - shift));
    }
}

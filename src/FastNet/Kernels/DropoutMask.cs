using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// Masks of one bit an element: element e of a stream is kept where its 32 random bits, as an integer, are below ⌈p·2³²⌉. Word w of a
/// mask holds elements 64·(first/64 + w) to 64·(first/64 + w) + 63, the lowest bit first.
/// </summary>
internal static class DropoutMask
{
    public const int WordBits = 64;

    /// <summary>The mask of elements first to first + count − 1.</summary>
    public static void Draw(Philox random, double keepProbability, long first, int count, Span<ulong> mask)
    {
        // Exact: p has 53 bits at most, and scaling by a power of two rounds nothing.
        ulong threshold = (ulong)Math.Ceiling(keepProbability * 4294967296.0);
        Span<uint> numbers = stackalloc uint[Philox.BlockLength];
        long block = first / WordBits;
        long end = first + count;
        for (int word = 0; block * WordBits < end; word++, block++)
        {
            random.Fill(block, numbers);
            ulong bits = 0;
            for (int i = 0; i < WordBits; i++)
            {
                bits |= (numbers[i] < threshold ? 1UL : 0) << i;
            }

            mask[word] = bits;
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
        for (int row = 0; row < y.Rows; row++)
        {
            ReadOnlySpan<T> source = x.Row(row);
            Span<T> destination = y.Row(row);
            for (int column = 0; column < destination.Length; column++, bit++)
            {
                bool kept = (mask[bit / WordBits] >> (bit % WordBits) & 1) != 0;
                destination[column] = kept ? source[column] * scale : T.Zero;
            }
        }
    }
}

using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// Sums over flat memory, in double. Blocks of 4,096 elements have 32 lanes each, element i of a block in lane i mod 32, added by halving; the
/// blocks' sums are added alike, block b in lane b mod 32: a block may go to any thread.
/// </summary>
internal static class FlatSum
{
    private const int BlockLength = 4_096;

    /// <summary>Σ x².</summary>
    public static double OfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of<T, SquareTerm>(x);

    /// <summary>Σ |x|.</summary>
    public static double OfMagnitudes<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of<T, MagnitudeTerm>(x);

    private static double Of<T, TTerm>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        Span<double> blocks = stackalloc double[Simd.ReductionLanes];
        Span<double> lanes = stackalloc double[Simd.ReductionLanes];
        blocks.Clear();
        for (int block = 0; block * BlockLength < x.Length; block++)
        {
            ReadOnlySpan<T> part = x[(block * BlockLength)..];
            part = part[..int.Min(part.Length, BlockLength)];
            lanes.Clear();
            for (int i = 0; i < part.Length; i++)
            {
                lanes[i % Simd.ReductionLanes] += TTerm.Of(double.CreateTruncating(part[i]));
            }

            blocks[block % Simd.ReductionLanes] += Halve(lanes);
        }

        return Halve(blocks);
    }

    private static double Halve(Span<double> lanes)
    {
        for (int width = Simd.ReductionLanes / 2; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++)
            {
                lanes[lane] += lanes[lane + width];
            }
        }

        return lanes[0];
    }

    private interface ITerm
    {
        static abstract double Of(double x);
    }

    private readonly struct SquareTerm : ITerm
    {
        public static double Of(double x) => x * x;
    }

    private readonly struct MagnitudeTerm : ITerm
    {
        public static double Of(double x) => Math.Abs(x);
    }
}

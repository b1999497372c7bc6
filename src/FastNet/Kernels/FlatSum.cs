using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// Sums over flat memory, in double. Blocks of 4,096 elements have 32 lanes each, element i of a block in lane i mod 32, added by halving; the
/// blocks' sums are added alike, block b in lane b mod 32: a block may go to any thread.
/// </summary>
internal static unsafe class FlatSum
{
    private const int BlockLength = 4_096;

    // What is taken to the stack at a time: a multiple of the lanes.
    private const int ChunkLength = 512;

    /// <summary>Σ x².</summary>
    public static double OfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of<T, Squared>(x);

    /// <summary>Σ |x|.</summary>
    public static double OfMagnitudes<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of<T, Magnitude>(x);

    private static double Of<T, TTerm>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, IUnaryOperator<double>
    {
        Span<double> blocks = stackalloc double[Simd.ReductionLanes];
        Span<double> lanes = stackalloc double[Simd.ReductionLanes];
        Span<double> terms = stackalloc double[ChunkLength];
        blocks.Clear();
        int block = 0;
        for (; x.Length > 0; block++)
        {
            ReadOnlySpan<T> part = x[..int.Min(x.Length, BlockLength)];
            x = x[part.Length..];
            lanes.Clear();
            for (; part.Length > 0; part = part[int.Min(part.Length, ChunkLength)..])
            {
                Span<double> chunk = terms[..int.Min(part.Length, ChunkLength)];
                TensorPrimitives.ConvertTruncating(part[..chunk.Length], chunk);
                Elementwise.Map<double, TTerm>(chunk, chunk, default);
                fixed (double* first = chunk, sums = lanes)
                {
                    Simd.Run<double, AddToLanes>(new(first, chunk.Length, sums));
                }
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

    private readonly struct AddToLanes(double* x, nint length, double* lanes) : IKernel<double>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<double, TVector> =>
            Rows.AddToLanes<double, TVector, TLanes>(x, length, lanes);
    }

    private readonly struct Squared : IUnaryOperator<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<double, TVector> =>
            TLanes.Multiply(x, x);
    }

    private readonly struct Magnitude : IUnaryOperator<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<double, TVector> =>
            TLanes.Xor(x, TLanes.And(x, TLanes.Splat(-0.0)));
    }
}

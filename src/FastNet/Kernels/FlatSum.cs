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
        double* blocks = stackalloc double[Simd.ReductionLanes];
        double* lanes = stackalloc double[Simd.ReductionLanes];
        double* terms = stackalloc double[ChunkLength];
        new Span<double>(blocks, Simd.ReductionLanes).Clear();
        int block = 0;
        for (; x.Length > 0; block++)
        {
            ReadOnlySpan<T> part = x[..int.Min(x.Length, BlockLength)];
            x = x[part.Length..];
            new Span<double>(lanes, Simd.ReductionLanes).Clear();
            for (int length; part.Length > 0; part = part[length..])
            {
                length = int.Min(part.Length, ChunkLength);
                TensorPrimitives.ConvertTruncating(part[..length], new Span<double>(terms, length));
                Simd.Run<double, AddTerms<TTerm>>(new(terms, length, lanes));
            }

            blocks[block % Simd.ReductionLanes] += LaneSum.Total<double, double, Lanes1<double>>(lanes);
        }

        return LaneSum.Total<double, double, Lanes1<double>>(blocks);
    }

    private readonly struct AddTerms<TTerm>(double* x, nint length, double* lanes) : IKernel<double>
        where TTerm : struct, IUnaryOperator<double>
    {
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<double, TVector> =>
            LaneSum.Add<double, TVector, TLanes, Terms<TTerm>>(new(x), 0, length, lanes);
    }

    private readonly struct Terms<TTerm>(double* x) : IElements<double>
        where TTerm : struct, IUnaryOperator<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector At<TVector, TLanes>(nint row, nint column, int width)
            where TVector : unmanaged
            where TLanes : struct, ILanes<double, TVector> =>
            default(TTerm).Invoke<TVector, TLanes>(Elements.Load<double, TVector, TLanes>(x + column, width));
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

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>Where the chains of a product begin.</summary>
public enum ProductStart
{
    Zero,
    BiasRow,
    Itself,
    Matrix,
}

/// <summary>A product with all that may vary about its operands, and the check of its bits and of the memory around them.</summary>
public sealed record ProductCase(int M, int N, int K, bool TransposeA = false, bool TransposeB = false, ProductStart Start = ProductStart.Zero)
{
    /// <summary>Elements between the end of a row and the start of the next.</summary>
    public int Padding { get; init; }

    /// <summary>Elements between the end of an operand and forbidden memory; shifts its alignment.</summary>
    public int Gap { get; init; }

    /// <summary>Whether a block operator adds 1 to each finished element.</summary>
    public bool Finishes { get; init; }

    internal void Verify<T>(WorkerPool? workers = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(5, RandomPurpose.Trial, (ulong)((M * 10007) + N), K & 0xFFFF);
        T[,] a = Random<T>(M, K, random, 0);
        T[,] b = Random<T>(K, N, random, M * K);
        T[,] s = Random<T>(M, N, random, (M + N) * K);
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                s[i, j] = Start switch { ProductStart.Zero => T.Zero, ProductStart.BiasRow => s[0, j], _ => s[i, j] };
            }
        }

        T[,] expected = ReferenceProduct.Multiply(a, b, s);
        if (Finishes)
        {
            for (int i = 0; i < M; i++)
            {
                for (int j = 0; j < N; j++)
                {
                    expected[i, j] += T.One;
                }
            }
        }

        using GuardedBuffer<T> aMemory = Place(TransposeA ? Transposed(a) : a, out MatrixSpan<T> aView);
        using GuardedBuffer<T> bMemory = Place(TransposeB ? Transposed(b) : b, out MatrixSpan<T> bView);
        using GuardedBuffer<T> sMemory = Place(s, out MatrixSpan<T> sView);
        using GuardedBuffer<T> cMemory = Place(s, out MatrixSpan<T> cView);
        if (Start != ProductStart.Itself)
        {
            for (int i = 0; i < M; i++)
            {
                cView.Row(i).Fill(GuardedBuffer<T>.Canary);
            }
        }

        ReadOnlyMatrixSpan<T> start = Start switch
        {
            ProductStart.Zero => default(ReadOnlyMatrixSpan<T>),
            ProductStart.BiasRow => new ReadOnlyMatrixSpan<T>(sView.Row(0), M, N, rowStride: 0),
            ProductStart.Itself => cView,
            _ => sView,
        };
        int scratchLength = Gemm.ScratchLength<T>(M, N, K, TransposeB, workers);
        using GuardedBuffer<T> scratch = new(scratchLength);
        StridedSpan<T> aOperand = TransposeA ? aView.Transposed : aView;
        StridedSpan<T> bOperand = TransposeB ? bView.Transposed : bView;
        Gemm.Multiply(aOperand, bOperand, cView, start, scratch.Place(scratchLength), workers, Finishes ? new AddOne<T>() : null);

        string what = $"{typeof(T).Name} {this} at {Numerics.VectorBits} bits on {workers?.Threads ?? 1} threads";
        Bits.AssertSame(expected, cView, what);
        cMemory.AssertCanaries(cView);
        scratch.AssertCanaries();
    }

    private GuardedBuffer<T> Place<T>(T[,] values, out MatrixSpan<T> matrix)
        where T : unmanaged
    {
        (int rows, int columns) = (values.GetLength(0), values.GetLength(1));
        GuardedBuffer<T> memory = new((rows * (columns + Padding)) + Gap);
        matrix = memory.PlaceMatrix(rows, columns, columns + Padding, Gap);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = values[i, j];
            }
        }

        return memory;
    }

    // From −1 to 1, with all bits of the mantissa in use: any change of order shows.
    private static T[,] Random<T>(int rows, int columns, Philox random, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[rows, columns];
        for (int i = 0; i < rows * columns; i++)
        {
            values[i / columns, i % columns] = T.CreateChecked((2 * random.Uniform(first + i)) - 1);
        }

        return values;
    }

    private static T[,] Transposed<T>(T[,] values)
    {
        var transposed = new T[values.GetLength(1), values.GetLength(0)];
        for (int i = 0; i < values.GetLength(0); i++)
        {
            for (int j = 0; j < values.GetLength(1); j++)
            {
                transposed[j, i] = values[i, j];
            }
        }

        return transposed;
    }

    // Not idempotent: twice on one element, or never, shows.
    private sealed class AddOne<T> : IBlockOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Apply(MatrixSpan<T> block)
        {
            for (int row = 0; row < block.Rows; row++)
            {
                foreach (ref T value in block.Row(row))
                {
                    value += T.One;
                }
            }
        }
    }
}

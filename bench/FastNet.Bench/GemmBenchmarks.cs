using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>The three products of a dense layer, 2·batch·outputs·inputs operations each. Shapes are batch x outputs x inputs.</summary>
public class GemmBenchmarks : KernelBenchmarks
{
    private static readonly (int Batch, int Outputs, int Inputs)[] Layers =
    [
        (1, 10, 128), (1, 512, 784), (1, 4096, 1024), (3, 5, 7), (8, 512, 784), (16, 1, 64), (64, 10, 128), (64, 256, 784), (64, 512, 512),
        (64, 4096, 1024), (512, 1, 256), (512, 512, 512), (512, 10, 2048),
    ];

    public override IEnumerable<Kernel> Cases => Layers.SelectMany(Products);

    private static IEnumerable<Kernel> Products((int Batch, int Outputs, int Inputs) layer)
    {
        (int batch, int outputs, int inputs) = layer;
        yield return Product("A·B", layer, batch, outputs, inputs, transposesA: false, transposesB: false);
        yield return Product("Aᵀ·B", layer, inputs, outputs, batch, transposesA: true, transposesB: false);
        yield return Product("A·Bᵀ", layer, batch, inputs, outputs, transposesA: false, transposesB: true);
    }

    // C[m, n] = A·B with k summands an element: y = x·W, dW = xᵀ·dy, dx = dy·Wᵀ.
    private static Kernel Product(
        string name, (int Batch, int Outputs, int Inputs) layer, int m, int n, int k, bool transposesA, bool transposesB)
    {
        Volume volume = Volume.Apart(Volume.Floats(((double)m * k) + ((double)k * n)), Volume.Floats((double)m * n), 2.0 * m * n * k);
        return new(name, $"{layer.Batch}x{layer.Outputs}x{layer.Inputs}", volume, Build, Reason(m, n, k, transposesB));

        Action Build()
        {
            AlignedBuffer<float> a = Numbers.Aligned(m * k), b = Numbers.Aligned(k * n), c = new(m * n);
            AlignedBuffer<float> scratch = new(Gemm.ScratchLength<float>(m, n, k, transposesB));
            return () => Gemm.Multiply(Matrix(a, m, k, transposesA), Matrix(b, k, n, transposesB), new(c.Span, m, n), default, scratch.Span);
        }
    }

    private static StridedSpan<float> Matrix(AlignedBuffer<float> values, int rows, int columns, bool transposed) =>
        transposed ? new ReadOnlyMatrixSpan<float>(values.Span, columns, rows).Transposed : new ReadOnlyMatrixSpan<float>(values.Span, rows, columns);

    // What holds for tiles of vectors of C's columns; Gemm computes a transposed C where that has less to move.
    private static string? Reason(int m, int n, int k, bool transposesB)
    {
        const int FewOperations = 1_000;
        const int ShortChain = 16;
        const int LongRow = 4096;
        int lanes = Numerics.VectorBits / (8 * sizeof(float));
        bool swaps = transposesB && (long)n * k > ((long)m * k) + ((long)m * n);
        (int rows, int columns) = swaps ? (n, m) : (m, n);
        if ((long)m * n * k < FewOperations)
        {
            return $"checking the arguments and setting up tiles outweighs {m * n * k} multiply-adds";
        }

        string pages = n >= LongRow ? $"; rows lie {n * sizeof(float) / 1024} KB apart, each in another page" : "";
        return k == 1 ? "one summand: a tile is set up for every 8 rows by 2 vectors of stores" + pages
            : columns < lanes && rows == 1 ? $"{columns} of {lanes} lanes, in one chain of {k} multiply-adds, 4 cycles each"
            : columns < lanes ? $"{columns} of {lanes} lanes{(swaps ? ", as C is computed as its transpose" : "")}"
            : k < ShortChain ? $"{k} summands: each tile is stored after {k} steps"
            : n >= LongRow && rows == 1 ? "512 bytes of each row of B at a time" + pages
            : n >= LongRow ? $"too few rows to repay moving {((long)n * int.Max(m, k)) >> 18} MB of {(m > k ? "C" : "B, which is packed")}" + pages
            : null;
    }
}

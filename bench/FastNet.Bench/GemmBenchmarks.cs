using BenchmarkDotNet.Attributes;
using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>The three products of a dense layer; 2·m·n·k operations each.</summary>
[MemoryDiagnoser]
public class GemmBenchmarks
{
    private float[] a = [];
    private float[] b = [];
    private float[] c = [];
    private float[] scratch = [];

    /// <summary>m x n x k: squares, and layers at batch 64 and 1.</summary>
    [Params("64x64x64", "256x256x256", "1024x1024x1024", "64x256x784", "784x256x64", "64x10x128", "1x512x784")]
    public string Shape { get; set; } = "";

    private (int M, int N, int K) Size
    {
        get
        {
            int[] sizes = Array.ConvertAll(Shape.Split('x'), int.Parse);
            return (sizes[0], sizes[1], sizes[2]);
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        (int m, int n, int k) = Size;
        a = Numbers.Fill(m * k);
        b = Numbers.Fill(k * n);
        c = new float[m * n];
        scratch = new float[int.Max(Gemm.ScratchLength<float>(m, n, k, transposed: false), Gemm.ScratchLength<float>(m, n, k, transposed: true))];
    }

    /// <summary>C = A·B.</summary>
    [Benchmark]
    public void Forward()
    {
        (int m, int n, int k) = Size;
        Gemm.Multiply(new ReadOnlyMatrixSpan<float>(a, m, k), new ReadOnlyMatrixSpan<float>(b, k, n), new(c, m, n), default, scratch);
    }

    /// <summary>C = A·Bᵀ, as for dx = dy·Wᵀ.</summary>
    [Benchmark]
    public void TransposedB()
    {
        (int m, int n, int k) = Size;
        Gemm.Multiply(new ReadOnlyMatrixSpan<float>(a, m, k), new ReadOnlyMatrixSpan<float>(b, n, k).Transposed, new(c, m, n), default, scratch);
    }

    /// <summary>C += Aᵀ·B, as for dW = xᵀ·dy.</summary>
    [Benchmark]
    public void TransposedA()
    {
        (int m, int n, int k) = Size;
        MatrixSpan<float> product = new(c, m, n);
        Gemm.Multiply(new ReadOnlyMatrixSpan<float>(a, k, m).Transposed, new ReadOnlyMatrixSpan<float>(b, k, n), product, product, scratch);
    }
}

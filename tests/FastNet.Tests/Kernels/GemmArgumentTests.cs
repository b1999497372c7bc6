using FastNet.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>What a product refuses, by the name of the parameter.</summary>
public sealed class GemmArgumentTests
{
    private const int M = 3, N = 4, K = 5;

    private readonly float[] a = new float[M * K];
    private readonly float[] b = new float[K * N];
    private readonly float[] c = new float[M * N];

    [Fact]
    public void ShapesMustFit()
    {
        AssertRefused("b", "[5, 4]", "[4, 4]", () => Gemm.Multiply<float>(A(), new ReadOnlyMatrixSpan<float>(b, 4, N), C()));
        AssertRefused("c", "[3, 4]", "[2, 4]", () => Gemm.Multiply<float>(A(), B(), new MatrixSpan<float>(c, 2, N)));
        AssertRefused("c", "[3, 4]", "[3, 3]", () => Gemm.Multiply<float>(A(), B(), new MatrixSpan<float>(c, M, 3)));
        AssertRefused("start", "[3, 4]", "[2, 4]", () => Gemm.Multiply(A(), B(), C(), new ReadOnlyMatrixSpan<float>(new float[N], 2, N, 0)));
        AssertRefused("start", "[3, 4]", "[3, 3]", () => Gemm.Multiply(A(), B(), C(), new ReadOnlyMatrixSpan<float>(new float[9], M, 3)));
    }

    // Packed for a transpose; packed for its size; the small matrices transposed, which takes a start of zeros.
    [Theory]
    [InlineData(3, 40, 50, true, true)]
    [InlineData(40, 4, 5, true, false)]
    [InlineData(512, 500, 1100, false, false)]
    [InlineData(64, 2100, 2100, true, false)]
    public void ScratchMustSuffice(int m, int n, int k, bool transposed, bool hasStart)
    {
        int length = Gemm.ScratchLength<float>(m, n, k, transposed);
        Assert.True(length > 0);
        float[] x = new float[m * k], y = new float[k * n], z = new float[m * n], scratch = new float[length - 1];
        AssertRefused("scratch", $"{length}", $"{length - 1}", () =>
        {
            StridedSpan<float> right = transposed ? new ReadOnlyMatrixSpan<float>(y, n, k).Transposed : new ReadOnlyMatrixSpan<float>(y, k, n);
            MatrixSpan<float> destination = new(z, m, n);
            Gemm.Multiply(new ReadOnlyMatrixSpan<float>(x, m, k), right, destination, hasStart ? destination : default, scratch);
        });
    }

    [Theory]
    [InlineData(8, 8, 8)]
    [InlineData(96, 30, 100)]
    public void ASmallProductTakesNoScratch(int m, int n, int k) => Assert.Equal(0, Gemm.ScratchLength<float>(m, n, k, transposed: false));

    [Fact]
    public void TheDestinationMustLieApart()
    {
        AssertRefused("c", "'a'", "overlaps", () => Gemm.Multiply<float>(A(), B(), new MatrixSpan<float>(a, M, N)));
        AssertRefused("c", "'b'", "overlaps", () => Gemm.Multiply<float>(A(), B(), new MatrixSpan<float>(b, M, N)));
        AssertRefused("c", "'start'", "overlaps", () =>
        {
            var memory = new float[(M * N) + 1];
            Gemm.Multiply(A(), B(), new MatrixSpan<float>(memory, M, N), new ReadOnlyMatrixSpan<float>(memory.AsSpan(1), M, N));
        });
        AssertRefused("c", "'start'", "overlaps", () => Gemm.Multiply(A(), B(), C(), new ReadOnlyMatrixSpan<float>(c, M, N, rowStride: 0)));
    }

    // Reading whole vectors of B presumes rows that lie apart; a single row may have any stride.
    [Fact]
    public void ARepeatedRowIsNoB()
    {
        AssertRefused("b", "rows lie apart", "repeated", () => Gemm.Multiply(A(), new ReadOnlyMatrixSpan<float>(b, K, N, rowStride: 0), C()));

        float[] product = new float[N];
        Gemm.Multiply(new ReadOnlyMatrixSpan<float>([2], 1, 1), new ReadOnlyMatrixSpan<float>(b, 1, N, rowStride: 0), new MatrixSpan<float>(product, 1, N));
        Assert.Equal(b[..N].Select(value => 2 * value), product);
    }

    [Fact]
    public void OnlyFloatAndDouble()
    {
        var exception = Assert.Throws<NotSupportedException>(() =>
        {
            ReadOnlyMatrixSpan<Half> one = new([Half.One], 1, 1);
            Gemm.Multiply(one, one, new MatrixSpan<Half>(new Half[1], 1, 1));
        });
        Assert.Contains("Half", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string parameter, string expected, string actual, Action action)
    {
        var exception = Assert.Throws<ArgumentException>(parameter, action);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(actual, exception.Message, StringComparison.Ordinal);
    }

    private ReadOnlyMatrixSpan<float> A() => new(a, M, K);

    private ReadOnlyMatrixSpan<float> B() => new(b, K, N);

    private MatrixSpan<float> C() => new(c, M, N);
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleGemmTests : GemmTests<float>;

public sealed class DoubleGemmTests : GemmTests<double>;

/// <summary>Every product has the bits of its chains, whatever the shape, layout, width and threads.</summary>
public abstract class GemmTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sizes that meet each path: odd in all directions, B packed (over 1 MB; k over 1,024; n over 256), one row, one column.</summary>
    public static TheoryData<int, int, int> LargeSizes => new()
    {
        { 97, 131, 1029 },
        { 200, 300, 70 },
        { 1, 257, 65 },
        { 33, 1, 40 },
        { 97, 261, 1030 },
        { 33, 1030, 2040 },
        { 3, 517, 129 },
        { 96, 64, 64 },
        { 193, 33, 17 },
        { 1, 1, 3000 },
    };

    // All four transposes, starts and paddings go round through the cube, at different paces.
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void EverySizeOfASmallCube(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        int side = width == VectorWidth.Native ? 17 : VectorWidth.IsAccelerated(width) ? 9 : 5;
        int turn = 0;
        for (int m = 1; m <= side; m++)
        {
            for (int n = 1; n <= side; n++)
            {
                for (int k = 1; k <= side; k++)
                {
                    Turn(m, n, k, turn++).Verify<T>();
                }
            }
        }
    }

    // Tiles of each height beside panels of one and two vectors, whole and cut, and the single row's eight vectors.
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void EveryTileAndEdge(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        int lanes = int.Max(1, width / 8 / (typeof(T) == typeof(float) ? 4 : 8));
        int turn = 0;
        foreach (int m in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 17])
        {
            foreach (int n in (int[])[lanes, lanes + 1, (2 * lanes) - 1, 2 * lanes, (2 * lanes) + 1, (8 * lanes) + 3])
            {
                foreach (int k in (int[])[1, 2, 5])
                {
                    Turn(m, n, k, turn++).Verify<T>();
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(LargeSizes))]
    public void LargeSizesOnAnyNumberOfThreads(int m, int n, int k)
    {
        int turn = m + n + k;
        foreach (int threads in (int[])[0, 1, 2, 3])
        {
            using WorkerPool? workers = threads == 0 ? null : new WorkerPool(threads);
            Turn(m, n, k, turn++).Verify<T>(workers);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void EachTransposeWithEachStartOnThreads(bool transposeA, bool transposeB)
    {
        using WorkerPool workers = new(3);
        foreach (ProductStart start in Enum.GetValues<ProductStart>())
        {
            foreach ((int m, int n, int k) in ((int, int, int)[])[(90, 87, 65), (39, 260, 51), (5, 440, 230), (270, 19, 100)])
            {
                foreach (bool finishes in (bool[])[false, true])
                {
                    ProductCase product = new(m, n, k, transposeA, transposeB, start) { Padding = 3, Gap = 1, Finishes = finishes };
                    product.Verify<T>(workers);
                    product.Verify<T>();
                }
            }
        }
    }

    [Fact]
    public void TimesTheIdentityIsTheMatrix()
    {
        const int Size = 41;
        var identity = new T[Size * Size];
        var a = new T[Size * Size];
        for (int i = 0; i < a.Length; i++)
        {
            identity[i] = i % (Size + 1) == 0 ? T.One : T.Zero;
            a[i] = T.CreateChecked((i * 7919 % 1001) - 500) / T.CreateChecked(7);
        }

        var c = new T[Size * Size];
        var scratch = new T[Gemm.ScratchLength<T>(Size, Size, Size, transposed: true)];
        Gemm.Multiply(Square(a), Square(identity), new MatrixSpan<T>(c, Size, Size));
        Bits.AssertSame<T>(a, c);
        Gemm.Multiply(Square(identity), Square(a).Transposed, new MatrixSpan<T>(c, Size, Size), scratch: scratch);
        Bits.AssertSame<T>([.. Enumerable.Range(0, a.Length).Select(i => a[(i % Size * Size) + (i / Size)])], c);

        static ReadOnlyMatrixSpan<T> Square(T[] values) => new(values, Size, Size);
    }

    [Fact]
    public void NothingToSumLeavesTheStart()
    {
        T[] bias = [T.One, T.NegativeOne];
        T[] c = [T.NaN, T.NaN, T.NaN, T.NaN];
        ReadOnlyMatrixSpan<T> a = new([], 2, 0);
        ReadOnlyMatrixSpan<T> b = new([], 0, 2);
        MatrixSpan<T> destination = new(c, 2, 2);
        Gemm.Multiply(a, b, destination, new ReadOnlyMatrixSpan<T>(bias, 2, 2, rowStride: 0));
        Assert.Equal([T.One, T.NegativeOne, T.One, T.NegativeOne], c);
        Gemm.Multiply(a, b, destination, destination);
        Assert.Equal([T.One, T.NegativeOne, T.One, T.NegativeOne], c);
        Gemm.Multiply<T>(a, b, destination);
        Assert.Equal([T.Zero, T.Zero, T.Zero, T.Zero], c);
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(0, 0, 0)]
    public void NothingToWriteWritesNothing(int m, int n, int k)
    {
        using GuardedBuffer<T> memory = new(64);
        MatrixSpan<T> c = memory.PlaceMatrix(m, n, n);
        Gemm.Multiply<T>(new ReadOnlyMatrixSpan<T>(new T[m * k], m, k), new ReadOnlyMatrixSpan<T>(new T[k * n], k, n), c);
        memory.AssertCanaries();
    }

    // A finite row times an infinity, and zero times NaN: no element is passed over.
    [Fact]
    public void NaNAndInfinityPropagate()
    {
        T[] a = [T.Zero, T.One, T.One, T.Zero];
        T[] b = [T.NaN, T.One, T.One, T.PositiveInfinity];
        var c = new T[4];
        Gemm.Multiply<T>(new ReadOnlyMatrixSpan<T>(a, 2, 2), new ReadOnlyMatrixSpan<T>(b, 2, 2), new MatrixSpan<T>(c, 2, 2));
        Assert.Equal([T.NaN, T.PositiveInfinity, T.NaN, T.NaN], c);
    }

    private static ProductCase Turn(int m, int n, int k, int turn) =>
        new(m, n, k, (turn & 1) != 0, (turn & 2) != 0, (ProductStart)(turn % 5 % 4))
        {
            Padding = turn % 3,
            Gap = turn % 7,
            Finishes = turn % 11 < 5,
        };
}

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleRowsTests : RowsTests<float>;

public sealed class DoubleRowsTests : RowsTests<double>;

/// <summary>Softmax, its logarithm, sums and maxima of rows.</summary>
public abstract unsafe class RowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Batch = 3;

    // ε of T: the distance from 1 to the next number.
    private static readonly double Epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    private delegate void Kernel(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y);

    private delegate T[] Reference(ReadOnlySpan<T> x);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void SoftmaxHasTheDefinedBits(int width) => AssertBits(width, Rows.Softmax, ReferenceRows.Softmax, inPlace: true);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void LogSoftmaxHasTheDefinedBits(int width) =>
        AssertBits(width, Rows.LogSoftmax, ReferenceRows.LogSoftmax, inPlace: false);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void SumAndMaxHaveTheDefinedBits(int width)
    {
        using GuardedBuffer<T> memory = new(300);
        using VectorWidth _ = VectorWidth.Force(width);
        for (int n = 1; n <= 257; n++)
        {
            Span<T> x = memory.Place(Logits(n, 3), gap: n % 5);
            T[] sumAndMax = new T[2];
            fixed (T* px = x, result = sumAndMax)
            {
                Simd.Run<T, SumAndMax>(new(px, n, result));
            }

            Bits.AssertSame<T>([ReferenceRows.Sum<T>(x), ReferenceRows.Max<T>(x)], sumAndMax, $"{n} values");
        }
    }

    // The plain formula in double, to the error of its parts: e^x off by 1.2 units, a sum of n terms by n/32 + 5 roundings, two products.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 50)]
    [InlineData(10, 5)]
    [InlineData(257, 20)]
    public void SoftmaxMatchesPlainLoops(int columns, double scale)
    {
        T[] x = Logits(columns, scale);
        T[] y = new T[columns], log = new T[columns];
        Rows.Softmax(new ReadOnlyMatrixSpan<T>(x, 1, columns), new MatrixSpan<T>(y, 1, columns));
        Rows.LogSoftmax(new ReadOnlyMatrixSpan<T>(x, 1, columns), new MatrixSpan<T>(log, 1, columns));
        double max = x.Max(double.CreateChecked);
        double sum = x.Sum(z => Math.Exp(double.CreateChecked(z) - max));
        double relative = (20 + (scale * 2)) * Epsilon;
        for (int j = 0; j < columns; j++)
        {
            double expectedLog = double.CreateChecked(x[j]) - max - Math.Log(sum);
            double expected = Math.Exp(expectedLog);
            Assert.InRange(double.CreateChecked(y[j]), expected * (1 - relative), expected * (1 + relative));

            // Differences of numbers up to twice the scale: absolute errors of some units of it.
            double tolerance = 8 * (1 + scale) * Epsilon;
            Assert.InRange(double.CreateChecked(log[j]), expectedLog - tolerance, expectedLog + tolerance);
        }
    }

    [Theory]
    [InlineData(1000, 1001, 1002)]
    [InlineData(-1000, -1001, -1002)]
    [InlineData(0, 0, 0)]
    [InlineData(1e30, -1e30, 0)]
    public void LargeLogitsNeitherOverflowNorVanish(double a, double b, double c)
    {
        T[] x = [T.CreateChecked(a), T.CreateChecked(b), T.CreateChecked(c)];
        T[] y = new T[3];
        Rows.Softmax(new ReadOnlyMatrixSpan<T>(x, 1, 3), new MatrixSpan<T>(y, 1, 3));
        double[] e = [.. new[] { a, b, c }.Select(z => Math.Exp(z - Math.Max(a, Math.Max(b, c))))];
        for (int j = 0; j < 3; j++)
        {
            // Exact distances to the maximum; then five roundings.
            double expected = e[j] / e.Sum();
            Assert.InRange(double.CreateChecked(y[j]), expected * (1 - (5 * Epsilon)), expected * (1 + (5 * Epsilon)));
        }
    }

    [Fact]
    public void RowsSumToOne()
    {
        for (int n = 1; n <= 257; n += 4)
        {
            T[] y = new T[n];
            Rows.Softmax(new ReadOnlyMatrixSpan<T>(Logits(n, 4), 1, n), new MatrixSpan<T>(y, 1, n));

            // Each term is off by two roundings, the sum before by up to n/32 + 5.
            double tolerance = (2 + (n / 32.0) + 5) * Epsilon;
            Assert.InRange(y.Sum(double.CreateChecked), 1 - tolerance, 1 + tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void NaNSpoilsItsWholeRowAndNoOther(int width)
    {
        const int Columns = 37;
        using VectorWidth _ = VectorWidth.Force(width);
        for (int at = 0; at < Columns; at++)
        {
            T[] x = [.. Logits(Columns, 1), .. Logits(Columns, 1), .. Logits(Columns, 1)];
            x[Columns + at] = T.NaN;
            T[] y = new T[x.Length];
            Rows.Softmax(new ReadOnlyMatrixSpan<T>(x, 3, Columns), new MatrixSpan<T>(y, 3, Columns));
            Assert.Equal(Enumerable.Range(0, y.Length).Select(i => i / Columns == 1), y.Select(T.IsNaN));
        }
    }

    private static void AssertBits(int width, Kernel kernel, Reference reference, bool inPlace)
    {
        using GuardedBuffer<T> source = new(1100), destination = new(1100);
        using VectorWidth _ = VectorWidth.Force(width);
        int step = VectorWidth.IsAccelerated(width) ? 1 : 13;
        for (int columns = 1; columns <= 257; columns += columns < 40 ? 1 : step)
        {
            MatrixSpan<T> x = source.PlaceMatrix(Batch, columns, columns + (columns % 3), gap: columns % 5);
            MatrixSpan<T> y = destination.PlaceMatrix(Batch, columns, columns + (columns % 4), gap: columns % 7);
            var expected = new T[Batch, columns];
            for (int i = 0; i < Batch; i++)
            {
                Logits(columns, Math.Pow(10, i)).CopyTo(x.Row(i));
                T[] row = reference(x.Row(i));
                for (int j = 0; j < columns; j++)
                {
                    expected[i, j] = row[j];
                }
            }

            kernel(x, y);
            Bits.AssertSame(expected, y, $"{columns} columns");
            destination.AssertCanaries(y);
            if (inPlace)
            {
                kernel(x, x);
                Bits.AssertSame(expected, x, $"{columns} columns in place");
                source.AssertCanaries(x);
            }
        }
    }

    private static T[] Logits(int count, double scale)
    {
        Philox random = new(11, RandomPurpose.Trial, (ulong)count);
        return [.. Enumerable.Range(0, count).Select(i => T.CreateChecked(scale * ((2 * random.Uniform(i)) - 1)))];
    }

    private readonly struct SumAndMax(T* x, nint n, T* result) : IKernel<T>
    {
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            Rows.Sum(new Elements<T>(x, 0), (int)n, new Span<T>(result, 1));
            result[1] = Rows.Max<T, TVector, TLanes>(x, n);
        }
    }
}

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleNormalizationTests : NormalizationTests<float>;

public sealed class DoubleNormalizationTests : NormalizationTests<double>;

/// <summary>Moments, values and gradients of normalised columns and rows.</summary>
public abstract class NormalizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // ε of T: the distance from 1 to the next number.
    private static readonly double Ulp = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    private static readonly T Epsilon = T.CreateChecked(1e-3);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ColumnsHaveTheDefinedBits(int width) => AssertBits<OfColumns>(width, ReferenceNormalization.Chain, (i, j) => j);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void RowsHaveTheDefinedBits(int width) => AssertBits<OfRows>(width, ReferenceRows.Sum, (i, j) => i);

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void MeansOfRowGradientsHaveTheDefinedBits(int width)
    {
        const int Batch = 3;
        using GuardedBuffer<T> source = new(400), upstream = new(400);
        using VectorWidth _ = VectorWidth.Force(width);
        for (int columns = 1; columns <= 70; columns++)
        {
            MatrixSpan<T> x = Fill(source.PlaceMatrix(Batch, columns, columns + (columns % 3), gap: columns % 5), 1);
            MatrixSpan<T> dy = Fill(upstream.PlaceMatrix(Batch, columns, columns + (columns % 4), gap: columns % 2), 2);
            T[] mean = Numbers(Batch, 3), inverse = Numbers(Batch, 4), scale = Numbers(columns, 5);
            T[] a = new T[Batch], b = new T[Batch], expectedA = new T[Batch], expectedB = new T[Batch];
            T count = T.CreateChecked(columns);
            for (int i = 0; i < Batch; i++)
            {
                T[] g = [.. dy.Row(i).ToArray().Zip(scale, (value, factor) => factor * value)];
                T[] normalized = [.. x.Row(i).ToArray().Select(value => ReferenceNormalization.Normalized(value, mean[i], inverse[i]))];
                expectedA[i] = ReferenceRows.Sum<T>(g) / count;
                expectedB[i] = ReferenceRows.Sum<T>([.. g.Zip(normalized, (value, hat) => value * hat)]) / count;
            }

            Normalization.RowGradientMeans(x, mean, inverse, scale, dy, a, b);
            Bits.AssertSame<T>(expectedA, a, $"a, {columns} columns");
            Bits.AssertSame<T>(expectedB, b, $"b, {columns} columns");
        }
    }

    // Offsets whose sums round: a mean by a plain sum would be off by units of the offset, a thousand deviations of a constant column.
    [Theory]
    [InlineData(0.1)]
    [InlineData(1_000_000.1)]
    [InlineData(-3e30)]
    public void EqualNumbersHaveTheirOwnMeanAndNoVariance(double value)
    {
        foreach (int count in (int[])[1, 2, 3, 7, 100, 1001])
        {
            T[] x = new T[count], mean = new T[1], variance = new T[1];
            x.AsSpan().Fill(T.CreateChecked(value));
            Normalization.Moments<T, OfColumns>(new ReadOnlyMatrixSpan<T>(x, count, 1), mean, variance);
            Assert.Equal((x[0], T.Zero), (mean[0], variance[0]));
            Normalization.Moments<T, OfRows>(new ReadOnlyMatrixSpan<T>(x, 1, count), mean, variance);
            Assert.Equal((x[0], T.Zero), (mean[0], variance[0]));
        }
    }

    // E[x²] − E[x]² would lose all of it: 10¹² has no digits left for a variance of 1 in float, and four in double.
    [Fact]
    public void AnEnormousOffsetLosesNothingButTheMeansOwnRounding()
    {
        const int Count = 100;
        T[] x = [.. Numbers(Count, 6).Select(noise => noise + T.CreateChecked(1e6))];
        double[] exact = [.. x.Select(double.CreateChecked)];
        double exactMean = exact.Sum(value => value - 1e6) / Count;
        double exactVariance = exact.Sum(value => (value - 1e6 - exactMean) * (value - 1e6 - exactMean)) / Count;

        // The sum of 100 deviations from x₀, below 8 each, rounds by less than 100·800·ulp/2, of which the mean has a hundredth; the mean itself by half
        // an ulp of 10⁶.
        // Such a shift of the mean enters the variance squared; the sum of that rounds by 100·ulp.
        double meanError = (400 * Ulp) + (0.5e6 * Ulp);
        double varianceError = (meanError * meanError) + (100 * Ulp * exactVariance);
        T[] mean = new T[1], variance = new T[1];
        foreach (bool columns in (bool[])[true, false])
        {
            if (columns)
            {
                Normalization.Moments<T, OfColumns>(new ReadOnlyMatrixSpan<T>(x, Count, 1), mean, variance);
            }
            else
            {
                Normalization.Moments<T, OfRows>(new ReadOnlyMatrixSpan<T>(x, 1, Count), mean, variance);
            }

            Assert.Equal(exactMean, double.CreateChecked(mean[0]) - 1e6, meanError);
            Assert.Equal(exactVariance, double.CreateChecked(variance[0]), varianceError);
        }
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void NaNSpoilsItsOwnColumnOrRow(int width)
    {
        const int Batch = 3, Columns = 21;
        using VectorWidth _ = VectorWidth.Force(width);
        for (int at = 0; at < Batch * Columns; at++)
        {
            T[] x = Numbers(Batch * Columns, 7);
            x[at] = T.NaN;
            T[] ofColumns = Normalize<OfColumns>(new ReadOnlyMatrixSpan<T>(x, Batch, Columns), Columns);
            T[] ofRows = Normalize<OfRows>(new ReadOnlyMatrixSpan<T>(x, Batch, Columns), Batch);
            Assert.Equal(Enumerable.Range(0, x.Length).Select(e => e % Columns == at % Columns), ofColumns.Select(T.IsNaN));
            Assert.Equal(Enumerable.Range(0, x.Length).Select(e => e / Columns == at / Columns), ofRows.Select(T.IsNaN));
        }
    }

    private static T[] Normalize<TAxis>(ReadOnlyMatrixSpan<T> x, int statistics)
        where TAxis : struct, IAxis
    {
        T[] mean = new T[statistics], inverse = new T[statistics], y = new T[x.Rows * x.Columns];
        Normalization.Moments<T, TAxis>(x, mean, inverse);
        Normalization.InverseDeviations(inverse, Epsilon, inverse);
        Normalization.Apply<T, TAxis>(x, mean, inverse, Numbers(x.Columns, 5), Numbers(x.Columns, 6), new MatrixSpan<T>(y, x.Rows, x.Columns));
        return y;
    }

    // All numbers of a matrix, forward and back; statistic s(i, j) is that of element (i, j).
    private static void AssertBits<TAxis>(int width, ReferenceNormalization.Sum<T> sum, Func<int, int, int> s)
        where TAxis : struct, IAxis
    {
        using GuardedBuffer<T> source = new(800), upstream = new(800), destination = new(800), means = new(100), variances = new(100), sums = new(100);
        using VectorWidth _ = VectorWidth.Force(width);
        for (int columns = 1; columns <= 70; columns++)
        {
            int rows = 1 + (columns % 9);
            string what = $"{rows} rows of {columns}";
            MatrixSpan<T> x = Fill(source.PlaceMatrix(rows, columns, columns + (columns % 3), gap: columns % 5), 1);
            MatrixSpan<T> dy = Fill(upstream.PlaceMatrix(rows, columns, columns + (columns % 4), gap: columns % 2), 2);
            MatrixSpan<T> y = destination.PlaceMatrix(rows, columns, columns + (columns % 2), gap: columns % 7);
            Matrices expected = new(x, dy, s, sum);

            Span<T> mean = means.Place(expected.Mean.Length, gap: columns % 3), variance = variances.Place(expected.Mean.Length, gap: columns % 4);
            Normalization.Moments<T, TAxis>(x, mean, variance);
            Bits.AssertSame<T>(expected.Mean, mean, $"{what}: mean");
            Bits.AssertSame<T>(expected.Variance, variance, $"{what}: variance");
            Normalization.InverseDeviations(variance, Epsilon, variance);
            Bits.AssertSame<T>(expected.Inverse, variance, $"{what}: inverse deviation");
            Normalization.Apply<T, TAxis>(x, mean, variance, expected.Scale, expected.Shift, y);
            Bits.AssertSame(expected.Y, y, $"{what}: y");
            destination.AssertCanaries(y);
            means.AssertCanaries();
            variances.AssertCanaries();

            T[] scaleGradient = Numbers(columns, 10);
            Span<T> shiftGradient = sums.Place(Numbers(columns, 11), gap: columns % 6);
            Normalization.AddParameterGradients<T, TAxis>(x, mean, variance, dy, scaleGradient, shiftGradient);
            Bits.AssertSame<T>(expected.ScaleGradient, scaleGradient, $"{what}: dγ");
            Bits.AssertSame<T>(expected.ShiftGradient, shiftGradient, $"{what}: dβ");
            sums.AssertCanaries();

            Normalization.InputGradient<T, TAxis>(x, mean, variance, expected.Scale, dy, expected.A, expected.B, y);
            Bits.AssertSame(expected.Dx, y, $"{what}: dx");
            destination.AssertCanaries(y);
            Normalization.InputGradient<T, TAxis>(x, mean, variance, expected.Scale, dy, expected.A, expected.B, dy);
            Bits.AssertSame(expected.Dx, dy, $"{what}: dx in place");
            upstream.AssertCanaries(dy);
        }
    }

    private static MatrixSpan<T> Fill(MatrixSpan<T> matrix, ulong stream)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Numbers(matrix.Columns, stream + (ulong)(100 * i)).CopyTo(matrix.Row(i));
        }

        return matrix;
    }

    private static T[] Numbers(int count, ulong stream)
    {
        Philox random = new(5, RandomPurpose.Trial, stream);
        return [.. Enumerable.Range(0, count).Select(i => T.CreateChecked(random.Normal(i)))];
    }

    /// <summary>What the definition makes of a matrix.</summary>
    private sealed class Matrices
    {
        public Matrices(MatrixSpan<T> x, MatrixSpan<T> dy, Func<int, int, int> s, ReferenceNormalization.Sum<T> sum)
        {
            (int rows, int columns) = (x.Rows, x.Columns);
            (Scale, Shift) = (Numbers(columns, 8), Numbers(columns, 9));
            (ScaleGradient, ShiftGradient) = (Numbers(columns, 10), Numbers(columns, 11));
            (Y, Dx) = (new T[rows, columns], new T[rows, columns]);
            int statistics = 1 + s(rows - 1, columns - 1);
            var members = new List<T>[statistics];
            for (int e = 0; e < rows * columns; e++)
            {
                (members[s(e / columns, e % columns)] ??= []).Add(x[e / columns, e % columns]);
            }

            (T Mean, T Variance)[] moments = [.. members.Select(member => ReferenceNormalization.Moments([.. member], sum))];
            Mean = [.. moments.Select(moment => moment.Mean)];
            Variance = [.. moments.Select(moment => moment.Variance)];
            Inverse = [.. Variance.Select(variance => ReferenceNormalization.Inverse(variance, Epsilon))];
            (A, B) = (Numbers(statistics, 12), Numbers(statistics, 13));
            for (int e = 0; e < rows * columns; e++)
            {
                (int i, int j) = (e / columns, e % columns);
                int k = s(i, j);
                T normalized = ReferenceNormalization.Normalized(x[i, j], Mean[k], Inverse[k]);
                Y[i, j] = ReferenceNormalization.Value(normalized, Scale[j], Shift[j]);
                Dx[i, j] = ReferenceNormalization.InputGradient(normalized, Inverse[k], Scale[j], dy[i, j], A[k], B[k]);
                ScaleGradient[j] += dy[i, j] * normalized;
                ShiftGradient[j] += dy[i, j];
            }
        }

        public T[] Scale { get; }

        public T[] Shift { get; }

        public T[] Mean { get; }

        public T[] Variance { get; }

        public T[] Inverse { get; }

        public T[] A { get; }

        public T[] B { get; }

        public T[] ScaleGradient { get; }

        public T[] ShiftGradient { get; }

        public T[,] Y { get; }

        public T[,] Dx { get; }
    }
}

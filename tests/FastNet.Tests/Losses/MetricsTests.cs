namespace FastNet.Tests.Losses;

public class MetricsTests
{
    // Sums of a dozen numbers of some units.
    private const double Tolerance = 1e-14;

    private const float NaN = float.NaN;

    // Row 2 has ties, row 3 NaN.
    private static ReadOnlyMatrixSpan<float> Outputs => new([3, 1, 2, 0, -1, 5, 4, 5, 1, 1, 1, 1, 9, NaN, 1, 0], 4, 4);

    [Fact]
    public void NaNIsNoAnswer()
    {
        ReadOnlyMatrixSpan<float> outputs = new([NaN, 1, 0, NaN, 2, 1], 3, 2);
        Assert.Equal(1, Metrics.CountCorrect(outputs, [0, 0, 0]));
        int[] best = new int[3];
        Metrics.ArgMax(outputs, best);
        Assert.Equal([-1, -1, 0], best);
    }

    [Fact]
    public void TheLargestTheFirstOfEquals()
    {
        int[] best = new int[4];
        Metrics.ArgMax(Outputs, best);
        Assert.Equal([0, 1, 0, -1], best);
        Assert.Equal(3, Metrics.CountCorrect(Outputs, [0, 1, 0, 0]));
        Assert.Equal(0.75, Metrics.Accuracy(Outputs, [0, 1, 0, 0]));
        Assert.Equal(0.25, Metrics.Accuracy(Outputs, [0, 3, 1, 0]));
    }

    // The class of each row is at place 1, 2, 4 and none.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void TheKLargestTheFirstOfEquals(int k, int expected)
    {
        Assert.Equal(expected, Metrics.CountCorrectTopK(Outputs, [0, 3, 3, 0], k));
        Assert.Equal(expected / 4.0, Metrics.TopKAccuracy(Outputs, [0, 3, 3, 0], k));
    }

    // Row 1 is right only as the first of equals; row 3 is NaN on both sides.
    [Fact]
    public void TheLargestProbabilityIsTheClass()
    {
        ReadOnlyMatrixSpan<float> wanted = new([0.4f, 0.3f, 0.3f, 0, 0, 0.5f, 0, 0.5f, 0, 0, 0, 1, 0, NaN, 0, 0], 4, 4);
        Assert.Equal(2, Metrics.CountCorrect(Outputs, wanted));
        Assert.Throws<ArgumentException>("probabilities", () => Metrics.CountCorrect(Outputs, Outputs.Slice(0, 3)));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.CountCorrect(new ReadOnlyMatrixSpan<float>([], 3, 0), new ReadOnlyMatrixSpan<float>([], 3, 0)));
    }

    [Fact]
    public void TheLargestIsTheTopOne()
    {
        Philox random = new(1, RandomPurpose.Trial);
        for (int trial = 0; trial < 100; trial++)
        {
            // Numbers from 0 to 2, so that ties are common.
            float[] values = [.. Enumerable.Range(0, 12).Select(i => (float)(random.Bits((20 * trial) + i) % 3))];
            int[] classes = [.. Enumerable.Range(0, 3).Select(i => (int)(random.Bits((20 * trial) + 12 + i) % 4))];
            ReadOnlyMatrixSpan<float> outputs = new(values, 3, 4);
            Assert.Equal(Metrics.CountCorrect(outputs, classes), Metrics.CountCorrectTopK(outputs, classes, 1));

            // The place of a class in the order that a stable sort gives.
            for (int k = 1; k <= 4; k++)
            {
                int expected = classes
                    .Where((label, i) => Enumerable.Range(0, 4).OrderByDescending(j => values[(4 * i) + j]).Take(k).Contains(label)).Count();
                Assert.Equal(expected, Metrics.CountCorrectTopK(outputs, classes, k));
            }
        }
    }

    [Fact]
    public void ABinaryLogitIsRightByItsSign()
    {
        ReadOnlyMatrixSpan<float> logits = new([2, -1, 0, 0.1f, NaN, NaN], 3, 2);
        Assert.Equal(3, Metrics.CountCorrectBinary(logits, new ReadOnlyMatrixSpan<float>([1, 0, 0, 0, 1, 0], 3, 2)));
        Assert.Equal(0.5, Metrics.BinaryAccuracy(logits, new ReadOnlyMatrixSpan<float>([1, -1, -1, -1, 1, -1], 3, 2)));
    }

    [Fact]
    public void ErrorsOfValues()
    {
        // Columns 1, 2, 6 (mean 3) and 10, 10, 10; errors 1, 0, −2 and 0, 3, 0.
        double[] targets = [1, 10, 2, 10, 6, 10];
        double[] outputs = [2, 10, 2, 13, 4, 10];
        ReadOnlyMatrixSpan<double> z = new(outputs, 3, 2), t = new(targets, 3, 2);
        Assert.Equal(14, Metrics.SumOfSquaredErrors(z, t));
        Assert.Equal(Math.Sqrt(14 / 6.0), Metrics.RootMeanSquaredError(z, t), Tolerance);
        Assert.Equal(1 - (14 / 14.0), Metrics.RSquared(z, t), Tolerance);
        Assert.Equal(1, Metrics.RSquared(t, t));
        Assert.Equal(0, Metrics.RSquared(new ReadOnlyMatrixSpan<double>([3, 10, 3, 10, 3, 10], 3, 2), t), Tolerance);
    }

    // 0.1 · 3 / 3 is not 0.1: a constant column must still count as constant.
    [Fact]
    public void ConstantTargetsLeaveNothingToExplain()
    {
        ReadOnlyMatrixSpan<double> t = new([0.1, 0.1, 0.1], 3, 1);
        Assert.Equal(double.NaN, Metrics.RSquared(t, t));
        Assert.Equal(double.NegativeInfinity, Metrics.RSquared(new ReadOnlyMatrixSpan<double>([0.1, 0.1, 0.2], 3, 1), t));
    }

    [Fact]
    public void SparsityIsTheShareOfZeros()
    {
        Assert.Equal(0.5, Metrics.Sparsity<double>([0, 1e-300, -0.0, double.NaN]));
        Assert.Throws<ArgumentException>("values", () => Metrics.Sparsity<double>([]));
    }

    [Fact]
    public void HardmaxHasOneAtTheLargest()
    {
        float[] hard = new float[16];
        Softmax.Hardmax(Outputs, new MatrixSpan<float>(hard, 4, 4));
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, NaN, NaN, NaN, NaN], hard);

        float[] inPlace = [3, 1, 2, 7];
        Softmax.Hardmax(new ReadOnlyMatrixSpan<float>(inPlace, 2, 2), new MatrixSpan<float>(inPlace, 2, 2));
        Assert.Equal([1, 0, 0, 1], inPlace);
        Assert.Throws<ArgumentException>("destination", () => Softmax.Hardmax(Outputs, new MatrixSpan<float>(hard, 2, 8)));
    }

    [Fact]
    public void WhatIsRefused()
    {
        Assert.Throws<ArgumentException>("outputs", () => Metrics.CountCorrect(new ReadOnlyMatrixSpan<float>([], 3, 0), [0, 0, 0]));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.Accuracy(new ReadOnlyMatrixSpan<float>([], 0, 3), []));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.TopKAccuracy(new ReadOnlyMatrixSpan<float>([], 0, 3), [], 1));
        Assert.Throws<ArgumentException>("classes", () => Metrics.CountCorrect(Outputs, [0, 0, 0]));
        Assert.Throws<ArgumentException>("classes", () => Metrics.CountCorrect(Outputs, [0, 4, 0, 0]));
        Assert.Throws<ArgumentException>("classes", () => Metrics.CountCorrectTopK(Outputs, [0, -1, 0, 0], 2));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => Metrics.CountCorrectTopK(Outputs, [0, 0, 0, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => Metrics.CountCorrectTopK(Outputs, [0, 0, 0, 0], 5));
        Assert.Throws<ArgumentException>("targets", () => Metrics.RSquared(Outputs, Outputs.Slice(0, 3)));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.RSquared(Outputs.Slice(0, 0), Outputs.Slice(0, 0)));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.RootMeanSquaredError(Outputs.Slice(0, 0), Outputs.Slice(0, 0)));
        Assert.Throws<ArgumentException>("outputs", () => Metrics.BinaryAccuracy(Outputs.Slice(0, 0), Outputs.Slice(0, 0)));
        Assert.Throws<ArgumentException>("targets", () => Metrics.CountCorrectBinary(Outputs, Outputs.Slice(0, 3)));
    }
}

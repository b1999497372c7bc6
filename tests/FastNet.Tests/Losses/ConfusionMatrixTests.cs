namespace FastNet.Tests.Losses;

public class ConfusionMatrixTests
{
    private readonly ConfusionMatrix matrix = new(4);

    // Actual 0 0 0 1 1 2, taken for 0 0 1 1 0 1; class 2 is never predicted, and 3 neither occurs nor is predicted.
    public ConfusionMatrixTests()
    {
        matrix.Add(OneHot(0, 0, 1), [0, 0, 0]);
        matrix.Add(OneHot(1, 0, 1), [1, 1, 2]);
    }

    [Fact]
    public void CountsOverBatches()
    {
        long[,] expected = { { 2, 1, 0, 0 }, { 1, 1, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 0, 0 } };
        for (int actual = 0; actual < 4; actual++)
        {
            for (int predicted = 0; predicted < 4; predicted++)
            {
                Assert.Equal(expected[actual, predicted], matrix[actual, predicted]);
            }
        }

        Assert.Equal((4, 6), (matrix.Classes, matrix.Total));
        Assert.Equal(0.5, matrix.Accuracy);
    }

    [Fact]
    public void MeasuresOfAClass()
    {
        Assert.Equal([2 / 3.0, 1 / 3.0, double.NaN, double.NaN], Enumerable.Range(0, 4).Select(matrix.Precision));
        Assert.Equal([2 / 3.0, 1 / 2.0, 0, double.NaN], Enumerable.Range(0, 4).Select(matrix.Recall));
        Assert.Equal([2 / 3.0, 2 / 5.0, 0, double.NaN], Enumerable.Range(0, 4).Select(matrix.F1));

        // Class 3 has no F1 and does not enter; three terms, one rounding each.
        Assert.Equal(((2 / 3.0) + (2 / 5.0) + 0) / 3, matrix.MacroF1, 1e-15);
        Assert.Equal(((3 * 2 / 3.0) + (2 * 2 / 5.0) + (1 * 0)) / 6, matrix.WeightedF1, 1e-15);
        Assert.Equal([3, 2, 1, 0], Enumerable.Range(0, 4).Select(matrix.Actual));
        Assert.Equal([3, 3, 0, 0], Enumerable.Range(0, 4).Select(matrix.Predicted));
    }

    [Fact]
    public void WhatWasClassifiedElsewhereCountsTheSame()
    {
        ConfusionMatrix other = new(4);
        other.Add([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 1]);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(matrix[i / 4, i % 4], other[i / 4, i % 4]));
        Assert.Throws<ArgumentException>("predicted", () => other.Add([0, 1], [0]));
        Assert.Throws<ArgumentException>("predicted", () => other.Add([0, 1], [0, 4]));
        Assert.Throws<ArgumentException>("actual", () => other.Add([0, -1], [0, 1]));
        Assert.Equal(6, other.Total);
    }

    [Fact]
    public void BeforeAnyExampleNothingIsDefined()
    {
        ConfusionMatrix empty = new(2);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (empty.Accuracy, empty.MacroF1, empty.WeightedF1));
    }

    [Fact]
    public void NothingOfARefusedBatchIsAdded()
    {
        Assert.Throws<ArgumentException>("outputs", () => matrix.Add(new ReadOnlyMatrixSpan<float>([1, 0, 0, 0, 0, 0, 0, float.NaN], 2, 4), [0, 0]));
        Assert.Throws<ArgumentException>("classes", () => matrix.Add(OneHot(0, 0), [0, 4]));
        Assert.Throws<ArgumentException>("classes", () => matrix.Add(OneHot(0, 0), [0]));
        Assert.Throws<ArgumentException>("outputs", () => matrix.Add(new ReadOnlyMatrixSpan<float>([1, 0, 0], 1, 3), [0]));
        Assert.Equal(6, matrix.Total);
    }

    // Actual 1 1 1 0 0 0, logits +, +, −, +, 0, −.
    [Fact]
    public void ASingleLogitSaysWhichOfTwo()
    {
        ConfusionMatrix two = new(2);
        two.AddBinary(Column(2, float.PositiveInfinity, -1), Column(1, 1, 1));
        two.AddBinary(Column(0.1f, 0, -3), Column(0, -1, 0));
        Assert.Equal((2, 1, 1, 2), (two[0, 0], two[0, 1], two[1, 0], two[1, 1]));
        Assert.Equal((2 / 3.0, 2 / 3.0, 2 / 3.0), (two.Precision(1), two.Recall(1), two.F1(1)));
        Assert.Equal(Metrics.BinaryAccuracy(Column(2, 3, -1, 0.1f, 0, -3), Column(1, 1, 1, 0, 0, 0)), two.Accuracy);
    }

    [Fact]
    public void NothingOfARefusedBinaryBatchIsAdded()
    {
        ConfusionMatrix two = new(2);
        Assert.Throws<InvalidOperationException>(() => matrix.AddBinary(Column(1), Column(1)));
        Assert.Throws<ArgumentException>("logits", () => two.AddBinary(OneHot(1), OneHot(1)));
        Assert.Throws<ArgumentException>("logits", () => two.AddBinary(Column(1, float.NaN), Column(1, 1)));
        Assert.Throws<ArgumentException>("targets", () => two.AddBinary(Column(1, 1), Column(1)));
        Assert.Throws<ArgumentException>("targets", () => two.AddBinary(Column(1, 1), Column(1, 0.5f)));
        Assert.Throws<ArgumentException>("targets", () => two.AddBinary(Column(1, 1), Column(1, float.NaN)));
        Assert.Equal((0, 6), (two.Total, matrix.Total));
    }

    // 46341² is above the longest array; 65536² is 0 in 32 bits.
    [Theory]
    [InlineData(46341)]
    [InlineData(65536)]
    [InlineData(int.MaxValue)]
    public void ThereMustNotBeTooManyClasses(int classes) =>
        Assert.Contains(
            "from 1 to 46340, got", Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ConfusionMatrix(classes)).Message, StringComparison.Ordinal);

    [Fact]
    public void AClassMustExist()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ConfusionMatrix(0));
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => matrix[4, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => matrix[0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.F1(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Actual(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Predicted(-1));
    }

    private static ReadOnlyMatrixSpan<float> Column(params float[] values) => new(values, values.Length, 1);

    private static ReadOnlyMatrixSpan<float> OneHot(params int[] predicted)
    {
        float[] outputs = new float[4 * predicted.Length];
        for (int i = 0; i < predicted.Length; i++)
        {
            outputs[(4 * i) + predicted[i]] = 1;
        }

        return new(outputs, predicted.Length, 4);
    }
}

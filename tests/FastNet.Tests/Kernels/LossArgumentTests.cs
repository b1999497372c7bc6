namespace FastNet.Tests.Kernels;

/// <summary>What a loss refuses, by the name of the parameter.</summary>
public sealed class LossArgumentTests
{
    private static readonly int[] Classes = [0, 1];

    private readonly float[] outputs = [1, 2, 3, 4, 5, 6];
    private readonly float[] targets = [0, 1, 0, 1, 0, 0];
    private readonly SoftmaxCrossEntropy<float> softmax = new();

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MinValue)]
    public void AClassMustExist(int label) =>
        AssertRefused("targets", "from 0 to 2", $"{label} in row 1", () => softmax.Evaluate(Outputs(), new Targets<float>((int[])[0, label])));

    [Fact]
    public void ThereMustBeAsManyTargetsAsRows()
    {
        AssertRefused("targets", "2", "3", () => softmax.Evaluate(Outputs(), new Targets<float>((int[])[0, 1, 2])));
        AssertRefused("targets", "2", "1", () => softmax.Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(targets, 1, 3)));
    }

    [Fact]
    public void TargetsMustHaveTheOutputsShape()
    {
        foreach (Loss<float> loss in (Loss<float>[])[softmax, new BinaryCrossEntropy<float>(), new MeanSquaredError<float>()])
        {
            AssertRefused("targets", "[2, 3]", "[2, 2]", () => loss.Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(targets, 2, 2)));
        }
    }

    [Fact]
    public void TheGradientMustHaveTheOutputsShapeAndLieApart()
    {
        AssertRefused("outputGradient", "[2, 3]", "[2, 2]", () => softmax.Evaluate(Outputs(), Classes, new MatrixSpan<float>(new float[4], 2, 2)));
        AssertRefused("outputGradient", "[2, 3]", "[1, 3]", () => softmax.Evaluate(Outputs(), Classes, new MatrixSpan<float>(new float[3], 1, 3)));
        AssertRefused("outputGradient", "apart", "'outputs'", () => softmax.Evaluate(Outputs(), Classes, new MatrixSpan<float>(outputs, 2, 3)));
        AssertRefused(
            "outputGradient", "apart", "'targets'",
            () => new MeanSquaredError<float>().Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(targets, 2, 3), new MatrixSpan<float>(targets, 2, 3)));
    }

    [Fact]
    public void TheKindOfTargetsMustBeTheLosss()
    {
        AssertRefused("targets", "matrix", "classes", () => new BinaryCrossEntropy<float>().Evaluate(Outputs(), Classes));
        AssertRefused("targets", "matrix", "classes", () => new MeanSquaredError<float>().Evaluate(Outputs(), Classes));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void BinaryTargetsMustBeProbabilities(float target)
    {
        targets[4] = target;
        AssertRefused(
            "targets", "from 0 to 1", "row 1",
            () => new BinaryCrossEntropy<float>().Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(targets, 2, 3)));
    }

    [Fact]
    public void ThereMustBeARowAndAPositiveBatch()
    {
        AssertRefused("outputs", "at least one row", "[0, 3]", () => softmax.Evaluate(new ReadOnlyMatrixSpan<float>([], 0, 3), (int[])[]));
        var exception = Assert.Throws<ArgumentOutOfRangeException>("batch", () => softmax.Evaluate(Outputs(), Classes, default, batch: 0));
        Assert.Contains("at least 1", exception.Message, StringComparison.Ordinal);
    }

    // Rows of no columns have no largest value.
    [Fact]
    public void ThereMustBeAColumn()
    {
        foreach (Loss<float> loss in (Loss<float>[])[softmax, new BinaryCrossEntropy<float>(), new MeanSquaredError<float>()])
        {
            Assert.Throws<ArgumentException>("outputs", () =>
            {
                ReadOnlyMatrixSpan<float> none = new([], 2, 0);
                loss.Evaluate(none, none);
            });
        }
    }

    private static void AssertRefused(string parameter, string expected, string actual, Action action)
    {
        var exception = Assert.Throws<ArgumentException>(parameter, action);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(actual, exception.Message, StringComparison.Ordinal);
    }

    private ReadOnlyMatrixSpan<float> Outputs() => new(outputs, 2, 3);
}

namespace FastNet.Tests.Kernels;

/// <summary>What a loss refuses, by the name of the parameter.</summary>
public sealed class LossArgumentTests
{
    private static readonly int[] Classes = [0, 1];

    private static readonly Loss<float>[] AllLosses =
    [
        new SoftmaxCrossEntropy<float>(), new BinaryCrossEntropy<float>(), new BinaryCrossEntropy<float>(2), new MeanSquaredError<float>(),
        new MeanAbsoluteError<float>(), new Huber<float>(), new Hinge<float>(),
    ];

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
        foreach (Loss<float> loss in AllLosses)
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
        foreach (Loss<float> loss in AllLosses.Where(loss => loss is not SoftmaxCrossEntropy<float>))
        {
            AssertRefused("targets", "matrix", "classes", () => loss.Evaluate(Outputs(), Classes));
        }
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
    public void ThereMustBeARow()
    {
        AssertRefused("outputs", "at least one row", "[0, 3]", () => softmax.Evaluate(new ReadOnlyMatrixSpan<float>([], 0, 3), (int[])[]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TheDivisorMustBeFiniteAndPositive(double divisor)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>("divisor", () => softmax.Evaluate(Outputs(), Classes, default, divisor));
        Assert.Contains("above 0", exception.Message, StringComparison.Ordinal);
    }

    // A part of a batch may have them, the whole may not.
    [Fact]
    public void NotAllExamplesClassWeightsMayBeZero()
    {
        SoftmaxCrossEntropy<float> loss = new(classWeights: [0, 0, 1]);
        Assert.Equal(0, loss.Divisor(Classes));
        var exception = Assert.Throws<ArgumentOutOfRangeException>("divisor", () => loss.Evaluate(Outputs(), Classes));
        Assert.Contains("sum of their class weights", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, loss.Evaluate(Outputs(), Classes, default, divisor: 1));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ExampleWeightsMustBeFiniteAndNotNegative(float weight) =>
        AssertRefused("targets", "at least 0", "row 1", () => softmax.Evaluate(Outputs(), new Targets<float>(Classes).WithWeights([1, weight])));

    [Fact]
    public void ThereMustBeAWeightForEachExampleAndItMustLieApart()
    {
        AssertRefused("weights", "2", "3", () => new Targets<float>(Classes).WithWeights([1, 1, 1]));
        float[] gradient = new float[6];
        AssertRefused(
            "outputGradient", "apart", "'targets'",
            () => softmax.Evaluate(Outputs(), new Targets<float>(Classes).WithWeights(gradient.AsSpan(4)), new MatrixSpan<float>(gradient, 2, 3)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e39)]
    public void WeightsOfClassesAndPositivesMustBeFiniteAndNotNegative(double weight)
    {
        AssertRefused("classWeights", "at least 0", "at 1", () => _ = new SoftmaxCrossEntropy<float>(classWeights: [1, weight]));
        AssertRefused("positiveWeights", "at least 0", "at 1", () => _ = new BinaryCrossEntropy<float>(1, weight));
    }

    [Fact]
    public void SomeWeightMustBePositive()
    {
        AssertRefused("classWeights", "above 0", "2 of 0", () => _ = new SoftmaxCrossEntropy<float>(classWeights: [0, 0]));
        AssertRefused("positiveWeights", "above 0", "1 of 0", () => _ = new BinaryCrossEntropy<float>(0));
    }

    [Fact]
    public void ThereMustBeAWeightForEachColumn()
    {
        AssertRefused("outputs", "2 columns", "3", () => new SoftmaxCrossEntropy<float>(classWeights: [1, 1]).Evaluate(Outputs(), Classes));
        AssertRefused(
            "outputs", "2 columns", "3", () => new BinaryCrossEntropy<float>(1, 2).Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(targets, 2, 3)));
    }

    [Fact]
    public void AClassMustHaveAWeight() =>
        AssertRefused("targets", "from 0 to 1", "2 in row 1", () => new SoftmaxCrossEntropy<float>(classWeights: [1, 1]).Divisor((int[])[0, 2]));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void SmoothingMustBeFromZeroToBelowOne(double smoothing) =>
        Assert.Throws<ArgumentOutOfRangeException>("labelSmoothing", () => new SoftmaxCrossEntropy<float>(smoothing));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void DeltaMustBeFiniteAndPositive(double delta) =>
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => new Huber<float>(delta));

    // In float they are infinite and 0.
    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void DeltaMustBeSoInTheNetworksType(double delta)
    {
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => new Huber<float>(delta));
        Assert.Equal(delta, new Huber<double>(delta).Element.Delta);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    [InlineData(float.NaN)]
    public void HingeTargetsMustBeSigns(float target)
    {
        float[] signs = [1, -1, 1, 1, target, -1];
        AssertRefused("targets", "-1 or 1", "row 1", () => new Hinge<float>().Evaluate(Outputs(), new ReadOnlyMatrixSpan<float>(signs, 2, 3)));
    }

    // Rows of no columns have no largest value.
    [Fact]
    public void ThereMustBeAColumn()
    {
        foreach (Loss<float> loss in AllLosses)
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

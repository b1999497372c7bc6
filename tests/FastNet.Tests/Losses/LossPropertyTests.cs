namespace FastNet.Tests.Losses;

/// <summary>Identities between losses, on random outputs.</summary>
public class LossPropertyTests
{
    private const int Rows = 6;
    private const int Columns = 5;

    // A loss of some units, from some ten roundings of 1.1e-16 each.
    private const double Tolerance = 2e-15;

    private static readonly int[] Classes = [0, 4, 2, 2, 1, 3];

    private readonly double[] z = Random(1, Rows * Columns, (random, i) => 3 * random.Normal(i));

    [Theory]
    [InlineData(0)]
    [InlineData(7.5)]
    [InlineData(-1e4)]
    [InlineData(1e4)]
    public void SoftmaxDoesNotChangeByAShift(double shift)
    {
        // A shift by 10⁴ rounds each output to 2⁻³⁹, the spacing of numbers there; what is compared is shifted back from the rounded.
        double[] shifted = [.. z.Select(value => value + shift)];
        double[] back = [.. shifted.Select(value => value - shift)];
        foreach (SoftmaxCrossEntropy<double> loss in (SoftmaxCrossEntropy<double>[])[new(), new(0.1, [1, 2, 3, 0.5, 0.7])])
        {
            (double expected, double[] gradient) = Evaluate(loss, back, Columns, Classes);
            (double actual, double[] ofShifted) = Evaluate(loss, shifted, Columns, Classes);

            // ln Σe is added to a maximum of 10⁴ and the output taken away again.
            Assert.Equal(expected, actual, Tolerance + (Math.Abs(shift) * 4e-16));
            AssertClose(gradient, ofShifted, Tolerance);
        }
    }

    [Fact]
    public void SoftmaxSurvivesOutputsOfTenThousand()
    {
        double[] extremes = [1e4, -1e4, 0, -1e4, 1e4, 0];
        (double loss, double[] gradient) = Evaluate(new SoftmaxCrossEntropy<double>(), extremes, 3, (int[])[0, 0]);
        Assert.Equal(1e4, loss);
        Assert.Equal([0, 0, 0, -0.5, 0.5, 0], gradient);
    }

    // Softmax with two classes is logistic regression on z₁ − z₀.
    [Fact]
    public void CrossEntropyOfTwoClassesIsTheLogisticLoss()
    {
        double[] pairs = Random(2, 2 * Rows, (random, i) => 4 * random.Normal(i));
        int[] classes = [0, 1, 1, 0, 1, 0];
        double[] differences = [.. Enumerable.Range(0, Rows).Select(i => pairs[(2 * i) + 1] - pairs[2 * i])];
        double[] targets = [.. classes.Select(label => (double)label)];
        (double softmax, double[] bySoftmax) = Evaluate(new SoftmaxCrossEntropy<double>(), pairs, 2, classes);
        (double logistic, double[] byLogit) = Evaluate(new BinaryCrossEntropy<double>(), differences, 1, Values(targets));
        Assert.Equal(logistic, softmax, Tolerance);
        for (int i = 0; i < Rows; i++)
        {
            Assert.Equal(byLogit[i], bySoftmax[(2 * i) + 1], Tolerance);
            Assert.Equal(-byLogit[i], bySoftmax[2 * i], Tolerance);
        }

        double[] probabilities = new double[2 * Rows];
        Softmax.Probabilities(new ReadOnlyMatrixSpan<double>(pairs, Rows, 2), new MatrixSpan<double>(probabilities, Rows, 2));
        AssertClose([.. differences.Select(d => 1 / (1 + Math.Exp(-d)))], [.. probabilities.Where((_, i) => i % 2 == 1)], Tolerance);
    }

    // Class weights do for the softmax of two classes what a positive weight does for its logit; only the divisor differs.
    [Fact]
    public void AWeightOfTheSecondOfTwoClassesIsAPositiveWeight()
    {
        double[] pairs = Random(2, 2 * Rows, (random, i) => 4 * random.Normal(i));
        int[] classes = [0, 1, 1, 0, 1, 0];
        double[] differences = [.. Enumerable.Range(0, Rows).Select(i => pairs[(2 * i) + 1] - pairs[2 * i])];
        double[] targets = [.. classes.Select(label => (double)label)];
        SoftmaxCrossEntropy<double> softmax = new(classWeights: [1, 2.5]);
        BinaryCrossEntropy<double> binary = new(positiveWeights: 2.5);
        Assert.Equal(3 + (3 * 2.5), softmax.Divisor(classes));
        double ofClasses = softmax.Evaluate(new ReadOnlyMatrixSpan<double>(pairs, Rows, 2), classes, default, Rows);
        double ofLogits = binary.Evaluate(new ReadOnlyMatrixSpan<double>(differences, Rows, 1), new ReadOnlyMatrixSpan<double>(targets, Rows, 1));
        Assert.Equal(ofLogits, ofClasses, Tolerance);
    }

    [Fact]
    public void OptionsThatAskForNothingAreThePlainLossBitForBit()
    {
        (double expected, double[] gradient) = Evaluate(new SoftmaxCrossEntropy<double>(), z, Columns, Classes);
        foreach (SoftmaxCrossEntropy<double> loss in (SoftmaxCrossEntropy<double>[])[new(labelSmoothing: 0), new(classWeights: [1, 1, 1, 1, 1])])
        {
            (double actual, double[] slopes) = Evaluate(loss, z, Columns, Classes);
            Assert.Equal(expected, actual);
            Assert.Equal(gradient, slopes);
        }
    }

    [Fact]
    public void SmoothedClassesAreSmoothedProbabilities()
    {
        const double Smoothing = 0.3;
        double[] targets = new double[Rows * Columns];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (i % Columns == Classes[i / Columns] ? 1 - Smoothing : 0) + (Smoothing / Columns);
        }

        (double expected, double[] gradient) = Evaluate(new SoftmaxCrossEntropy<double>(), z, Columns, Values(targets));
        (double actual, double[] slopes) = Evaluate(new SoftmaxCrossEntropy<double>(Smoothing), z, Columns, Classes);
        Assert.Equal(expected, actual, Tolerance);
        AssertClose(gradient, slopes, Tolerance);
    }

    [Fact]
    public void APositiveWeightOfOneIsThePlainLoss()
    {
        double[] targets = Random(3, Rows * Columns, (random, i) => random.Uniform(i));
        (double expected, double[] gradient) = Evaluate(new BinaryCrossEntropy<double>(), z, Columns, Values(targets));
        (double actual, double[] slopes) = Evaluate(new BinaryCrossEntropy<double>(1), z, Columns, Values(targets));
        Assert.Equal(expected, actual, Tolerance);
        AssertClose(gradient, slopes, Tolerance);
    }

    // p of the other classes is 0: ln 1, and ln(1 + e^−1).
    [Fact]
    public void MinusInfinityForAnotherClassLeavesTheLossFinite()
    {
        const double Never = double.NegativeInfinity;
        Assert.Equal(0, new SoftmaxCrossEntropy<double>().Evaluate(new ReadOnlyMatrixSpan<double>([3, Never], 1, 2), (int[])[0]));
        Assert.Equal(
            Math.Log(1 + Math.Exp(-1)), new SoftmaxCrossEntropy<double>().Evaluate(new ReadOnlyMatrixSpan<double>([1, Never, 2], 1, 3), (int[])[2]), Tolerance);
    }

    // Huber with a δ beyond all distances is half the square; with a small one it is nearly δ times the distance.
    [Fact]
    public void HuberLiesBetweenSquareAndDistance()
    {
        ReadOnlyMatrixSpan<double> outputs = new(z, Rows, Columns), targets = new(new double[Rows * Columns], Rows, Columns);
        Assert.Equal(new MeanSquaredError<double>().Evaluate(outputs, targets) / 2, new Huber<double>(100).Evaluate(outputs, targets), Tolerance);

        // |d| − ½δ: the difference is at most ½δ.
        Assert.Equal(new MeanAbsoluteError<double>().Evaluate(outputs, targets), new Huber<double>(1e-6).Evaluate(outputs, targets) / 1e-6, 1e-6);
    }

    // Slopes at the kinks: 0, 0 and ±δ.
    [Fact]
    public void SlopesAtTheKinks()
    {
        Assert.Equal([0], Evaluate(new MeanAbsoluteError<double>(), [3], 1, new ReadOnlyMatrixSpan<double>([3], 1, 1)).Gradient);
        Assert.Equal([0], Evaluate(new Hinge<double>(), [-1], 1, new ReadOnlyMatrixSpan<double>([-1], 1, 1)).Gradient);
        Assert.Equal([2], Evaluate(new Huber<double>(2), [5], 1, new ReadOnlyMatrixSpan<double>([3], 1, 1)).Gradient);
        Assert.Equal(2, Evaluate(new Huber<double>(2), [5], 1, new ReadOnlyMatrixSpan<double>([3], 1, 1)).Loss);
    }

    [Fact]
    public void ASliceKeepsItsWeights()
    {
        double[] weights = [1, 2, 3, 4, 5, 6];
        Targets<double> slice = new Targets<double>(Classes).WithWeights(weights).Slice(2, 3);
        Assert.Equal([3, 4, 5], slice.Weights);
        Assert.Equal([2, 2, 1], slice.Classes);
        Assert.True(new Targets<double>(Classes).Slice(2, 3).Weights.IsEmpty);
    }

    // An example that weighs nothing might as well not be there, but for the divisor.
    [Fact]
    public void WeightsOfZeroMaskExamples()
    {
        double[] weights = [1, 1, 0, 1, 0, 0];
        SoftmaxCrossEntropy<double> loss = new(0.1, [1, 2, 3, 4, 5]);
        double[] gradient = new double[Rows * Columns];
        double masked = loss.Evaluate(
            new ReadOnlyMatrixSpan<double>(z, Rows, Columns), new Targets<double>(Classes).WithWeights(weights),
            new MatrixSpan<double>(gradient, Rows, Columns), divisor: 11);
        double[] kept = [.. z[..(2 * Columns)], .. z[(3 * Columns)..(4 * Columns)]];
        Assert.Equal(loss.Evaluate(new ReadOnlyMatrixSpan<double>(kept, 3, Columns), (int[])[0, 4, 2], default, divisor: 11), masked, Tolerance);
        Assert.All(gradient[(4 * Columns)..], slope => Assert.Equal(0, slope));
    }

    private static (double Loss, double[] Gradient) Evaluate(Loss<double> loss, double[] outputs, int columns, Targets<double> targets)
    {
        double[] gradient = new double[outputs.Length];
        int rows = outputs.Length / columns;
        ReadOnlyMatrixSpan<double> z = new(outputs, rows, columns);
        return (loss.Evaluate(z, targets, new MatrixSpan<double>(gradient, rows, columns)), gradient);
    }

    // [Rows, as many columns as there are].
    private static ReadOnlyMatrixSpan<double> Values(double[] values) => new(values, Rows, values.Length / Rows);

    private static void AssertClose(double[] expected, double[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private static double[] Random(ulong seed, int count, Func<Philox, int, double> number)
    {
        Philox random = new(seed, RandomPurpose.Trial);
        return [.. Enumerable.Range(0, count).Select(i => number(random, i))];
    }
}

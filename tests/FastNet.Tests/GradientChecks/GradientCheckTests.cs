using FastNet.Tests.Reference;

namespace FastNet.Tests.GradientChecks;

/// <summary>Right gradients pass, wrong ones do not, and the report says where.</summary>
public class GradientCheckTests
{
    private const int Rows = 8;

    [Fact]
    public void TheGradientOfEveryKindOfLayerIsCorrect()
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            Network<double> network = new(
                inputs: 5,
                [
                    Layer.Dropout(0.9), Layer.Dense(12, bias: false), Layer.BatchNorm(), Layer.Relu(), Layer.Dropout(0.7), Layer.Dense(8), Layer.LayerNorm(),
                    Layer.Gelu(), Layer.Dense(3),
                ],
                seed);
            int[] classes = [.. Enumerable.Range(0, Rows).Select(i => i % 3)];
            GradientCheckReport report = GradientCheck.Run(
                network, Random(seed, Rows, 5).Span, classes, new SoftmaxCrossEntropy<double>(labelSmoothing: 0.1),
                new() { Regularizer = Regularizer.L2(0.5, 20).And(Regularizer.L1(0.01, 20)), Pass = Pass.Training((long)seed) });

            Assert.True(report.IsCorrect, $"seed {seed}: {report}");
            Assert.Equal(GradientVerdict.Correct, report.Verdict);
            Assert.InRange(report.Ratio, 0, 1e-7);
            Assert.Equal(network.Parameters.Length, report.Compared + report.Kinks);

            // A bias's step moves 8 pre-activations, and each of ten units' behind it: 10⁻⁵ wide, of density ½. L1's weights: 10⁻⁵ of 250.
            Assert.InRange(report.KinkShare, 0, 0.02);
        }
    }

    // Of g = f·d the ratio is |f − 1|/(f + 1), about half the relative error.
    [Theory]
    [InlineData(1, GradientVerdict.Correct)]
    [InlineData(1 + 1.9e-7, GradientVerdict.Correct)]
    [InlineData(1 + 2.2e-7, GradientVerdict.Suspicious)]
    [InlineData(1 + 1.9e-5, GradientVerdict.Suspicious)]
    [InlineData(1 + 2.1e-5, GradientVerdict.Doubtful)]
    [InlineData(1 + 1.9e-3, GradientVerdict.Doubtful)]
    [InlineData(1 + 2.1e-3, GradientVerdict.Wrong)]
    [InlineData(-1, GradientVerdict.Wrong)]
    [InlineData(0, GradientVerdict.Wrong)]
    [InlineData(double.NaN, GradientVerdict.Wrong)]
    public void AWrongGradientIsJudgedByItsRatio(double factor, GradientVerdict expected)
    {
        Network<double> network = new(inputs: 4, [Layer.Dense(5), Layer.Tanh(), Layer.Dense(2)], seed: 3);
        GradientCheckReport report = GradientCheck.Run(network, Random(1, Rows, 4).Span, Random(2, Rows, 2).Span, new PlantedLoss(factor));
        Assert.Equal(expected, report.Verdict);
        Assert.Equal(expected == GradientVerdict.Correct, report.IsCorrect);
        Assert.All(report.Tensors, tensor => Assert.Equal(expected, tensor.Verdict));
        Assert.Equal(0, report.Kinks);
        if (double.IsFinite(factor))
        {
            // Rounding and truncation are 10⁻⁹ of a gradient of about 1.
            Assert.Equal(Math.Abs(factor - 1) / (Math.Abs(factor) + 1), report.Ratio, 1e-8);
        }
    }

    [Fact]
    public void AWrongLayerShowsInWhatIsBeforeIt()
    {
        Network<double> network = new(
            inputs: 4, [Layer.Dense(5), Layer.Relu(), Layer.Dense(3), new PlantedSquare(1.5), Layer.Dense(2)], seed: 5);
        GradientCheckReport report = GradientCheck.Run(
            network, Random(1, Rows, 4).Span, Random(2, Rows, 2).Span, new MeanSquaredError<double>(), new() { WorstCount = 4 });

        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], Wrong(report));
        Assert.All(report.Tensors.Take(4), tensor => Assert.Equal(0.2, tensor.Ratio, 1e-6));
        Assert.Equal(4, report.Worst.Count);
        double[] gradient = Gradient(network, Random(1, Rows, 4), Random(2, Rows, 2), new MeanSquaredError<double>());
        foreach (GradientComponent worst in report.Worst)
        {
            Assert.Equal(gradient[worst.Slice.Offset + (worst.Row * worst.Slice.Columns) + worst.Column], worst.Gradient);
            Assert.Equal(worst.Gradient / 1.5, worst.Difference, 1e-7);
        }

        // The distance is half the right gradient; it is largest where that is.
        int[] before = [.. network.Slices.Take(4).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Length))];
        Assert.Equal(before.Select(i => Math.Abs(gradient[i])).OrderDescending().Take(4), report.Worst.Select(worst => Math.Abs(worst.Gradient)));
    }

    [Fact]
    public void AWrongGradientOfASmallParameterIsNotHiddenByTheRatioOfAll()
    {
        // The first layer's share in the gradient is 10⁻⁸ of the whole.
        Network<double> network = new(inputs: 3, [Layer.Dense(3), new PlantedSquare(2), Layer.Dense(2)], seed: 1);
        Slice(network, "2.weight").Of(network.Parameters).Fill(1e-8);
        GradientCheckReport report = GradientCheck.Run(
            network, Random(1, Rows, 3).Span, Random(2, Rows, 2).Span, new PlantedLoss(1), new() { Step = 1e-3 });
        Assert.Equal(GradientVerdict.Correct, report.Verdict);
        Assert.False(report.IsCorrect);
        Assert.Equal(["0.weight", "0.bias"], Wrong(report));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1.1, false)]
    public void APenaltyIsPartOfTheCostOfWeightsAlone(double factor, bool isCorrect)
    {
        Network<double> network = new(inputs: 3, [Layer.Dense(4), Layer.Tanh(), Layer.Dense(2)], seed: 2);
        Slice(network, "0.bias").Of(network.Parameters).Fill(0.4);
        Matrix x = Random(1, Rows, 3);
        Matrix t = Random(2, Rows, 2);
        GradientCheckReport without = GradientCheck.Run(network, x.Span, t.Span, new PlantedLoss(1));
        GradientCheckReport report = GradientCheck.Run(network, x.Span, t.Span, new PlantedLoss(1), new() { Regularizer = new PlantedPenalty(factor) });
        Assert.Equal(isCorrect, report.IsCorrect);
        Assert.Equal(isCorrect ? [] : ["0.weight", "2.weight"], Wrong(report));

        // Sums of some ten terms of about 1.
        double penalty = network.Parameters[..network.WeightCount].ToArray().Sum(w => w * w * w * w);
        Assert.Equal(without.Cost!.Value + penalty, report.Cost!.Value, 1e-12);
    }

    [Fact]
    public void BatchNormIsCheckedInTrainingAndCommitsNothing()
    {
        Network<double> network = new(inputs: 3, [Layer.Dense(4), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], seed: 2);
        double[] state = network.State.ToArray();
        double[] parameters = network.Parameters.ToArray();
        Matrix x = Random(1, Rows, 3);
        Matrix t = Random(2, Rows, 2);
        GradientCheckReport training = GradientCheck.Run(network, x.Span, t.Span, new MeanSquaredError<double>());
        Assert.Equal(state, network.State.ToArray());
        Assert.Equal(0, network.BatchesTracked);
        Assert.Equal(parameters, network.Parameters.ToArray());
        Assert.True(training.IsCorrect, training.ToString());

        // The batch's mean takes the bias away: its gradient is 0, and nothing but rounding is seen of it.
        Assert.Equal(GradientVerdict.Inconclusive, training.Tensors.Single(tensor => tensor.Slice.Name == "0.bias").Verdict);
        GradientCheckReport inference = GradientCheck.Run(network, x.Span, t.Span, new MeanSquaredError<double>(), new() { Pass = Pass.Inference });
        Assert.All(inference.Tensors, tensor => Assert.Equal(GradientVerdict.Correct, tensor.Verdict));
        Assert.NotEqual(training.Cost, inference.Cost);
    }

    [Fact]
    public void ACostNearItsMinimumIsInconclusiveAndNotWrong()
    {
        // At the minimum the gradient is 10⁻¹² and rounding over the step 10⁻¹¹.
        Network<double> network = new(inputs: 2, [Layer.Dense(1)], seed: 4);
        Matrix x = Random(1, Rows, 2);
        Matrix t = new([.. Enumerable.Range(0, Rows).Select(i => 3 * x[i, 0])], Rows, 1);
        network.Parameters[0] = 3 + 1e-12;
        network.Parameters[1..].Clear();
        double[] weights = [.. Enumerable.Repeat(1.0, Rows)];
        Regularizer offset = new Constant(1);
        GradientCheckReport report = GradientCheck.Run(
            network, x.Span, new Targets<double>(t.Span).WithWeights(weights), new MeanSquaredError<double>(), new() { Regularizer = offset });
        Assert.Equal(GradientVerdict.Inconclusive, report.Verdict);
        Assert.False(report.IsCorrect);
    }

    [Fact]
    public void ASampleTakesOfEachParameterTheSameNumberOrAll()
    {
        Network<double> network = new(inputs: 20, [Layer.Dense(10), Layer.Tanh(), Layer.Dense(3)], seed: 2);
        GradientCheckReport Check(int most, ulong seed) => GradientCheck.Run(
            network, Random(1, Rows, 20).Span, Random(2, Rows, 3).Span, new MeanSquaredError<double>(),
            new() { MaxComponents = most, Seed = seed, WorstCount = int.MaxValue });

        // 3 and 10 are all of two; what is left is shared by 200 and 30.
        GradientCheckReport sample = Check(50, seed: 1);
        Assert.Equal(50, sample.Compared);
        Assert.Equal([19, 10, 18, 3], sample.Tensors.Select(tensor => tensor.Compared));
        Assert.Equal(50, sample.Worst.Select(Place).Distinct().Count());
        Assert.Equal(sample.Worst.Select(Place), Check(50, seed: 1).Worst.Select(Place));
        Assert.NotEqual(sample.Worst.Select(Place).Order(), Check(50, seed: 2).Worst.Select(Place).Order());

        // Evenly: one of each tenth or so of the weight's rows.
        Assert.InRange(sample.Worst.Where(c => c.Slice.Name == "0.weight").Select(c => c.Row).Distinct().Count(), 10, 19);
        Assert.Equal(4, Check(1, seed: 1).Compared);
        Assert.Equal(network.Parameters.Length, Check(243, seed: 1).Compared);
        Assert.Equal(243, Check(243, seed: 1).Worst.Select(Place).Distinct().Count());
    }

    [Fact]
    public void ParametersArePutBackWhenTheCheckFails()
    {
        Network<double> network = new(inputs: 2, [Layer.Dense(2)], seed: 1);
        double[] parameters = network.Parameters.ToArray();
        for (int failing = 0; failing < 40; failing++)
        {
            int left = failing;
            PlantedLoss loss = new(1) { Evaluating = () => _ = left-- > 0 ? 0 : throw new TimeoutException() };
            Assert.Throws<TimeoutException>(() => GradientCheck.Run(network, Random(1, 3, 2).Span, Random(2, 3, 2).Span, loss));
            Assert.Equal(parameters, network.Parameters.ToArray());
        }
    }

    [Fact]
    public void MistakesAreSaid()
    {
        Network<double> network = new(inputs: 2, [Layer.Dense(1)]);
        MeanSquaredError<double> loss = new();
        double[] two = [1, 2];
        Assert.Throws<ArgumentNullException>(() => GradientCheck.Run(null!, new(two, 1, 2), new Matrix(1, 1).Span, loss));
        Assert.Throws<ArgumentNullException>(() => GradientCheck.Run(network, new(two, 1, 2), new Matrix(1, 1).Span, null!));
        Assert.Throws<ArgumentOutOfRangeException>("x", () => GradientCheck.Run(network, new(two, 0, 2), new Matrix(1, 1).Span, loss));
        Assert.Throws<ArgumentException>("x", () => GradientCheck.Run(network, new(two, 2, 1), new Matrix(2, 1).Span, loss));
        Assert.Throws<ArgumentException>("targets", () => GradientCheck.Run(network, new(two, 1, 2), new Matrix(2, 1).Span, loss));
        Assert.Throws<ArgumentException>(
            "network", () => GradientCheck.Run(new Network<double>(2, [Layer.Tanh()]), new(two, 1, 2), new Matrix(1, 2).Span, loss));
        network.Parameters[0] = double.NaN;
        Assert.Contains("finite cost, got NaN", Assert.Throws<InvalidOperationException>(
            () => GradientCheck.Run(network, new(two, 1, 2), new Matrix(1, 1).Span, loss)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("Step", () => new GradientCheckOptions { Step = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Step", () => new GradientCheckOptions { Step = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Step", () => new GradientCheckOptions { Step = 0.02 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxComponents", () => new GradientCheckOptions { MaxComponents = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("WorstCount", () => new GradientCheckOptions { WorstCount = -1 });
    }

    internal static Matrix Random(ulong seed, int rows, int columns)
    {
        Philox random = new(seed, RandomPurpose.Trial, step: 17);
        return new Matrix([.. Enumerable.Range(0, rows * columns).Select(i => random.Normal(i))], rows, columns);
    }

    internal static ParameterSlice Slice(Network<double> network, string name) => network.Slices.Single(slice => slice.Name == name);

    internal static string[] Wrong(GradientCheckReport report) =>
        [.. report.Tensors.Where(tensor => tensor.Verdict == GradientVerdict.Wrong).Select(tensor => tensor.Slice.Name)];

    private static string Place(GradientComponent component) => $"{component.Slice.Name} {component.Row} {component.Column}";

    private static double[] Gradient(Network<double> network, Matrix x, Matrix targets, Loss<double> loss)
    {
        Workspace<double> workspace = network.CreateWorkspace(x.Rows);
        ReadOnlyMatrixSpan<double> outputs = network.Forward(x.Span, workspace, Pass.Training(0));
        loss.Evaluate(outputs, targets.Span, workspace.OutputGradient);
        network.Backward(x.Span, workspace);
        return workspace.Gradients.ToArray();
    }

    /// <summary>A penalty that no weight changes: a cost that is not 0 at its minimum.</summary>
    private sealed class Constant(double value) : Regularizer
    {
        public override double Penalty<T>(ReadOnlySpan<T> weights) => value;
    }
}

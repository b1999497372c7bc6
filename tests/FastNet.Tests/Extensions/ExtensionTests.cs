using System.Numerics;
using FastNet.Extensions;
using FastNet.Tests.Kernels;
using FastNet.Tests.Reference;
using FastNet.Tests.Training;
using FastNet.Training;

namespace FastNet.Tests.Extensions;

/// <summary>What a user adds, in a file each, is on one footing with what FastNet brings.</summary>
public sealed class ExtensionTests
{
    public static TheoryData<int> Widths => VectorWidth.All;

    [Fact]
    public void EachIsOneShortFile()
    {
        Dictionary<string, int> lines = ExtendedTraining.Sources()
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => File.ReadAllLines(path).Length);
        Assert.Equal(
            ["ExtensionJson", "HuberPenalty", "Lion", "LogCosh", "ParametricRelu", "SquarePlus", "TriangularCycle"],
            lines.Keys.Order(StringComparer.Ordinal));
        Assert.All(lines, file => Assert.InRange(file.Value, 1, file.Key == nameof(ParametricRelu) ? 60 : 40));
    }

    [Fact]
    public void TheyLearnIris()
    {
        ShouldLearn<float>();
        ShouldLearn<double>();

        static void ShouldLearn<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Dataset<T> iris = ExtendedTraining.Iris<T>();
            TrainingParts<T> parts = ExtendedTraining.Create<T>();
            TrainingHistory history = parts.Trainer.Fit(iris, null, epochs: 60, ExtendedTraining.BatchSize);
            ReadOnlyMatrixSpan<T> outputs = parts.Network.Forward(iris.Features, parts.Network.CreateWorkspace(iris.Count), Pass.Inference);
            int[] classes = [.. Enumerable.Range(0, iris.Count).Select(i => i / 50)];

            // The three kinds stand in the file one after the other, 50 each; a linear model has 97 % right, this at least 95 %.
            Assert.InRange(Metrics.CountCorrect(outputs, classes), 143, 150);
            Assert.True(history.Epochs[^1].TrainCost < history.Epochs[0].TrainCost / 4);
            Assert.All(history.Epochs, record => Assert.True(record.Penalty > 0));
        }
    }

    [Fact]
    public void AModelFileHasThem()
    {
        ShouldComeBack<float>();
        ShouldComeBack<double>();

        static void ShouldComeBack<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            string path = Path.GetTempFileName();
            try
            {
                TrainingParts<T> parts = ExtendedTraining.Create<T>();
                Dataset<T> iris = ExtendedTraining.Iris<T>();
                parts.Trainer.Fit(iris, null, epochs: 2, ExtendedTraining.BatchSize);
                NetworkFile.Save(path, parts.Network);
                Network<T> loaded = NetworkFile.Load<T>(path).Network;
                Assert.Equal(parts.Network.Layers, loaded.Layers);
                Bits.AssertSame<T>(
                    parts.Network.Forward(iris.Features, parts.Network.CreateWorkspace(iris.Count), Pass.Inference).Values,
                    loaded.Forward(iris.Features, loaded.CreateWorkspace(iris.Count), Pass.Inference).Values);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Fact]
    public void AnArchitectureNamesThem()
    {
        string json = new Architecture(4, ExtendedTraining.Network<float>().Layers, 12).ToJson();
        Assert.Contains("\"squarePlus\"", json, StringComparison.Ordinal);
        Assert.Contains("\"parametricRelu\"", json, StringComparison.Ordinal);
        Assert.Equal(ExtendedTraining.Network<float>().Layers, Architecture.FromJson(json).Layers);
        Assert.Throws<ArgumentException>("name", Extension.Register);
    }

    [Fact]
    public void AResumedTrainingHasTheBitsOfOneLeftAlone()
    {
        ShouldGoOn<float>();
        ShouldGoOn<double>();

        static void ShouldGoOn<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            InterruptedTraining.ShouldGoOnWithTheSameBits(
                ExtendedTraining.Create<T>, ExtendedTraining.Iris<T>(), null, epochs: 2, ExtendedTraining.BatchSize);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryWidthHasTheSameBits(int width)
    {
        (float[] single, double[] full) = (Train<float>(), Train<double>());
        using VectorWidth _ = VectorWidth.Force(width);
        Bits.AssertSame<float>(single, Train<float>());
        Bits.AssertSame<double>(full, Train<double>());

        static T[] Train<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TrainingParts<T> parts = ExtendedTraining.Create<T>();
            parts.Trainer.Fit(ExtendedTraining.Iris<T>(), null, epochs: 2, ExtendedTraining.BatchSize);
            return parts.Network.Parameters.ToArray();
        }
    }

    // Truncation is ε² ≈ 4·10⁻¹¹, rounding 10⁻¹⁶/ε ≈ 2·10⁻¹¹ of a loss over its gradient. The one kink, of the
    // parametric ReLU, must lie out of reach.
    [Fact]
    public void GradientsAreTwoSidedDifferences()
    {
        Network<double> network = ExtendedTraining.Network<double>();
        Dataset<double> some = ExtendedTraining.Iris<double>().Select([0, 3, 51, 60, 99, 110, 149]);
        double[] x = some.Features.Values.ToArray(), dx = new double[x.Length];
        Workspace<double> workspace = network.CreateWorkspace(some.Count);
        Loss<double> loss = ExtendedTraining.Loss<double>();
        loss.Evaluate(network.Forward(X(), workspace, Pass.Training(0)), some.Targets, workspace.OutputGradient);
        network.Backward(X(), workspace, new MatrixSpan<double>(dx, some.Count, 4));
        double[] gradients = workspace.Gradients.ToArray();
        Assert.All(workspace.Activation(2).Values[..(some.Count * 8)].ToArray(), z => Assert.True(Math.Abs(z) > 1e-3));

        double[] differences =
        [
            .. Enumerable.Range(0, gradients.Length).Select(i => Difference(ref network.Parameters[i])),
            .. Enumerable.Range(0, x.Length).Select(i => Difference(ref x[i])),
        ];
        Assert.InRange(TwoSidedDifferences.RelativeDistance(differences, [.. gradients, .. dx]), 0, 1e-7);

        ReadOnlyMatrixSpan<double> X() => new(x, some.Count, 4);

        double Difference(ref double theta) => TwoSidedDifferences.Of(
            ref theta, TwoSidedDifferences.BestStep(theta), () => loss.Evaluate(network.Forward(X(), workspace, Pass.Training(0)), some.Targets));
    }

    [Fact]
    public void ThePenaltysGradientIsItsTwoSidedDifference()
    {
        // δ lies between them, and no weight within reach of it.
        double[] weights = [-0.3, -0.1, -0.02, 0, 0.04, 0.12, 0.7], gradients = [1, 2, 3, 4, 5, 6, 7];
        HuberPenalty penalty = new(0.2, delta: 0.11);
        penalty.AddGradient<double>(weights, gradients, null);
        for (int i = 0; i < weights.Length; i++)
        {
            double difference = TwoSidedDifferences.Of(ref weights[i], TwoSidedDifferences.BestStep(weights[i]), () => penalty.Penalty<double>(weights));

            // The third derivative is 0 here: rounding alone, 10⁻¹⁶/ε.
            Assert.Equal(i + 1 + difference, gradients[i], 1e-9);
        }
    }

    [Fact]
    public void LionIsItsFormula()
    {
        Network<double> network = new(2, [Layer.Dense(2)], seed: 3);
        Lion<double> lion = new(network) { LearningRate = 0.1, Regularizer = Regularizer.WeightDecay(0.5) };
        double[] w = network.Parameters.ToArray(), m = new double[6];
        for (int step = 0; step < 5; step++)
        {
            double[] g = [.. Enumerable.Range(0, 6).Select(i => i == 5 ? 0 : Math.Sin((7 * step) + i))];
            for (int i = 0; i < 6; i++)
            {
                w[i] = (w[i] * (i < 4 ? 0.95 : 1)) - (0.1 * Math.Sign((0.9 * m[i]) + (0.1 * g[i])));
                m[i] = (0.99 * m[i]) + (0.01 * g[i]);
            }

            lion.Step(g);
        }

        // Five steps of two roundings of numbers of order 1; 1 − 0.9 is not 0.1 by a last bit.
        Assert.All(w.Zip(network.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.All(m.Zip(lion.Moment(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Equal("FastNet.Extensions.Lion, learning rate 0.1, β₁ 0.9, β₂ 0.99", lion.ToString());
    }

    [Fact]
    public void TheCycleRisesAndFalls()
    {
        TriangularCycle cycle = new(half: 4, lowest: 0.2);
        Assert.Equal(
            [0.2, 0.4, 0.6, 0.8, 1, 0.8, 0.6, 0.4, 0.2, 0.4],
            Enumerable.Range(0, 10).Select(step => Math.Round(cycle.Factor(new ScheduleTime(1, step)), 12)));
    }
}

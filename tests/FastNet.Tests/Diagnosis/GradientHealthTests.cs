using System.Numerics;
using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>One step of training by layer: the numbers against passes through parts of the network, and planted faults.</summary>
public sealed class GradientHealthTests
{
    private const int Examples = 64;

    private static readonly Layer[] Mixed =
        [Layer.Dense(6), Layer.BatchNorm(), Layer.Relu(), Layer.Dropout(0.8), Layer.Dense(5), Layer.Tanh(), Layer.Identity(), Layer.Dense(3)];

    // What goes out of layer i is the output of the first i + 1 layers; the gradient there is the input gradient of the rest.
    [Fact]
    public void ScalesAreThoseOfPartsOfTheNetwork()
    {
        Layer[] layers = [Layer.Dense(6), Layer.Tanh(), Layer.Dense(5), Layer.Softplus(), Layer.Dense(3)];
        Network<double> network = new(4, layers, seed: 3);
        Dataset<double> data = IrisLike.Classes<double>(1);
        ReadOnlyMatrixSpan<double> x = data.Features.Slice(0, Examples);
        GradientHealthReport report = Observe(network, data);
        for (int i = 0; i < layers.Length - 1; i++)
        {
            Network<double> first = Part(network, 0, i + 1), rest = Part(network, i + 1, layers.Length);
            double[] a = [.. first.Forward(x, first.CreateWorkspace(Examples), Pass.Training(0)).Values];
            ReadOnlyMatrixSpan<double> activation = new(a, Examples, first.Outputs);
            Workspace<double> workspace = rest.CreateWorkspace(Examples);
            ReadOnlyMatrixSpan<double> outputs = rest.Forward(activation, workspace, Pass.Training(0));
            double loss = new SoftmaxCrossEntropy<double>().Evaluate(outputs, data.Targets.Slice(0, Examples), workspace.OutputGradient);
            double[] da = new double[a.Length];
            rest.Backward(activation, workspace, new MatrixSpan<double>(da, Examples, first.Outputs));

            // 320 squares are summed in another order.
            Assert.Equal(1, report.Layers[i].Activation!.Value / Rms(a), 1e-13);
            Assert.Equal(1, report.Layers[i].Gradient!.Value / Rms(da), 1e-13);
            Assert.Equal(loss, report.Loss, 1e-14);
        }
    }

    [Fact]
    public void ParametersAreThoseOfAStepByHand()
    {
        Network<double> network = new(4, Mixed, seed: 5), byHand = network.Clone();
        Dataset<double> data = IrisLike.Classes<double>(2);
        Adam<double> adam = new(network) { LearningRate = 0.01 }, adamByHand = new(byHand) { LearningRate = 0.01 };
        for (int step = 0; step < 3; step++)
        {
            _ = Step(network, adam, data);
            _ = Step(byHand, adamByHand, data);
        }

        GradientHealthReport report = GradientHealth.Observe(
            network, new SoftmaxCrossEntropy<double>(), copy => new Adam<double>(copy) { LearningRate = 0.01 }, data.Features.Slice(0, Examples),
            data.Targets.Slice(0, Examples), adam);
        double[] before = byHand.Parameters.ToArray();
        double[] gradients = Step(byHand, adamByHand, data);
        foreach (ParameterHealth parameter in report.Layers.SelectMany(layer => layer.Parameters))
        {
            // Bits of the step are the same; root mean squares are summed in the same order too, but scaled.
            double[] weight = parameter.Slice.Of(before.AsSpan()).ToArray();
            Assert.Equal(Rms(weight), parameter.Weight, 1e-14);
            Assert.Equal(Rms(parameter.Slice.Of(gradients.AsSpan()).ToArray()), parameter.Gradient, 1e-14);
            Assert.Equal(Rms([.. parameter.Slice.Of(byHand.Parameters).ToArray().Zip(weight, (after, w) => after - w)]), parameter.Update, 1e-14);
            Assert.Equal(parameter.Update / parameter.Weight, parameter.UpdateRatio, 1e-14);
        }

        Assert.Equal(byHand.Slices.Select(slice => slice.Name), report.Layers.SelectMany(layer => layer.Parameters).Select(parameter => parameter.Slice.Name));
        Assert.Null(report.Layers[6].Activation);
        Assert.Equal(["dense", "batchNorm", "relu", "dropout", "dense", "tanh", "identity", "dense"], report.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void NothingOfTheCallersChanges()
    {
        Network<float> network = new(4, Mixed, seed: 6);
        Dataset<float> data = IrisLike.Classes<float>(3);
        Adam<float> adam = new(network);
        _ = Step(network, adam, data);
        float[][] Everything() => [network.Parameters.ToArray(), network.State.ToArray(), adam.Moment(0).ToArray(), adam.Moment(1).ToArray()];
        float[][] before = Everything();
        double[] scalars = adam.Scalars.ToArray();
        _ = GradientHealth.Observe(
            network, new SoftmaxCrossEntropy<float>(), copy => new Adam<float>(copy), data.Features.Slice(0, Examples), data.Targets.Slice(0, Examples), adam);
        Assert.Equal(before, Everything());
        Assert.Equal(scalars, adam.Scalars.ToArray());
        Assert.Equal(1, adam.StepCount);
        Assert.Equal(1, network.BatchesTracked);
    }

    [Theory]
    [InlineData(HealthProblem.DeadUnits, 1)]
    [InlineData(HealthProblem.SaturatedUnits, 1)]
    [InlineData(HealthProblem.VanishingGradient, 0)]
    [InlineData(HealthProblem.ExplodingGradient, 0)]
    [InlineData(HealthProblem.ExplodingActivations, 6)]
    [InlineData(HealthProblem.VanishingActivations, 0)]
    [InlineData(HealthProblem.NoGradient, 0)]
    [InlineData(HealthProblem.LargeUpdate, 0)]
    [InlineData(HealthProblem.SmallUpdate, 0)]
    [InlineData(HealthProblem.NotFinite, 0)]
    public void APlantedFaultIsFoundWhereItIs(HealthProblem problem, int layer)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // 32 units: each layer multiplies by 2.2·√(32/2) = 9, so that 1000 is passed at the fourth.
            Initializer wide = Initializer.ScaledNormal(2.2);
            Network<T> network = new(
                4,
                problem switch
                {
                    HealthProblem.SaturatedUnits => [Layer.Dense(16, initializer: Initializer.ScaledNormal(30)), Layer.Tanh(), Layer.Dense(3)],
                    HealthProblem.VanishingGradient => [.. Deep(20, Layer.Sigmoid(), null)],
                    HealthProblem.ExplodingGradient or HealthProblem.ExplodingActivations => [.. Deep(8, Layer.Relu(), wide)],
                    HealthProblem.VanishingActivations => [Layer.Dense(16, initializer: Initializer.ScaledNormal(1e-4)), Layer.Relu(), Layer.Dense(3)],
                    HealthProblem.NoGradient => [Layer.Dense(16, initializer: Initializer.Zeros), Layer.Tanh(), Layer.Dense(3, initializer: Initializer.Zeros)],
                    _ => [Layer.Dense(16), Layer.Relu(), Layer.Dense(3)],
                },
                seed: 7);
            if (problem == HealthProblem.DeadUnits)
            {
                network.Slices[1].Of(network.Parameters).Fill(T.CreateTruncating(-100));
            }
            else if (problem == HealthProblem.NotFinite)
            {
                network.Slices[1].Of(network.Parameters)[2] = T.PositiveInfinity;
            }

            double rate = problem switch { HealthProblem.LargeUpdate => 30, HealthProblem.SmallUpdate => 1e-8, _ => 0.001 };
            Dataset<T> data = IrisLike.Classes<T>(4);
            GradientHealthReport report = GradientHealth.Observe(
                network, new SoftmaxCrossEntropy<T>(), copy => new GradientDescent<T>(copy) { LearningRate = rate }, data.Features.Slice(0, Examples),
                data.Targets.Slice(0, Examples));
            HealthFinding found = report.Findings.First(finding => finding.Problem == problem);
            Assert.Equal(layer, found.Layer);
            Assert.StartsWith($"layer {layer} (", found.Sentence, StringComparison.Ordinal);
            Assert.Contains(": ", found.Sentence[10..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ADeadLayerIsDeadThroughoutAndLetsNoGradientThrough()
    {
        Network<double> network = new(4, [Layer.Dense(8), Layer.Relu(), Layer.Dense(3)], seed: 8);
        network.Slices[1].Of(network.Parameters).Fill(-100);
        GradientHealthReport report = Observe(network, IrisLike.Classes<double>(5));
        Assert.Equal(1, report.Layers[1].DeadShare);
        Assert.Equal(0, report.Layers[0].Gradient);
        Assert.Contains(report.Findings, finding => finding is { Problem: HealthProblem.NoGradient, Layer: 0 } && finding.Sentence.Contains("0.weight and 0.bias", StringComparison.Ordinal));
    }

    [Fact]
    public void SaturationIsCountedByThePublishedBounds()
    {
        // z = x·1: tanh and the sigmoid of these are beyond 0.99, and below 0.01 or above 0.99, where |x| ≥ 2.65 and 4.6.
        double[] x = [-5, -4.5, -2.7, -2.6, 0, 1, 2.6, 2.7, 4.5, 5];
        Assert.Equal(0.6, Share(Layer.Tanh()));
        Assert.Equal(0.2, Share(Layer.Sigmoid()));
        Assert.Null(Report(Layer.Relu()).Layers[1].SaturatedShare);

        double? Share(Layer activation) => Report(activation).Layers[1].SaturatedShare;

        GradientHealthReport Report(Layer activation) => GradientHealth.Observe(
            new Network<double>(1, [Layer.Dense(1, initializer: Initializer.Constant(1)), activation]), new MeanSquaredError<double>(),
            copy => new GradientDescent<double>(copy), new ReadOnlyMatrixSpan<double>(x, 10, 1), new ReadOnlyMatrixSpan<double>(new double[10], 10, 1));
    }

    [Fact]
    public void FrozenParametersAndBiasesBeforeBatchNormAreNotAccused()
    {
        Network<double> network = new(4, [Layer.Dense(8), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(3)], seed: 9);
        Dataset<double> data = IrisLike.Classes<double>(6);
        GradientHealthReport report = GradientHealth.Observe(
            network, new SoftmaxCrossEntropy<double>(),
            copy => new Adam<double>(copy) { Groups = [new("first", slice => slice.Name == "0.weight") { IsFrozen = true }] }, data.Features.Slice(0, Examples),
            data.Targets.Slice(0, Examples));
        Assert.Empty(report.Findings);
        Assert.True(report.Layers[0].Parameters[0].IsFrozen);
        Assert.Equal(0, report.Layers[0].Parameters[0].Update);
    }

    // No threshold is near what a fitting initialiser and Adam's usual rate give: no alarm in 60 · 4 networks, of either type of numbers.
    [Fact]
    public void NetworksWithoutAFaultAreNotAccused()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            foreach (Layer[] layers in (Layer[][])
                [
                    [Layer.Dense(16), Layer.Relu(), Layer.Dense(3)],
                    [Layer.Dense(64), Layer.Relu(), Layer.Dropout(0.8), Layer.Dense(32), Layer.Relu(), Layer.Dense(3)],
                    [.. Deep(6, Layer.Tanh(), null)],
                    [Layer.Dense(32), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(3)],
                ])
            {
                Assert.Empty(Observe(new Network<float>(4, layers, seed), IrisLike.Classes<float>(seed)).Findings);
                Assert.Empty(Observe(new Network<double>(4, layers, seed), IrisLike.Classes<double>(seed)).Findings);
            }
        }
    }

    [Fact]
    public void AnotherNetworksOptimizerAndAnotherKindOfStateAreRefused()
    {
        Network<double> network = new(4, [Layer.Dense(3)]);
        Dataset<double> data = IrisLike.Classes<double>(7);
        Assert.Contains("another network's", Assert.Throws<ArgumentException>("createOptimizer", () => Run(_ => new Adam<double>(network), null)).Message, StringComparison.Ordinal);
        Assert.Contains("got GradientDescent", Assert.Throws<ArgumentException>(() => Run(copy => new Adam<double>(copy), new GradientDescent<double>(network))).Message, StringComparison.Ordinal);

        void Run(Func<Network<double>, Optimizer<double>> create, Optimizer<double>? state) =>
            GradientHealth.Observe(network, new SoftmaxCrossEntropy<double>(), create, data.Features, data.Targets, state);
    }

    private static IEnumerable<Layer> Deep(int depth, Layer activation, Initializer? initializer) =>
        Enumerable.Range(0, depth).SelectMany(_ => (Layer[])[Layer.Dense(32, initializer: initializer), activation]).Append(Layer.Dense(3));

    private static GradientHealthReport Observe<T>(Network<T> network, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => GradientHealth.Observe(
            network, new SoftmaxCrossEntropy<T>(), copy => new Adam<T>(copy), data.Features.Slice(0, Examples), data.Targets.Slice(0, Examples));

    private static T[] Step<T>(Network<T> network, Optimizer<T> optimizer, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Workspace<T> workspace = network.CreateWorkspace(Examples);
        ReadOnlyMatrixSpan<T> x = data.Features.Slice(0, Examples);
        ReadOnlyMatrixSpan<T> outputs = network.Forward(x, workspace, Pass.Training(optimizer.StepCount));
        _ = new SoftmaxCrossEntropy<T>().Evaluate(outputs, data.Targets.Slice(0, Examples), workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(x, workspace);
        network.CommitStatistics(workspace);
        T[] gradients = workspace.Gradients.ToArray();
        optimizer.Step(workspace.Gradients);
        return gradients;
    }

    // Layers from..to of a network of dense layers and activations, with its parameters.
    private static Network<double> Part(Network<double> network, int from, int to)
    {
        Network<double> part = new(from == 0 ? network.Inputs : network.Layers.Take(from).Aggregate(network.Inputs, (width, layer) => layer.Outputs(width)), [.. network.Layers.Take(to).Skip(from)]);
        foreach (ParameterSlice slice in part.Slices)
        {
            string[] name = slice.Name.Split('.');
            ParameterSlice source = network.Slices.Single(other => other.Name == $"{int.Parse(name[0], System.Globalization.CultureInfo.InvariantCulture) + from}.{name[1]}");
            source.Of(network.Parameters).CopyTo(slice.Of(part.Parameters));
        }

        return part;
    }

    private static double Rms(double[] values) => Math.Sqrt(values.Sum(value => value * value) / values.Length);
}

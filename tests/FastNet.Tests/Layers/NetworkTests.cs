using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Tests.Layers;

/// <summary>What a network refuses, and what it does where layers are passed over.</summary>
public class NetworkTests
{
    private readonly float[] memory = [.. Enumerable.Range(0, 12).Select(i => (i / 6f) - 1)];

    private ReadOnlyMatrixSpan<float> X => new(memory, 4, 3);

    // The product for dx moves small matrices and packs large ones; the memory for the largest batch must do for every smaller one.
    [Fact]
    public void EveryBatchUpToTheLargestHasTheMemoryItNeeds()
    {
        foreach ((int inputs, int units, int maxBatch) in ((int, int, int)[])[(64, 64, 70), (40, 96, 60), (96, 40, 60), (130, 3, 20)])
        {
            Network<float> network = new(inputs, [Layer.Dense(units), Layer.Relu(), Layer.Dense(inputs)]);
            Workspace<float> workspace = network.CreateWorkspace(maxBatch);
            float[] x = new float[maxBatch * inputs];
            float[] dx = new float[maxBatch * inputs];
            for (int batch = 1; batch <= maxBatch; batch++)
            {
                ReadOnlyMatrixSpan<float> rows = new(x, batch, inputs);
                network.Forward(rows, workspace, Pass.Training(0));
                network.Backward(rows, workspace, new(dx, batch, inputs));
            }
        }
    }

    [Fact]
    public void ABackwardPassNeedsAForwardPassOfItsOwn()
    {
        Network<float> network = new(3, [Layer.Dense(2)]);
        Workspace<float> workspace = network.CreateWorkspace(4);
        Assert.Throws<InvalidOperationException>(() => network.Backward(X, workspace));

        network.Forward(X, workspace, Pass.Training(0));
        Assert.Throws<InvalidOperationException>(() => network.Backward(X.Slice(0, 3), workspace));
        network.Backward(X, workspace);
        Assert.Throws<InvalidOperationException>(() => network.Backward(X, workspace));
    }

    [Fact]
    public void MemoryOfTheWorkspaceIsNeitherInputNorInputGradient()
    {
        Network<float> network = new(3, [Layer.Dense(3), Layer.Tanh(), Layer.Dense(3)]);
        Workspace<float> workspace = network.CreateWorkspace(4);
        network.Forward(X, workspace, Pass.Training(0));

        Assert.Throws<ArgumentException>("x", () => network.Forward(network.Forward(X, workspace, Pass.Inference), workspace, Pass.Inference));
        network.Forward(X, workspace, Pass.Training(0));
        Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(X, workspace, workspace.OutputGradient));
        Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(X, workspace, new(workspace.Gradients, 4, 3)));
        Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(X, workspace, new(network.Parameters, 4, 3)));
        Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(X, workspace, new(memory, 4, 3)));
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void WrongShapesWorkspacesAndBatchesAreRefused()
    {
        Network<float> network = new(3, [Layer.Dense(2)]);
        Workspace<float> workspace = network.CreateWorkspace(3);
        Assert.Throws<ArgumentException>("x", () => network.Forward(X, workspace, Pass.Inference));
        Assert.Throws<ArgumentException>("x", () => network.Forward(new ReadOnlyMatrixSpan<float>(memory, 3, 4), workspace, Pass.Inference));
        Assert.Throws<ArgumentException>("workspace", () => network.Forward(X, new Network<float>(3, [Layer.Dense(2)]).CreateWorkspace(4), Pass.Inference));
        Assert.Throws<ArgumentNullException>("workspace", () => network.Forward(X, null!, Pass.Inference));
        Assert.Throws<ArgumentOutOfRangeException>("maxBatch", () => network.CreateWorkspace(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.CreateWorkspace(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Network<float>(0, [Layer.Dense(2)]));
        Assert.Throws<ArgumentException>("layers", () => new Network<float>(1, []));
        Assert.Throws<NotSupportedException>(() => new Network<Half>(1, [Layer.Dense(2)]));
        Assert.Throws<NotSupportedException>(() => new MeanSquaredError<Half>());
        Assert.Throws<ArgumentOutOfRangeException>("step", () => Pass.Training(-1));
    }

    [Fact]
    public void WhatIsNoNumberOfTheTypeIsNoHyperparameter()
    {
        Network<float> network = new(3, [Layer.Dense(2)]);
        Adam<float> adam = new(network);
        foreach (double value in (double[])[0, -1, double.NaN, double.PositiveInfinity, 1e39, 1e-50])
        {
            Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => adam.LearningRate = value);
            Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => adam.Epsilon = value);
        }

        foreach (double value in (double[])[-0.1, 1, 1 - 1e-12, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => adam.Beta1 = value);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.L2(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.L2(1, 0));
        Assert.Throws<ArgumentException>("gradients", () => adam.Step(new float[7]));
    }

    [Fact]
    public void AStepThatThrowsHasChangedNothing()
    {
        Network<float> network = new(200, [Layer.Dense(200)], seed: 1);
        Adam<float> adam = new(network);
        float[] before = network.Parameters.ToArray(), gradients = [.. before.Select(_ => 1f)];
        WorkerPool disposed = new(2);
        disposed.Dispose();

        Assert.Throws<ObjectDisposedException>(() => adam.Step(gradients, disposed));

        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal(0, adam.StepCount);
        adam.Step(gradients);
        Network<float> other = new(200, [Layer.Dense(200)], seed: 1);
        new Adam<float>(other).Step(gradients);
        Assert.Equal(other.Parameters.ToArray(), network.Parameters.ToArray());
    }

    // A finish is applied by the layer before it, but not where it, or that layer, is passed over.
    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 3)]
    public void ALayerThatIsPassedOverIsNotAppliedByTheOneBefore(bool training, float expected)
    {
        Network<float> network = new(1, [Layer.Dense(1, bias: false), new DoubleInTraining()]);
        network.Parameters[0] = 3;
        float[] one = [1];
        Pass pass = training ? Pass.Training(0) : Pass.Inference;
        Assert.Equal(expected, network.Forward(new ReadOnlyMatrixSpan<float>(one, 1, 1), network.CreateWorkspace(1), pass)[0, 0]);
    }

    [Fact]
    public void InitialisersSuitTheActivationThatFollows()
    {
        // Variances, from 40,000 draws, within 5 % (their standard error is under 1 %).
        Assert.Equal(2.0 / 200, Variance(Layer.Relu()), 0.05 * 2 / 200);
        Assert.Equal(2.0 / 400, Variance(Layer.Tanh()), 0.05 * 2 / 400);
        Assert.Equal(2.0 / 200, Variance(Layer.Dropout(0.5), Layer.Relu()), 0.05 * 2 / 200);
        Assert.Equal(2.0 / 200, Variance(Layer.BatchNorm(), Layer.LayerNorm(), Layer.Relu()), 0.05 * 2 / 200);
        Assert.Equal(2.0 / 400, Variance(Layer.BatchNorm(), Layer.Tanh()), 0.05 * 2 / 400);

        // What comes after the next dense layer is that layer's affair.
        Assert.Equal(2.0 / 400, Variance(Layer.Dense(7), Layer.Relu()), 0.05 * 2 / 400);
    }

    [Fact]
    public void ACloneIsEqualAndApart()
    {
        Network<float> network = new(3, [Layer.Dense(4), Layer.Relu(), Layer.Dropout(0.5), Layer.Dense(2)], seed: 9);
        network.Parameters[0] = 7;
        Network<float> clone = network.Clone();
        float[] ofNetwork = network.Forward(X, network.CreateWorkspace(4), Pass.Training(1)).Values.ToArray();
        Assert.Equal(ofNetwork, clone.Forward(X, clone.CreateWorkspace(4), Pass.Training(1)).Values.ToArray());

        clone.Parameters.Clear();
        Assert.Equal(7, network.Parameters[0]);
    }

    // Exact: squares of small integers, of which there are more than a block of the flat sum.
    [Fact]
    public void ThePenaltyIsHalfLambdaByTheExamplesTimesTheSquaresOfTheWeights()
    {
        Network<float> network = new(90, [Layer.Dense(60)]);
        network.Parameters.Fill(100);
        for (int i = 0; i < network.WeightCount; i++)
        {
            network.Parameters[i] = i % 5;
        }

        // 5,400 weights: 1,080 times 0 + 1 + 4 + 9 + 16.
        Assert.Equal(0.5 * 3 / 8 * 1_080 * 30, new Adam<float>(network) { Regularizer = Regularizer.L2(lambda: 3, trainingExamples: 8) }.Penalty());
        Assert.Equal(0, new AdamW<float>(network, 0.1).Penalty());
    }

    private static double Variance(params Layer[] after)
    {
        Network<double> network = new(200, [Layer.Dense(200), .. after], seed: 3);
        double[] weights = network.Slices[0].Of(network.Parameters).ToArray();
        return weights.Average(weight => weight * weight);
    }

    /// <summary>y = 2x in training, x at inference.</summary>
    private sealed record DoubleInTraining : Layer
    {
        public override int Outputs(int inputs) => inputs;

        public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs);

        private sealed class Working<T>(int units) : Layer<T>(units, units), IBlockOperator<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IBlockOperator<T>? AsFinish => this;

            public override bool IsIdentity(Pass pass) => !pass.IsTraining;

            public void Apply(MatrixSpan<T> block)
            {
                for (int i = 0; i < block.Rows; i++)
                {
                    foreach (ref T value in block.Row(i))
                    {
                        value += value;
                    }
                }
            }

            public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context) => Assert.Fail("applied in place");

            public override void Backward(
                ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context) =>
                Assert.Fail("not asked for");
        }
    }

    // Wide enough for products, updates and predictions to be divided, with small matrices between, whose updates are divided together: three steps,
    // by each number of threads.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyNumberOfThreadsHasTheSameBits(int threads)
    {
        using WorkerPool workers = new(threads);
        Assert.Equal(Train(null), Train(workers));

        static float[] Train(WorkerPool? workers)
        {
            const int Batch = 61;
            List<Layer> layers = [Layer.Dense(157), Layer.Relu(), Layer.Dense(30)];
            for (int i = 0; i < 24; i++)
            {
                layers.AddRange([Layer.Dense(30, bias: false), Layer.Tanh()]);
            }

            layers.AddRange([Layer.Dense(700), Layer.Tanh(), Layer.Dense(131)]);
            Network<float> network = new(213, layers, seed: 6);
            Workspace<float> workspace = network.CreateWorkspace(Batch, workers);
            Adam<float> adam = new(network);
            SoftmaxCrossEntropy<float> loss = new();
            Philox random = new(7, RandomPurpose.Trial);
            float[] features = [.. Enumerable.Range(0, Batch * 213).Select(i => (float)random.Normal(i))];
            int[] classes = [.. Enumerable.Range(0, Batch).Select(i => i * 37 % 131)];
            ReadOnlyMatrixSpan<float> x = new(features, Batch, 213);
            for (int step = 0; step < 3; step++)
            {
                loss.Evaluate(network.Forward(x, workspace, Pass.Training(step)), classes, workspace.OutputGradient);
                workspace.ClearGradients();
                network.Backward(x, workspace);
                adam.Step(workspace.Gradients, workers);
            }

            Predictor<float> predictor = network.ToPredictor();
            float[] outputs = new float[Batch * 131];
            predictor.Predict(x, new MatrixSpan<float>(outputs, Batch, 131), new float[predictor.ScratchLength(Batch, workers)], workers);
            return [.. network.Parameters, .. outputs];
        }
    }

    // Cleared gradients are 0 to who looks at once, and nothing of an earlier pass is left in the next one's.
    [Fact]
    public void ClearedGradientsAreZeroAndLeaveNothingBehind()
    {
        Network<double> network = new(3, [Layer.BatchNorm(), Layer.Dense(4), Layer.Tanh(), Layer.Dense(2)], seed: 6);
        Workspace<double> workspace = network.CreateWorkspace(5);
        double[] features = [.. Enumerable.Range(0, 15).Select(i => (i * i % 7) - 3.0)];
        double[] once = Gradients(0, clears: true), again = Gradients(0, clears: true), sum = Gradients(0, clears: false);
        Assert.Equal(once, again);
        Assert.All(once.Zip(sum), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-12));
        workspace.ClearGradients();
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        workspace.Gradients.Fill(1);
        Assert.All(Gradients(0, clears: false).Zip(once), pair => Assert.Equal(1 + pair.Second, pair.First, 1e-12));

        double[] Gradients(int step, bool clears)
        {
            ReadOnlyMatrixSpan<double> x = new(features, 5, 3);
            network.Forward(x, workspace, Pass.Training(step));
            workspace.OutputGradient.Values.Fill(0.5);
            if (clears)
            {
                workspace.ClearGradients();
            }

            network.Backward(x, workspace);
            return workspace.Gradients.ToArray();
        }
    }

    [Fact]
    public void ABackwardPassThatThrowsLeavesNothingOfAnEarlierOne()
    {
        Network<double> network = new(2, [Layer.Dense(3), new Throwing(), Layer.Dense(1)], seed: 6);
        Workspace<double> workspace = network.CreateWorkspace(1);
        ReadOnlyMatrixSpan<double> x = new([1, 2], 1, 2);
        network.Forward(x, workspace, Pass.Training(0));
        workspace.OutputGradient.Values.Fill(1e6);
        network.Backward(x, workspace);
        Assert.Contains(workspace.Gradients.ToArray(), gradient => Math.Abs(gradient) > 1000);

        workspace.ClearGradients();
        network.Forward(x, workspace, Pass.Training(1));
        Assert.Throws<InvalidOperationException>(() => network.Backward(new ReadOnlyMatrixSpan<double>([1, 2], 1, 2), workspace));
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    // Backward, from step 1 on.
    private sealed record Throwing : Layer
    {
        public override int Outputs(int inputs) => inputs;

        public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs);

        private sealed class Working<T>(int units) : Layer<T>(units, units)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context) => x.Values.CopyTo(y.Values);

            public override void Backward(
                ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
            {
                if (context.Pass.Step > 0)
                {
                    throw new InvalidOperationException("thrown for the test");
                }

                dy.Values.CopyTo(dx.Values);
            }
        }
    }
}

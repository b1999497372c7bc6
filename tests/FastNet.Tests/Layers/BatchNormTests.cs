using FastNet.Tests.Kernels;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Layers;

/// <summary>What batch norm is known for, and the mistakes that others have shipped.</summary>
public class BatchNormTests
{
    // Some hundred roundings of numbers of order 1 in double.
    private const double Rounding = 1e-13;

    [Fact]
    public void InferenceStatisticsMoveToThoseOfTheData()
    {
        const int Steps = 400, Batch = 50;
        Network<double> network = new(2, [Layer.BatchNorm()]);
        Workspace<double> workspace = network.CreateWorkspace(Batch);
        for (int step = 0; step < Steps; step++)
        {
            network.Forward(Data(Batch, (ulong)step).Span, workspace, Pass.Training(step));
            network.CommitStatistics(workspace);
        }

        // An average over about (1 + 0.9)/(1 − 0.9) = 19 batches, 950 examples: the standard error of a mean is σ/31, of a variance σ²·√2/31.
        // Five of them.
        Assert.Equal(10, network.State[0], 5 * 2 / 31.0);
        Assert.Equal(-3, network.State[1], 5 * 0.5 / 31);
        Assert.Equal(4, network.State[2], 5 * 4 * 1.42 / 31);
        Assert.Equal(0.25, network.State[3], 5 * 0.25 * 1.42 / 31);
        Assert.Equal(Steps, network.BatchesTracked);
    }

    [Fact]
    public void MomentumIsTheWeightOfThePast()
    {
        Network<double> network = new(1, [Layer.BatchNorm(momentum: 0.75)]);
        Commit(network, [3, 5]);
        Assert.Equal([0.25 * 4, (0.75 * 1) + (0.25 * 2)], network.State.ToArray());
        Commit(network, [3, 5]);
        Assert.Equal([(0.75 * 1) + (0.25 * 4), (0.75 * 1.25) + (0.25 * 2)], network.State.ToArray());
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void TheRunningVarianceIsUnbiasedUnlessAskedOtherwiseAndABatchsOwnNever(bool unbiased, double expected)
    {
        Network<double> network = new(1, [Layer.BatchNorm(momentum: 0, epsilon: 3, unbiased)]);
        Assert.Equal([-1 / Math.Sqrt(1 + 3), 1 / Math.Sqrt(1 + 3)], Commit(network, [3, 5]));
        Assert.Equal([4, expected], network.State.ToArray());
    }

    [Fact]
    public void OutputsHaveTheMeanOfTheShiftAndTheDeviationOfTheScale()
    {
        const int Batch = 37;
        const double Epsilon = 0.01;
        Network<double> network = new(2, [Layer.BatchNorm(epsilon: Epsilon)]);
        ((double[])[3, -0.5, 7, 0.25]).CopyTo(network.Parameters);
        Matrix x = Data(Batch, 1);
        Matrix y = Matrix.ValuesOf(network.Forward(x.Span, network.CreateWorkspace(Batch), Pass.Training(0)));
        for (int j = 0; j < 2; j++)
        {
            (_, double variance) = Moments(x, j);
            (double mean, double varianceOfY) = Moments(y, j);
            double scale = network.Parameters[j] * network.Parameters[j];
            Assert.Equal(network.Parameters[2 + j], mean, Rounding);
            Assert.Equal(scale * variance / (variance + Epsilon), varianceOfY, scale * Rounding);
        }
    }

    // y's mean is β and its square's mean all but γ² + β², whatever x is: no gradient along what cannot change. With ε the second is changed a little.
    [Fact]
    public void TheGradientIsOrthogonalToConstantsAndToTheNormalizedInput()
    {
        const int Batch = 23;
        const double Epsilon = 0.01;
        Network<double> network = new(2, [Layer.BatchNorm(epsilon: Epsilon)]);
        Matrix x = Data(Batch, 2);
        (Matrix y, Matrix dx, double[] gradients) = Backward(network, x, Data(Batch, 3));
        for (int j = 0; j < 2; j++)
        {
            (_, double variance) = Moments(x, j);
            double sum = 0, along = 0;
            for (int i = 0; i < Batch; i++)
            {
                sum += dx[i, j];
                along += dx[i, j] * y[i, j];
            }

            // γ = 1 and β = 0, so that y = x̂; Σx̂²/m = σ²/(σ² + ε) leaves ε/(σ² + ε) of dγ.
            double expected = gradients[j] / Math.Sqrt(variance + Epsilon) * Epsilon / (variance + Epsilon);
            Assert.Equal(0, sum, Batch * Rounding);
            Assert.Equal(expected, along, Batch * Rounding);
        }
    }

    [Fact]
    public void TheGradientOfTheSumOfOutputsIsZero()
    {
        Matrix ones = new([.. Enumerable.Repeat(1.0, 40)], 20, 2);
        (_, Matrix dx, double[] gradients) = Backward(new(2, [Layer.BatchNorm()]), Data(20, 4), ones);
        Assert.All(dx.Values, value => Assert.Equal(0, value, Rounding));
        Assert.Equal(0, gradients[0], Rounding);
        Assert.Equal(0, gradients[1], Rounding);
        Assert.Equal([20, 20], gradients[2..]);
    }

    [Fact]
    public void AConstantColumnBecomesTheShift()
    {
        float[] x = [1_000_000.1f, 2, 1_000_000.1f, 4, 1_000_000.1f, 9];
        Network<float> network = new(2, [Layer.BatchNorm()]);
        network.Parameters[2] = 5;
        ReadOnlyMatrixSpan<float> y = network.Forward(new ReadOnlyMatrixSpan<float>(x, 3, 2), network.CreateWorkspace(3), Pass.Training(0));
        Assert.Equal([5f, 5f, 5f], [y[0, 0], y[1, 0], y[2, 0]]);
    }

    [Fact]
    public void OneExampleHasNoVarianceToTrainBy()
    {
        Network<double> network = new(2, [Layer.Dense(2), Layer.BatchNorm()]);
        Workspace<double> workspace = network.CreateWorkspace(4);
        network.Forward(Data(4, 5).Span, workspace, Pass.Training(0));
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => network.Forward(Data(1, 5).Span, workspace, Pass.Training(0)));
        Assert.Contains("variance of one example", exception.Message, StringComparison.Ordinal);

        // The pass that failed has written over a part of what the one before had kept.
        Assert.Throws<InvalidOperationException>(() => network.CommitStatistics(workspace));
        network.Forward(Data(1, 5).Span, workspace, Pass.Inference);
    }

    [Fact]
    public void InferenceIsTheSameForARowAloneAndInABatch()
    {
        Network<float> network = new(3, [Layer.BatchNorm(), Layer.Dense(5), Layer.LayerNorm(), Layer.Tanh(), Layer.Dropout(0.5, DropoutKind.Classic)]);
        Workspace<float> workspace = network.CreateWorkspace(7);
        float[] x = [.. Enumerable.Range(0, 21).Select(i => (i * i % 11) - 4f)];
        ReadOnlyMatrixSpan<float> batch = new(x, 7, 3);
        network.Forward(batch, workspace, Pass.Training(0));
        network.CommitStatistics(workspace);
        ReadOnlyMatrixSpan<float> together = network.Forward(batch, workspace, Pass.Inference);
        Workspace<float> alone = network.CreateWorkspace(1);
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(together.Row(i).ToArray(), network.Forward(batch.Slice(i, 1), alone, Pass.Inference).Row(0).ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void AMomentumThatNeverMovesOrIsNoneIsRefused(double momentum) =>
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => Layer.BatchNorm(momentum));

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AnEpsilonIsAboveZero(double epsilon)
    {
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => Layer.BatchNorm(epsilon: epsilon));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => Layer.LayerNorm(epsilon));
    }

    [Fact]
    public void WhatIsNoNumberOfTheTypeIsRefusedByTheNetwork()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new Network<float>(1, [Layer.BatchNorm(momentum: 1 - 1e-12)]));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Network<float>(1, [Layer.BatchNorm(epsilon: 1e-50)]));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Network<float>(1, [Layer.LayerNorm(1e-50)]));
        _ = new Network<double>(1, [Layer.BatchNorm(1 - 1e-12, 1e-50), Layer.LayerNorm(1e-50)]);
    }

    [Fact]
    public void ATrainingHasTheSameBitsAtEveryWidth()
    {
        float[][] results = [.. VectorWidth.Bits.Select(width =>
        {
            using VectorWidth _ = VectorWidth.Force(width);
            Network<float> network = new(
                7, [Layer.BatchNorm(), Layer.Dense(37, bias: false), Layer.BatchNorm(0.8), Layer.Relu(), Layer.LayerNorm(), Layer.Dense(3)], seed: 5);
            Workspace<float> workspace = network.CreateWorkspace(9);
            Adam<float> adam = new(network) { LearningRate = 0.01 };
            float[] x = [.. Enumerable.Range(0, 63).Select(i => (i * i % 23 / 5f) - 2)];
            for (int step = 0; step < 5; step++)
            {
                ReadOnlyMatrixSpan<float> batch = new(x, 9, 7);
                new SoftmaxCrossEntropy<float>().Evaluate(
                    network.Forward(batch, workspace, Pass.Training(step)), (int[])[0, 1, 2, 0, 1, 2, 0, 1, 2], workspace.OutputGradient);
                workspace.ClearGradients();
                network.Backward(batch, workspace);
                network.CommitStatistics(workspace);
                adam.Step(workspace.Gradients);
            }

            return (float[])[.. network.Parameters, .. network.State];
        })];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    // Column j: 10 ± 2, or −3 ± 0.5.
    private static Matrix Data(int rows, ulong stream)
    {
        Philox random = new(9, RandomPurpose.Trial, stream);
        return new([.. Enumerable.Range(0, 2 * rows).Select(i => i % 2 == 0 ? 10 + (2 * random.Normal(i)) : -3 + (0.5 * random.Normal(i)))], rows, 2);
    }

    private static (double Mean, double Variance) Moments(Matrix x, int column)
    {
        double[] values = [.. Enumerable.Range(0, x.Rows).Select(i => x[i, column])];
        double mean = values.Average();
        return (mean, values.Average(value => (value - mean) * (value - mean)));
    }

    private static double[] Commit(Network<double> network, double[] x)
    {
        Workspace<double> workspace = network.CreateWorkspace(x.Length);
        double[] y = network.Forward(new ReadOnlyMatrixSpan<double>(x, x.Length, 1), workspace, Pass.Training(0)).Values.ToArray();
        network.CommitStatistics(workspace);
        return y;
    }

    private static (Matrix Y, Matrix Dx, double[] Gradients) Backward(Network<double> network, Matrix x, Matrix upstream)
    {
        Workspace<double> workspace = network.CreateWorkspace(x.Rows);
        Matrix y = Matrix.ValuesOf(network.Forward(x.Span, workspace, Pass.Training(0)));
        upstream.Values.CopyTo(workspace.OutputGradient.Values);
        Matrix dx = new(x.Rows, x.Columns);
        network.Backward(x.Span, workspace, dx.Span);
        return (y, dx, workspace.Gradients.ToArray());
    }
}

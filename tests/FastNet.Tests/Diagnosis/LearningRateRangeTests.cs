using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>The range test against a problem whose largest stable rate is known, and against plain loops.</summary>
public sealed class LearningRateRangeTests
{
    // x = ±1, t = 5x and some noise: L = (w − 5)² + noise; a step multiplies w − 5 by 1 − 2α, which grows beyond α = 1.
    [Fact]
    public void TheEdgeOfAParabolaIsFound()
    {
        Philox random = new(5, RandomPurpose.Trial);
        double[] x = [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1.0 : -1)];
        Dataset<double> data = new(x, 1, [.. x.Select((value, i) => (5 * value) + (0.3 * random.Normal(i)))], 1);
        Network<double> network = new(1, [Layer.Dense(1, bias: false, Initializer.Zeros)]);
        LearningRateRange range = LearningRateRange.Run(network, new MeanSquaredError<double>(), copy => new GradientDescent<double>(copy), data, batchSize: 8);
        Assert.True(range.HasExploded);

        // Rates grow by 1.084 a step, and so have Σα = α/0.084 behind them; the average over 10 losses lags by as many steps, a factor of 2.2.
        Assert.InRange(range.Edge!.Value, 0.5, 2.2);

        // (w − 5)² falls as e^(−4Σα), fastest against ln α where 4Σα = 1, at α = 0.021; the average has it up to 2.2 times later.
        Assert.InRange(range.Steepest!.Value, 0.021, 0.021 * 2.2);
        Assert.Equal(0, network.Parameters[0]);
        Assert.Contains("falls fastest", range.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheCurveIsThatOfAPlainLoop()
    {
        const int Steps = 40;
        Dataset<double> data = IrisLike.Classes<double>(1);
        Network<double> network = new(4, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(3)], seed: 2), byHand = network.Clone();
        LearningRateRange range = LearningRateRange.Run(
            network, new SoftmaxCrossEntropy<double>(), copy => new Adam<double>(copy) { LearningRate = 0.5 }, data, batchSize: 50, 1e-4, 0.1, Steps, seed: 3);
        MiniBatches<double> batches = new(data, 50, seed: 3);
        Workspace<double> workspace = byHand.CreateWorkspace(50);
        Adam<double> adam = new(byHand);
        double average = 0, rest = 1;
        for (int step = 0; step < Steps; step++)
        {
            if (step % 3 == 0)
            {
                batches.StartEpoch(step / 3);
            }

            MiniBatch<double> batch = batches[step % 3];
            adam.LearningRate = 1e-4 * Math.Pow(1000, step / (Steps - 1.0));
            double loss = new SoftmaxCrossEntropy<double>().Evaluate(byHand.Forward(batch.Features, workspace, Pass.Training(step)), batch.Targets, workspace.OutputGradient);
            workspace.ClearGradients();
            byHand.Backward(batch.Features, workspace);
            adam.Step(workspace.Gradients);
            average = (0.9 * average) + (0.1 * loss);
            rest *= 0.9;

            // Rates differ by the rounding of two powers, which 40 steps carry on.
            Assert.Equal(1, range.Curve[step].Rate / adam.LearningRate, 1e-13);
            Assert.Equal(loss, range.Curve[step].Loss, 1e-11);
            Assert.Equal(average / (1 - rest), range.Curve[step].Smoothed, 1e-11);
        }

        Assert.Equal(Steps, range.Curve.Count);
        Assert.False(range.HasExploded);
    }

    [Fact]
    public void WhereNothingIsToBeLearntNoRateIsSuggested()
    {
        Dataset<float> data = IrisLike.Values<float>(4);
        Dataset<float> solved = new(data.Features.Values.ToArray(), 4, new float[data.Count], 1);
        LearningRateRange range = LearningRateRange.Run(
            new Network<float>(4, [Layer.Dense(1, initializer: Initializer.Zeros)]), new MeanSquaredError<float>(), copy => new GradientDescent<float>(copy), solved, batchSize: 32);
        Assert.Null(range.Steepest);
        Assert.Null(range.Edge);
        Assert.Contains("does not fall", range.ToString(), StringComparison.Ordinal);
    }

    // Trained at the suggested rate, a network learns; the network that was tested has not changed; the test gives the same curve again.
    [Fact]
    public void TheSuggestedRateTrains()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Dataset<float> data = IrisLike.Classes<float>(seed);
            Network<float> network = new(4, [Layer.Dense(16), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(3)], seed);
            float[] parameters = network.Parameters.ToArray(), state = network.State.ToArray();
            LearningRateRange range = Run();
            Assert.Equal(parameters, network.Parameters.ToArray());
            Assert.Equal(state, network.State.ToArray());
            Assert.Equal(range.Curve, Run().Curve);
            Assert.True(range.Steepest < (range.Edge ?? double.PositiveInfinity), range.ToString());
            new Trainer<float>(network, new Momentum<float>(network) { LearningRate = range.Steepest!.Value }, new SoftmaxCrossEntropy<float>()).Fit(data, null, 40, 32);

            // The species overlap in one example of forty.
            Assert.True(Evaluation.Of(network, new SoftmaxCrossEntropy<float>(), data, network.CreateWorkspace(150)).Error < 0.1, range.ToString());

            LearningRateRange Run() =>
                LearningRateRange.Run(network, new SoftmaxCrossEntropy<float>(), copy => new Momentum<float>(copy), data, batchSize: 32, maximum: 100, seed: seed);
        }
    }

    // Batches of 8 differ by more than a step changes: with Adam a rate below 1E-5 has moved no weight by more than Σα = 1E-5/0.084 = 1.2E-4 in all.
    [Fact]
    public void WhatDiffersBetweenBatchesIsNoFall()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            LearningRateRange range = LearningRateRange.Run(
                new Network<float>(4, [Layer.Dense(256), Layer.Relu(), Layer.Dense(128), Layer.Relu(), Layer.Dense(3)], seed), new SoftmaxCrossEntropy<float>(),
                copy => new Adam<float>(copy), IrisLike.Classes<float>(seed), batchSize: 8, seed: seed);
            Assert.True(range.Steepest is > 1e-5 && range.Steepest <= range.Edge, $"{seed}: {range}");
        }
    }

    // One example's loss may be many times another's: the first two say nothing of an explosion.
    [Fact]
    public void BatchesOfOneAreTestedToTheEnd()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            LearningRateRange range = LearningRateRange.Run(
                new Network<float>(4, [Layer.Dense(64), Layer.Relu(), Layer.Dense(3)], seed), new SoftmaxCrossEntropy<float>(),
                copy => new Adam<float>(copy), IrisLike.Classes<float>(seed), batchSize: 1, seed: seed);
            Assert.True(range.Curve[^1].Rate > 1e-3 && range.Steepest < range.Curve[^1].Rate, $"{seed}: {range}");
        }
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(1, 1, 100)]
    [InlineData(0.1, double.PositiveInfinity, 100)]
    [InlineData(double.NaN, 1, 100)]
    [InlineData(0.1, 1, 19)]
    public void NumbersOutOfRangeAreRefused(double minimum, double maximum, int steps) => Assert.ThrowsAny<ArgumentException>(
        () => LearningRateRange.Run(
            new Network<float>(4, [Layer.Dense(3)]), new SoftmaxCrossEntropy<float>(), copy => new Adam<float>(copy), IrisLike.Classes<float>(1), 32, minimum, maximum, steps));
}

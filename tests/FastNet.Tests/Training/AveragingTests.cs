using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>A training that is judged by, and ends with, the average of its parameters.</summary>
public sealed class AveragingTests
{
    private const int BatchSize = 8;
    private const int Epochs = 4;

    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    [Fact]
    public void AnExponentialAverageTakesInEachStep()
    {
        Network<double> network = Plain();
        List<double[]> steps = [];
        ExponentialParameterAverage<double> average = new(network, 0.9);
        TrainingHistory history = Trainer(network, new(average), () => steps.Add(network.Parameters.ToArray())).Fit(Train, Dev, Epochs, BatchSize);

        // v ← βv + (1 − β)w, v̂ = v/(1 − βᵗ), spelled out.
        double[] v = new double[network.Parameters.Length];
        foreach (double[] step in steps)
        {
            v = [.. v.Zip(step, (past, w) => (0.9 * past) + (0.1 * w))];
        }

        double correction = 1 - Math.Pow(0.9, steps.Count);
        Assert.Equal(4 * Epochs, steps.Count);

        // 16 steps of two roundings of numbers of order 1.
        Assert.All(v.Zip(network.Parameters.ToArray()), pair => Assert.Equal(pair.First / correction, pair.Second, 1e-14));
        ShouldBeJudgedByTheNetwork(history, network);
    }

    [Fact]
    public void AStochasticWeightAverageTakesInEachEpochFromTheChosenOne()
    {
        Network<double> network = Plain();
        List<double[]> steps = [];
        StochasticWeightAverage<double> average = new(network);
        TrainingHistory history = Trainer(network, new(average, ScheduleUnit.Epoch, FromEpoch: 2), () => steps.Add(network.Parameters.ToArray()))
            .Fit(Train, Dev, Epochs, BatchSize);
        Assert.Equal(3, average.Count);
        for (int i = 0; i < network.Parameters.Length; i++)
        {
            // Four steps an epoch; the mean of three, in another order.
            Assert.Equal((steps[7][i] + steps[11][i] + steps[15][i]) / 3, network.Parameters[i], 1e-14);
        }

        ShouldBeJudgedByTheNetwork(history, network);
    }

    // Until there is an average, the network itself is judged: the first epoch is that of a training without one.
    [Fact]
    public void BeforeTheFirstUpdateTheNetworkItselfIsJudged()
    {
        Network<double> averaged = Plain(), plain = Plain();
        TrainingHistory with = Trainer(averaged, new(new StochasticWeightAverage<double>(averaged), ScheduleUnit.Epoch, FromEpoch: 3), () => { })
            .Fit(Train, Dev, Epochs, BatchSize);
        TrainingHistory without = Trainer(plain, null, () => { }).Fit(Train, Dev, Epochs, BatchSize);
        Assert.Equal(without.Epochs.Take(2).Select(record => record.Dev), with.Epochs.Take(2).Select(record => record.Dev));
        Assert.Equal(without.Epochs.Select(record => record.TrainCost), with.Epochs.Select(record => record.TrainCost));
        Assert.NotEqual(without.Epochs[^1].Dev, with.Epochs[^1].Dev);
    }

    // With an average that is the network itself, β = 0, the statistics are the means over the epoch's batches, the last of six by its share, and
    // owe nothing to those that training has moved.
    [Fact]
    public void RunningStatisticsAreMeansOverTheTrainPart()
    {
        Network<double> network = new(2, [Layer.BatchNorm(momentum: 0.99), Layer.Dense(4), Layer.Tanh(), Layer.Dense(2)], seed: 11);
        Trainer(network, new(new ExponentialParameterAverage<double>(network, beta: 0)), () => { }).Fit(Train, Dev, 1, BatchSize);
        MiniBatches<double> batches = new(Train, BatchSize, network.Seed);
        batches.StartEpoch(1);
        double[] expected = new double[4];
        for (int i = 0; i < batches.Count; i++)
        {
            MiniBatch<double> batch = batches[i];
            for (int column = 0; column < 2; column++)
            {
                double[] x = new double[batch.Count];
                for (int row = 0; row < x.Length; row++)
                {
                    x[row] = batch.Features[row, column];
                }

                double mean = x.Average();
                expected[column] += mean * x.Length / Train.Count;
                expected[2 + column] += x.Sum(value => (value - mean) * (value - mean)) / (x.Length - 1) * x.Length / Train.Count;
            }
        }

        // Sums of 30 numbers of order 1.
        Assert.All(expected.Zip(network.State.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    // A file sorted by its classes is the common case; its batches in the data's order would each have one class.
    [Fact]
    public void DataSortedByClassesIsNoTrap()
    {
        int[] order = [.. Enumerable.Range(0, 200).OrderBy(i => i % 2)];
        Dataset<double> sorted = Examples.Moons(200, seed: 1).Select(order);
        Network<double> network = new(2, [Layer.Dense(16, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], seed: 11);
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.02 }, new SoftmaxCrossEntropy<double>())
        {
            Averaging = new(new ExponentialParameterAverage<double>(network, 0.9)),
            EvaluatesTrain = true,
        }.Fit(sorted, null, 30, 20);

        // The noise leaves a few on the wrong side; statistics of one class alone leave a third of them there.
        Assert.InRange(history.Epochs[^1].Train!.Value.Error, 0, 0.15);
    }

    [Fact]
    public void StoppingEarlyRestoresTheAverageOfTheBestEpoch()
    {
        Network<double> network = new(2, [Layer.Dense(16, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], seed: 11);
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.1 }, new SoftmaxCrossEntropy<double>())
        {
            Averaging = new(new ExponentialParameterAverage<double>(network, 0.5)),
            EarlyStopping = new(patience: 3),
        }.Fit(Train, Dev, 300, BatchSize);
        Assert.Equal(TrainingEnd.StoppedEarly, history.End);
        Assert.True(history.BestEpoch < history.Epochs.Count);
        ShouldBeJudgedByTheNetwork(history, network);
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Throws<ArgumentNullException>("Average", () => new Averaging<double>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("FromEpoch", () => new Averaging<double>(new StochasticWeightAverage<double>(Plain()), FromEpoch: 0));
    }

    private static void ShouldBeJudgedByTheNetwork(TrainingHistory history, Network<double> network) =>
        Assert.Equal(
            history.Epochs[history.BestEpoch - 1].Dev, Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(BatchSize)));

    private static Network<double> Plain() => new(2, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(2)], seed: 11);

    private static Trainer<double> Trainer(Network<double> network, Averaging<double>? averaging, Action stepEnded) =>
        new(network, new Adam<double>(network) { LearningRate = 0.05 }, new SoftmaxCrossEntropy<double>())
        {
            Averaging = averaging,
            StepEnded = _ => stepEnded(),
        };
}

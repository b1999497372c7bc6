using FastNet.Training;

namespace FastNet.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Dataset<double> Train = Examples.Moons(60, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(40, seed: 2);

    [Fact]
    public void FitIsTheLoopSpelledOut()
    {
        const int epochs = 3;
        const int batchSize = 16;
        Network<double> expected = Create();
        Adam<double> adam = new(expected) { LearningRate = 0.01, Regularizer = Regularizer.L2(0.5, Train.Count) };
        SoftmaxCrossEntropy<double> loss = new();
        MiniBatches<double> batches = new(Train, batchSize, seed: 5);
        Workspace<double> workspace = expected.CreateWorkspace(batchSize);
        List<double> costs = [];
        int step = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            batches.StartEpoch(epoch);
            double sum = 0;
            for (int i = 0; i < batches.Count; i++)
            {
                MiniBatch<double> batch = batches[i];
                ReadOnlyMatrixSpan<double> outputs = expected.Forward(batch.Features, workspace, Pass.Training(step++));
                sum += batch.Count * loss.Evaluate(outputs, batch.Targets, workspace.OutputGradient);
                workspace.ClearGradients();
                expected.Backward(batch.Features, workspace);
                adam.Step(workspace.Gradients);
            }

            // λ/(2m)·Σw² by hand, over the weights only.
            double squares = 0;
            foreach (double weight in expected.Parameters[..expected.WeightCount])
            {
                squares += weight * weight;
            }

            costs.Add((sum / Train.Count) + (0.5 / (2 * Train.Count) * squares));
        }

        Network<double> network = Create();
        Adam<double> optimizer = new(network) { LearningRate = 0.01, Regularizer = Regularizer.L2(0.5, Train.Count) };
        TrainingHistory history = new Trainer<double>(network, optimizer, loss) { Seed = 5 }.Fit(Train, null, epochs, batchSize);

        Assert.Equal(expected.Parameters.ToArray(), network.Parameters.ToArray());
        Assert.Equal([1, 2, 3], history.Epochs.Select(record => record.Epoch));
        for (int i = 0; i < epochs; i++)
        {
            // The same sums but for the order of the penalty's: 200 weights of order 1 lose less than 200·2⁻⁵².
            Assert.Equal(costs[i], history.Epochs[i].TrainCost, 1e-13);
        }

        Assert.Equal(TrainingEnd.Completed, history.End);
        Assert.Equal(epochs, history.BestEpoch);
    }

    [Theory]
    [InlineData(StoppingMeasure.DevLoss)]
    [InlineData(StoppingMeasure.DevError)]
    public void StoppingEarlyRestoresTheBestEpoch(StoppingMeasure measure)
    {
        Network<double> network = Create();
        List<double[]> parameters = [];
        TrainingHistory history = Trainer(network, new(patience: 4, measure: measure), _ => parameters.Add(network.Parameters.ToArray()))
            .Fit(Train, Dev, 500, 8);

        double[] watched = [.. history.Epochs.Select(record => measure == StoppingMeasure.DevLoss ? record.Dev!.Value.Loss : record.Dev!.Value.Error)];
        int best = Array.IndexOf(watched, watched.Min());
        Assert.Equal(TrainingEnd.StoppedEarly, history.End);
        Assert.Equal(best + 1, history.BestEpoch);
        Assert.Equal(best + 1 + 4, history.Epochs.Count);
        Assert.Equal(parameters[best], network.Parameters.ToArray());
        Assert.NotEqual(parameters[^1], network.Parameters.ToArray());
        Assert.Contains("4 epochs", history.StoppedBecause, StringComparison.Ordinal);

        Evaluation again = Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(8));
        Assert.Equal(history.Epochs[best].Dev, again);
    }

    [Fact]
    public void CancellingRestoresTheBestEpoch()
    {
        using CancellationTokenSource source = new();
        Network<double> network = Create();
        List<double[]> parameters = [];
        TrainingHistory history = Trainer(network, new(patience: 1000), record =>
        {
            parameters.Add(network.Parameters.ToArray());
            if (parameters.Count == 60)
            {
                source.Cancel();
            }
        }).Fit(Train, Dev, 500, 8, source.Token);

        Assert.Equal(TrainingEnd.Cancelled, history.End);
        Assert.Equal(60, history.Epochs.Count);
        Assert.InRange(history.BestEpoch, 1, 59);
        Assert.Equal(history.Epochs.MinBy(record => record.Dev!.Value.Loss)!.Epoch, history.BestEpoch);
        Assert.Equal(parameters[history.BestEpoch - 1], network.Parameters.ToArray());
    }

    [Fact]
    public void ALossThatIsNotANumberRestoresTheBestEpoch()
    {
        Network<double> network = Create();
        List<double[]> parameters = [];
        TrainingHistory history = Trainer(network, new(patience: 1000), record =>
        {
            parameters.Add(network.Parameters.ToArray());
            if (parameters.Count == 60)
            {
                network.Parameters[3] = double.NaN;
            }
        }).Fit(Train, Dev, 500, 8);

        Assert.Equal(TrainingEnd.NotFinite, history.End);
        Assert.InRange(history.BestEpoch, 1, 59);
        Assert.Equal(parameters[history.BestEpoch - 1], network.Parameters.ToArray());

        Assert.Contains("0.weight (layer 0, Dense) is not finite; the likely cause is a learning rate of", history.StoppedBecause, StringComparison.Ordinal);

        // 60 epochs of 8 steps, ⌈60/8⌉, went well.
        Assert.Contains("NaN at step 481 (epoch 61, batch 1)", history.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExceptionOfACallbackRestoresTheBestEpoch()
    {
        Network<double> network = Create();
        List<double[]> parameters = [];
        List<double> losses = [];
        Assert.Throws<InvalidTimeZoneException>(() => Trainer(network, new(patience: 1000), record =>
        {
            parameters.Add(network.Parameters.ToArray());
            losses.Add(record.Dev!.Value.Loss);
            if (parameters.Count == 60)
            {
                throw new InvalidTimeZoneException();
            }
        }).Fit(Train, Dev, 500, 8));
        Assert.Equal(parameters[losses.IndexOf(losses.Min())], network.Parameters.ToArray());
    }

    [Fact]
    public void WithoutEarlyStoppingTheLastWholeEpochStands()
    {
        Network<double> network = Create();
        double[] last = [];
        TrainingHistory history = Trainer(network, null, record =>
        {
            last = network.Parameters.ToArray();
            network.Parameters[0] = record.Epoch == 5 ? double.PositiveInfinity : network.Parameters[0];
        }).Fit(Train, null, 500, 8);

        Assert.Equal(TrainingEnd.NotFinite, history.End);
        Assert.Equal(5, history.BestEpoch);
        Assert.Equal(last, network.Parameters.ToArray());
    }

    [Fact]
    public void DivergenceInTheFirstEpochLeavesTheFirstParameters()
    {
        Network<double> network = new(2, [Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed: 1);
        double[] first = network.Parameters.ToArray();
        GradientDescent<double> wild = new(network) { LearningRate = 1e300 };
        TrainingHistory history = new Trainer<double>(network, wild, new SoftmaxCrossEntropy<double>()).Fit(Train, null, 3, 8);

        Assert.Equal(TrainingEnd.NotFinite, history.End);
        Assert.Equal(0, history.BestEpoch);
        Assert.Empty(history.Epochs);
        Assert.Equal(first, network.Parameters.ToArray());
    }

    [Fact]
    public void SmallImprovementsDoNotCount()
    {
        Network<double> network = Create();
        TrainingHistory history = Trainer(network, new(patience: 3, minimumImprovement: 100), null).Fit(Train, Dev, 500, 8);
        Assert.Equal(1, history.BestEpoch);
        Assert.Equal(4, history.Epochs.Count);
    }

    [Fact]
    public void WorkersAndRepetitionGiveTheSameBits()
    {
        using WorkerPool pool = new(2);
        double[] alone = Fit(null);
        Assert.Equal(alone, Fit(null));
        Assert.Equal(alone, Fit(pool));
        Assert.Equal(alone, Fit(pool));

        double[] Fit(WorkerPool? workers)
        {
            Network<double> network = Create();
            Trainer<double> trainer = new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Workers = workers };
            trainer.Fit(Train, Dev, 3, 16);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void StepsAreReportedByTheExamplesSeen()
    {
        List<long> seen = [];
        Network<double> network = Create();
        new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { StepEnded = seen.Add }.Fit(Train, null, 2, 25);
        Assert.Equal([25, 50, 60, 85, 110, 120], seen);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        // 8 steps an epoch: between the steps of one epoch no byte; between epochs a record, some hundreds of bytes.
        long[] allocated = new long[80];
        int step = 0;
        Network<double> network = Create();
        Trainer<double> trainer = new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = new(patience: 10),
            StepEnded = _ => allocated[step++] = GC.GetAllocatedBytesForCurrentThread(),
        };
        trainer.Fit(Train, Dev, 10, 8);
        for (int i = 1; i < allocated.Length; i++)
        {
            Assert.InRange(allocated[i] - allocated[i - 1], 0, i % 8 == 0 ? 2048 : 0);
        }
    }

    [Fact]
    public void ASecondFitGoesOnWithTheNextDropoutMasks()
    {
        // With a learning rate that moves nothing, equal costs would mean equal masks.
        Network<double> network = new(2, [Layer.Dense(16), Layer.Relu(), Layer.Dropout(0.5), Layer.Dense(2)], seed: 3);
        Trainer<double> trainer = new(network, new GradientDescent<double>(network) { LearningRate = 1e-300 }, new SoftmaxCrossEntropy<double>()) { Shuffle = false };
        double first = trainer.Fit(Train, null, 1, 60).Epochs[0].TrainCost;
        double second = trainer.Fit(Train, null, 1, 60).Epochs[0].TrainCost;
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void EvaluationIsErrorAndLossByHand()
    {
        Network<double> network = Create();
        int wrong = 0;
        double loss = 0;
        Workspace<double> workspace = network.CreateWorkspace(Dev.Count);
        ReadOnlyMatrixSpan<double> z = network.Forward(Dev.Features, workspace, Pass.Inference);
        for (int i = 0; i < Dev.Count; i++)
        {
            int other = 1 - Dev.Classes[i];
            wrong += z[i, other] > z[i, Dev.Classes[i]] ? 1 : 0;
            loss += Math.Log(1 + Math.Exp(z[i, other] - z[i, Dev.Classes[i]])) / Dev.Count;
        }

        Evaluation evaluation = Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(7));
        Assert.Equal((double)wrong / Dev.Count, evaluation.Error);

        // 40 terms of order 1, in another order and with another logarithm: some units of 2⁻⁵².
        Assert.Equal(loss, evaluation.Loss, 1e-13);
    }

    [Fact]
    public void ErrorOfValuesIsTheRootOfTheMeanSquare()
    {
        Network<double> identity = new(1, [Layer.Identity()]);
        Dataset<double> data = new([1, 2, 3], 1, [1.0, 4, 7], 1);
        Evaluation evaluation = Evaluation.Of(identity, new MeanSquaredError<double>(), data, identity.CreateWorkspace(2));

        // Differences 0, 2, 4: mean square 20/3; one rounding each of sum, division and root.
        Assert.Equal(Math.Sqrt(20.0 / 3), evaluation.Error, 1e-15);
        Assert.Equal(20.0 / 3, evaluation.Loss, 1e-14);
    }

    [Fact]
    public void RefusesWhatMakesNoSense()
    {
        Network<double> network = Create();
        Assert.Throws<ArgumentException>(() => Trainer(network, new(3), null).Fit(Train, null, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(network, null, null).Fit(Train, null, 0, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(network, null, null).Fit(Train, null, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1, double.NaN));
    }

    private static Network<double> Create() => new(2, [Layer.Dense(32), Layer.Tanh(), Layer.Dense(16), Layer.Tanh(), Layer.Dense(2)], seed: 11);

    private static Trainer<double> Trainer(Network<double> network, EarlyStopping? stopping, Action<EpochRecord>? epochEnded) =>
        new(network, new Adam<double>(network) { LearningRate = 0.02 }, new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = stopping,
            EpochEnded = epochEnded,
        };
}

using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>What a trainer does on request.</summary>
public sealed class TrainerOptionsTests
{
    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    public static TheoryData<int> PartSizes => [1, 3, 4, 7, 16, 100];

    [Fact]
    public void AScheduleIsAskedBeforeEachStepAndLeavesTheBaseRate()
    {
        Network<double> network = Plain();
        GradientDescent<double> descent = new(network) { LearningRate = 0.25 };
        double[] previous = network.Parameters.ToArray();
        List<double> moved = [];
        List<double> factors = [];
        Recorder schedule = new(time => time.Step % 3 == 1 ? 0 : 1.0 / time.Epoch);
        Trainer<double> trainer = new(network, descent, new SoftmaxCrossEntropy<double>())
        {
            Schedule = schedule,
            StepEnded = _ =>
            {
                factors.Add(descent.LearningRateFactor);
                double[] now = network.Parameters.ToArray();
                moved.Add(now.Zip(previous, (a, b) => Math.Abs(a - b)).Sum());
                previous = now;
            },
        };
        trainer.Fit(Train, null, 2, 10);

        // Three steps an epoch.
        Assert.Equal([(1, 0), (1, 1), (1, 2), (2, 3), (2, 4), (2, 5)], schedule.Asked.Select(time => (time.Epoch, time.Step)));
        Assert.Equal([1, 0, 1, 0.5, 0, 0.5], factors);
        Assert.Equal([true, false, true, true, false, true], moved.Select(distance => distance > 0));
        Assert.Equal((0.25, 1), (descent.LearningRate, descent.LearningRateFactor));

        // Epochs and steps count anew in each fit.
        trainer.Fit(Train, null, 1, 10);
        Assert.Equal([(1, 0), (1, 1), (1, 2)], schedule.Asked.Skip(6).Select(time => (time.Epoch, time.Step)));
    }

    [Fact]
    public void TheFactorIsOneAgainHoweverTrainingEnds()
    {
        Network<double> network = Plain();
        GradientDescent<double> descent = new(network);
        Assert.Throws<OperationCanceledException>(() => new Trainer<double>(network, descent, new SoftmaxCrossEntropy<double>())
        {
            Schedule = Schedules.Constant(0.5),
            StepEnded = _ => throw new OperationCanceledException(),
        }.Fit(Train, null, 1, 10));
        Assert.Equal(1, descent.LearningRateFactor);
    }

    [Fact]
    public void WithoutAScheduleTheCallersFactorStands()
    {
        Network<double> network = Plain(), half = Plain();
        GradientDescent<double> descent = new(network) { LearningRate = 0.25, LearningRateFactor = 0.5 };
        new Trainer<double>(network, descent, new SoftmaxCrossEntropy<double>()).Fit(Train, null, 1, 10);
        new Trainer<double>(half, new GradientDescent<double>(half) { LearningRate = 0.125 }, new SoftmaxCrossEntropy<double>()).Fit(Train, null, 1, 10);
        Assert.Equal(half.Parameters.ToArray(), network.Parameters.ToArray());
        Assert.Equal(0.5, descent.LearningRateFactor);
    }

    // Every sum over the batch is one ascending chain that starts from what is there, masks are the whole batch's, and so is the divisor.
    [Theory]
    [MemberData(nameof(PartSizes))]
    public void MicroBatchesGiveTheBitsOfTheWholeBatch(int part)
    {
        Layer[] layers = [Layer.Dropout(0.9), Layer.Dense(17), Layer.LayerNorm(), Layer.Gelu(), Layer.Dropout(0.5), Layer.Dense(2)];
        Network<double> whole = new(2, layers, seed: 5), parts = new(2, layers, seed: 5);
        TrainingHistory expected = Fit(whole, null), actual = Fit(parts, part);
        Assert.Equal(whole.Parameters.ToArray(), parts.Parameters.ToArray());

        // The costs alone are sums of the parts' sums: thirty numbers of order 1.
        foreach ((EpochRecord first, EpochRecord second) in expected.Epochs.Zip(actual.Epochs))
        {
            Assert.Equal(first.TrainCost, second.TrainCost, 1e-14);
            Assert.Equal(first.Dev!.Value.Loss, second.Dev!.Value.Loss, 1e-14);
        }

        static TrainingHistory Fit(Network<double> network, int? part) =>
            new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>(labelSmoothing: 0.1, classWeights: [1, 3]))
            {
                MicroBatchSize = part,
            }.Fit(Train, Dev, 2, 16);
    }

    [Fact]
    public void WithBatchNormEachPartHasItsOwnStatistics()
    {
        Network<double> network = WithBatchNorm();
        GradientDescent<double> still = new(network) { LearningRate = 1e-300 };
        new Trainer<double>(network, still, new SoftmaxCrossEntropy<double>()) { MicroBatchSize = 5, Shuffle = false }
            .Fit(Train, null, 1, 15);
        Network<double> expected = WithBatchNorm();
        Workspace<double> workspace = expected.CreateWorkspace(5);
        for (int first = 0; first < 30; first += 5)
        {
            expected.Forward(Train.Features.Slice(first, 5), workspace, Pass.Training(0));
            expected.CommitStatistics(workspace);
        }

        Assert.Equal(expected.State.ToArray(), network.State.ToArray());
        Assert.Equal(6, network.BatchesTracked);
    }

    [Fact]
    public void TheLastBatchIsDroppedOnRequest()
    {
        List<long> seen = [];
        Network<double> network = Plain();
        GradientDescent<double> still = new(network) { LearningRate = 1e-300 };
        TrainingHistory history = new Trainer<double>(network, still, new SoftmaxCrossEntropy<double>())
        {
            DropsLastBatch = true,
            StepEnded = seen.Add,
        }.Fit(Train, null, 2, 8);
        Assert.Equal([8, 16, 24, 32, 40, 48], seen);

        // The mean is over those seen, and each epoch leaves out others.
        MiniBatches<double> batches = new(Train, 8, network.Seed, dropLast: true);
        Workspace<double> workspace = network.CreateWorkspace(8);
        foreach (EpochRecord record in history.Epochs)
        {
            batches.StartEpoch(record.Epoch);
            double sum = 0;
            for (int i = 0; i < 3; i++)
            {
                MiniBatch<double> batch = batches[i];
                sum += new SoftmaxCrossEntropy<double>().Evaluate(network.Forward(batch.Features, workspace, Pass.Training(0)), batch.Targets);
            }

            Assert.Equal(sum / 3, record.TrainCost, 1e-14);
        }

        Assert.NotEqual(history.Epochs[0].TrainCost, history.Epochs[1].TrainCost, 1e-6);
    }

    [Fact]
    public void TheTrainPartIsEvaluatedOnRequest()
    {
        Network<double> network = new(2, [Layer.Dense(16), Layer.Tanh(), Layer.Dropout(0.5), Layer.Dense(2)], seed: 5);
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { EvaluatesTrain = true }
            .Fit(Train, Dev, 2, 8);
        Evaluation expected = Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Train, network.CreateWorkspace(8));
        Assert.Equal(expected, history.Epochs[^1].Train);

        Network<double> other = Plain();
        Assert.Null(new Trainer<double>(other, new Adam<double>(other), new SoftmaxCrossEntropy<double>()).Fit(Train, Dev, 1, 8).Epochs[0].Train);
    }

    [Fact]
    public void ABatchOfOneIsRefusedBeforeTrainingWhereThereIsBatchNorm()
    {
        Refused(batchSize: 29, part: null, dropsLast: false);
        Refused(batchSize: 1, part: null, dropsLast: false);
        Refused(batchSize: 1, part: null, dropsLast: true);
        Refused(batchSize: 9, part: 4, dropsLast: true);
        Refused(batchSize: 25, part: 4, dropsLast: false);
        Fits(batchSize: 29, part: null, dropsLast: true);
        Fits(batchSize: 28, part: null, dropsLast: false);
        Fits(batchSize: 31, part: null, dropsLast: true);
        Fits(batchSize: 28, part: 13, dropsLast: false);

        static void Refused(int batchSize, int? part, bool dropsLast)
        {
            Network<double> network = WithBatchNorm();
            double[] before = [.. network.Parameters, .. network.State];
            string message = Assert.Throws<ArgumentException>(() => Fit(network, batchSize, part, dropsLast)).Message;
            Assert.Contains("at least 2 examples for batch norm", message, StringComparison.Ordinal);
            Assert.Equal(before, (double[])[.. network.Parameters, .. network.State]);
        }

        static void Fits(int batchSize, int? part, bool dropsLast) =>
            Assert.Equal(TrainingEnd.Completed, Fit(WithBatchNorm(), batchSize, part, dropsLast).End);

        static TrainingHistory Fit(Network<double> network, int batchSize, int? part, bool dropsLast) =>
            new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
            {
                MicroBatchSize = part,
                DropsLastBatch = dropsLast,
            }.Fit(Train, Dev, 1, batchSize);
    }

    [Fact]
    public void APartHasAnExample()
    {
        Network<double> network = Plain();
        Assert.Throws<ArgumentOutOfRangeException>(
            "MicroBatchSize", () => new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { MicroBatchSize = 0 });
    }

    private static Network<double> Plain() => new(2, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(2)], seed: 11);

    private static Network<double> WithBatchNorm() =>
        new(2, [Layer.Dense(8, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], seed: 11);

    private sealed class Recorder(Func<ScheduleTime, double> factor) : Schedule
    {
        public List<ScheduleTime> Asked { get; } = [];

        public override double Factor(ScheduleTime time)
        {
            Asked.Add(time);
            return factor(time);
        }
    }
}

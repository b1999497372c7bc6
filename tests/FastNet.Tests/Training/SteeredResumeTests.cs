using FastNet.Tests.Kernels;
using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>A steered training that is stopped anywhere goes on with the bits of one left alone, whatever it was told.</summary>
public sealed class SteeredResumeTests : IDisposable
{
    private const int Epochs = 4;
    private const int BatchSize = 8;

    // Four steps an epoch, the last of six examples.
    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    /// <summary>What is told, by a name.</summary>
    public static TheoryData<string> Scripts => [.. Told.Keys];

    private static Dictionary<string, SteeringEntry[]> Told => new()
    {
        ["nothing"] = [],
        ["back over the end of an epoch"] = [new(2, new SetLearningRate(0.2)), new(3, new SaveState("a")), new(6, new RollBack("a")), new(9, new RollBack())],
        ["back and forth between epochs"] =
        [
            new(1, new SaveState("early")), new(9, new SetMomentum(0.2)), new(10, new SaveState("late")), new(11, new RollBack("early")), new(13, new RollBack("late")),
            new(14, new RollBack()),
        ],
        ["another batch size and back"] = [new(2, new SetBatchSize(5)), new(6, new SetBatchSize(13)), new(8, new RollBack()), new(11, new RollBack()), new(12, new SetBatchSize(20))],
        ["other dropout, a larger pass and back"] = [new(2, new SetKeepProbability(0.4)), new(3, new SetBatchSize(20)), new(6, new RollBack()), new(6, new RollBack())],
        ["all at one step"] =
        [
            new(5, new SetL2(2)), new(5, new SetL2(3)), new(5, new SaveState("a")), new(5, new RollBack()), new(5, new SetLearningRate(0.01)), new(5, new SaveState("a")), new(5, new RollBack("a")),
        ],
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Scripts))]
    public void OfAnAverageWithEvaluationsWithinEpochs(string script)
    {
        TrainingHistory history = InterruptedTraining.ShouldGoOnWithTheSameBits<double>(
            (autosave, stepEnded) => Create(Told[script], autosave, stepEnded, averages: true, new(1000)), Train, Dev, Epochs, BatchSize);
        Assert.Equal((TrainingEnd.Completed, Epochs), (history.End, history.Epochs.Count));
        Assert.NotEmpty(history.Steps);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void OfATrainingThatStopsWithinAnEpoch(string script)
    {
        TrainingHistory history = InterruptedTraining.ShouldGoOnWithTheSameBits<double>(
            (autosave, stepEnded) => Create(Told[script], autosave, stepEnded, averages: false, new(5, minimumImprovement: 0.05)), Train, Dev, 30, BatchSize);
        Assert.Equal(TrainingEnd.StoppedEarly, history.End);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void OfAStream(string script)
    {
        string path = Path.Combine(folder, "rows.csv");
        Dataset<double> moons = Examples.Moons(60, seed: 3);
        File.WriteAllLines(path, Enumerable.Range(0, moons.Count).Select(i => FormattableString.Invariant($"{moons.Features[i, 0]:R},{moons.Features[i, 1]:R},{moons.Classes[i]}")));

        // Blocks of 7 examples.
        StreamedTable<double> Open() => StreamedTable<double>.Open(path, new() { Ratios = new(50, 50, 0), Seed = 5, BlockBytes = 7 * ((2 * sizeof(double)) + (2 * sizeof(int))) });
        InterruptedTraining.ShouldGoOnWithTheSameBits<double>(
            (autosave, stepEnded) => Create(Told[script], autosave, stepEnded, averages: true, new(1000)),
            (trainer, token) => trainer.Fit(Open(), 3, BatchSize, token),
            (trainer, state) => trainer.Resume(state, Open(), 3, BatchSize));
    }

    /// <summary>What it was told at the step at which it stopped, stopping included, is behind it.</summary>
    [Fact]
    public void ATrainingThatWasToldToStopGoesOn()
    {
        SteeringEntry[] first = [new(2, new SetL2(2)), new(6, new SetLearningRate(0.01)), new(6, new SetMomentum(0.3))];
        SteeringEntry[] rest = [new(8, new RollBack()), new(10, new RollBack())];
        TrainingParts<double> expected = Create([.. first, .. rest], null, null, averages: false, null);
        TrainingHistory whole = expected.Trainer.Fit(Train, Dev, Epochs, BatchSize);

        SteeringEntry[] told = [.. first, new(6, new StopTraining()), .. rest];
        string state = Path.Combine(folder, "state");
        Assert.Equal(TrainingEnd.Cancelled, Create(told, new(state, 1000), null, averages: false, null).Trainer.Fit(Train, Dev, Epochs, BatchSize).End);
        TrainingParts<double> actual = Create(told, null, null, averages: false, null);
        TrainingHistory history = actual.Trainer.Resume(state, Train, Dev, Epochs, BatchSize);
        Assert.Equal((TrainingEnd.Completed, whole.Epochs.Count), (history.End, history.Epochs.Count));
        Bits.AssertSame<double>(expected.Network.Parameters, actual.Network.Parameters, "after a stop");
    }

    /// <summary>Killed after step 13 with a state of step 7: what was saved at step 11, in a past that was taken back, is not what the name meant at step 9.</summary>
    [Fact]
    public void ANameThatIsTakenAgainMeansWhatItMeantThen()
    {
        SteeringEntry[] told = [new(2, new SaveState("good")), new(9, new RollBack("good")), new(10, new SetLearningRate(0.2)), new(11, new SaveState("good")), new(12, new RollBack())];
        TrainingParts<double> expected = Create(told, null, null, averages: false, null);
        expected.Trainer.Fit(Train, Dev, Epochs, BatchSize);

        string state = Path.Combine(folder, "state");
        int steps = 0;
        TrainingParts<double> killed = Create(told, new(state, 7), _ => _ = ++steps == 13 ? throw new OperationCanceledException() : 0, averages: false, null);
        Assert.Throws<OperationCanceledException>(() => killed.Trainer.Fit(Train, Dev, Epochs, BatchSize));
        TrainingParts<double> actual = Create(told, null, null, averages: false, null);
        actual.Trainer.Resume(state, Train, Dev, Epochs, BatchSize);
        Bits.AssertSame<double>(expected.Network.Parameters, actual.Network.Parameters, "a name taken again");
    }

    /// <summary>Two changes at one step, each the second that is not taken back: each is taken back by itself.</summary>
    [Fact]
    public void ChangesOfOneStepInTwoPastsAreTakenBackEachByItself()
    {
        TrainingParts<double> actual = Create(
            [
                new(1, new SetLearningRate(0.01)), new(1, new SaveState("b")), new(2, new RollBack()), new(3, new SetL2(3)), new(10, new SetMomentum(0.1)),
                new(10, new SaveState("a")), new(10, new RollBack("b")), new(10, new SetKeepProbability(0.3)), new(12, new RollBack("a")), new(13, new RollBack()),
            ],
            null, null, averages: false, null);
        actual.Trainer.Fit(Train, Dev, Epochs, BatchSize);

        // The way back at step 2 led to step 1: the third step that is made is the second.
        TrainingParts<double> expected = Create([new(2, new SetL2(3))], null, null, averages: false, null);
        expected.Trainer.Fit(Train, Dev, Epochs, BatchSize);
        Bits.AssertSame<double>(expected.Network.Parameters, actual.Network.Parameters, "two pasts");
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("stop")]
    [InlineData("save")]
    [InlineData("change")]
    public void WhatIsNotFiniteTakesNoStatesPlace(string how)
    {
        string state = Path.Combine(folder, "state");
        using CancellationTokenSource source = new();
        byte[] good = [];
        Network<double>? network = null;
        SteeringEntry[] told = how switch
        {
            "stop" => [new(7, new StopTraining())],
            "save" => [new(7, new SaveState("bad"))],
            "change" => [new(7, new SetL2(1))],
            _ => [],
        };
        int steps = 0;
        TrainingParts<double> parts = Create(told, new(state, 6), _ =>
        {
            steps++;
            if (steps == 6)
            {
                good = File.ReadAllBytes(state);
            }
            else if (steps == 7)
            {
                network!.Parameters[0] = double.NaN;
                if (how == "cancel")
                {
                    source.Cancel();
                }
            }
        }, averages: false, null);
        network = parts.Network;
        TrainingHistory history = parts.Trainer.Fit(Train, Dev, Epochs, BatchSize, source.Token);
        Assert.Equal((TrainingEnd.NotFinite, 7), (history.End, steps));
        Assert.Equal(good, File.ReadAllBytes(state));
        Assert.False(File.Exists(Path.Combine(folder, "states", "bad.state")));
        Assert.All(network.Parameters.ToArray(), parameter => Assert.True(double.IsFinite(parameter)));
        Assert.Equal(TrainingEnd.Completed, Create([], null, null, averages: false, null).Trainer.Resume(state, Train, Dev, Epochs, BatchSize).End);
    }

    /// <summary>With more patience it is the training that had it from the beginning: the best so far, here the first, still counts.</summary>
    [Fact]
    public void ATrainingThatStoppedEarlyGoesOnWithMorePatience()
    {
        string state = Path.Combine(folder, "state");
        TrainingHistory stopped = Create([], new(state, 1), null, averages: false, new(2, minimumImprovement: 10)).Trainer.Fit(Train, Dev, 40, BatchSize);
        Assert.Equal(TrainingEnd.StoppedEarly, stopped.End);
        TrainingParts<double> expected = Create([], null, null, averages: false, new(6, minimumImprovement: 10)), actual = Create([], null, null, averages: false, new(6, minimumImprovement: 10));
        TrainingHistory whole = expected.Trainer.Fit(Train, Dev, 40, BatchSize);
        TrainingHistory history = actual.Trainer.Resume(state, Train, Dev, 40, BatchSize, allowsOtherHyperparameters: true);
        Assert.True(stopped.Steps.Count < history.Steps.Count);
        Assert.Equal(3, stopped.BestStep);
        Assert.Equal((whole.BestStep, whole.End, whole.Steps.Count), (history.BestStep, history.End, history.Steps.Count));
        Bits.AssertSame<double>(expected.Network.Parameters, actual.Network.Parameters, "more patience");

        // Another measure is not to be compared with.
        TrainingParts<double> other = Create([], null, null, averages: false, new(6, minimumImprovement: 10, StoppingMeasure.DevError));
        Assert.True(other.Trainer.Resume(state, Train, Dev, 40, BatchSize, allowsOtherHyperparameters: true).BestStep > stopped.BestStep);
    }

    /// <summary>The square of an error of 1e200 is more than a number can be; its mean absolute value is not.</summary>
    [Fact]
    public void AnErrorThatIsInfiniteIsSavedAndComesBack()
    {
        Dataset<double> far = new([1, 2, 3, 4], 1, [1e200, 2e200, 1e200, 2e200], 1);
        string state = Path.Combine(folder, "state");
        Trainer<double> Trainer(Autosave? autosave)
        {
            Network<double> network = new(1, [Layer.Dense(1)], 1);
            return new(network, new GradientDescent<double>(network) { LearningRate = 0.1 }, new MeanAbsoluteError<double>()) { Autosave = autosave };
        }

        TrainingHistory history = Trainer(new(state, 1)).Fit(far, far, 3, 2);
        Assert.Equal((TrainingEnd.Completed, double.PositiveInfinity), (history.End, history.Epochs[0].Dev!.Value.Error));
        Assert.Equal(history.Epochs.Select(epoch => epoch.Dev), Trainer(null).Resume(state, far, far, 3, 2).Epochs.Select(epoch => epoch.Dev));
    }

    /// <summary>After every epoch the folder holds what is listed, each with the measure that is listed, on whatever way it came there.</summary>
    [Theory]
    [MemberData(nameof(Scripts))]
    public void KeptCheckpointsAreThoseOfThePastThatCounts(string script)
    {
        string kept = Directory.CreateDirectory(Path.Combine(folder, "kept")).FullName;
        KeptCheckpoints<double> checkpoints = new(kept, best: 2, last: 1);
        int seen = 0;
        TrainingParts<double> parts = Create(Told[script], null, null, averages: false, null, checkpoints, _ =>
        {
            seen++;
            Assert.Equal(checkpoints.Kept.Select(one => one.File).Order(), Directory.GetFiles(kept).Select(Path.GetFileName).Order());
            foreach (KeptCheckpoint one in checkpoints.Kept)
            {
                Network<double> network = NetworkFile.Load<double>(Path.Combine(kept, one.File)).Network;

                // Added up in other parts where the batch size was changed.
                Assert.Equal(one.Measure, Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(BatchSize)).Loss, 1e-12);
            }
        });
        TrainingHistory history = parts.Trainer.Fit(Train, Dev, Epochs, BatchSize);
        Assert.True(seen >= Epochs);
        Assert.All(checkpoints.Kept, one => Assert.Equal(history.Epochs[one.Epoch - 1].Dev!.Value.Loss, one.Measure));
    }

    /// <summary>What a killed training left of epochs behind its state is no one's when it goes on otherwise.</summary>
    [Fact]
    public void FilesOfEpochsThatComeAgainDoNotStay()
    {
        string kept = Directory.CreateDirectory(Path.Combine(folder, "kept")).FullName;
        string state = Path.Combine(folder, "state");
        int steps = 0;
        TrainingParts<double> killed = Create(
            [], new(state, 5), _ => _ = ++steps == 14 ? throw new OperationCanceledException() : 0, averages: false, null, new KeptCheckpoints<double>(kept, best: 3));
        Assert.Throws<OperationCanceledException>(() => killed.Trainer.Fit(Train, Dev, Epochs, BatchSize));
        Assert.True(File.Exists(Path.Combine(kept, "epoch-0003.safetensors")));

        // From step 10, in the third epoch, at a learning rate that makes all that follows worse.
        KeptCheckpoints<double> checkpoints = new(kept, best: 1);
        TrainingParts<double> resumed = Create([], null, null, averages: false, null, checkpoints);
        resumed.Optimizer.LearningRate = 50;
        resumed.Trainer.Resume(state, Train, Dev, Epochs, BatchSize, allowsOtherHyperparameters: true);
        Assert.Equal(checkpoints.Kept.Select(one => one.File), Directory.GetFiles(kept).Select(Path.GetFileName));
    }

    private TrainingParts<double> Create(
        SteeringEntry[] told, Autosave? autosave, Action<long>? stepEnded, bool averages, EarlyStopping? stopping, KeptCheckpoints<double>? kept = null,
        Action<EpochRecord>? epochEnded = null)
    {
        Network<double> network = new(2, [Layer.Dense(6), Layer.BatchNorm(), Layer.Tanh(), Layer.Dropout(0.8), Layer.Dense(4), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(2)], seed: 3);
        Adam<double> optimizer = new(network) { LearningRate = 0.05 };
        return new(network, optimizer, new(network, optimizer, new SoftmaxCrossEntropy<double>())
        {
            Averaging = averages ? new(new ExponentialParameterAverage<double>(network, 0.9), FromEpoch: 2) : null,
            Schedule = Schedules.Exponential(0.9),
            EarlyStopping = stopping,
            EvaluationSteps = stopping is null ? null : 3,
            KeptCheckpoints = kept,
            Autosave = autosave,
            StepEnded = stepEnded,
            EpochEnded = epochEnded,
            Steering = new(new SteeringReplay(told), Path.Combine(folder, "states")) { Refused = (command, reason) => Assert.Fail($"{command}: {reason}") },
        });
    }
}

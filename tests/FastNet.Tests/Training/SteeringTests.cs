using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>A training that is changed as it runs: what a command does, what takes it back, and that its log gives the same bits.</summary>
public sealed class SteeringTests : IDisposable
{
    private const int Epochs = 6;
    private const int BatchSize = 8;

    // Four steps an epoch, the last of six examples.
    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    public static TheoryData<string> Changes => ["learningRate", "momentum", "l2", "keepProbability", "batchSize"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // From the first step on it is the training that was set up so.
    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeBeforeTheFirstStepIsAnotherTraining(string change)
    {
        double[] steered = Fit([new(0, Command(change))]);
        double[] expected = change switch
        {
            "learningRate" => Fit([], learningRate: 0.01),
            "momentum" => Fit([], beta: 0.5),
            "l2" => Fit([], lambda: 3),
            "keepProbability" => Fit([], keepProbability: 0.5),
            _ => Fit([], batchSize: 12),
        };
        Assert.Equal(expected, steered);
        Assert.NotEqual(Fit([]), steered);
    }

    // In the midst of an epoch: what went before is as it was, and what comes is not.
    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeThatIsTakenBackLeavesNothing(string change)
    {
        List<SteeringEntry> applied = [];
        double[] steered = Fit([new(6, Command(change)), new(9, new RollBack())], applied: applied);
        Assert.Equal(2, applied.Count);
        Assert.Equal(Fit([]), steered);
        Assert.NotEqual(steered, Fit([new(6, Command(change))]));
    }

    /// <summary>Of 30 examples 22 are left after one batch of 8: in batches of 7 the last would be one example, which batch norm cannot take.</summary>
    [Theory]
    [InlineData(0, 7, true)]
    [InlineData(1, 7, false)]
    [InlineData(1, 29, false)]
    [InlineData(2, 7, true)]
    [InlineData(2, 13, false)]
    public void ABatchSizeThatLeavesOneExampleOverIsRefused(long step, int size, bool isCarriedOut)
    {
        string? refused = null;
        Network<double> network = new(2, [Layer.Dense(4), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], 1);
        Trainer<double> trainer = new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
        {
            Steering = new(new SteeringReplay([new(step, new SetBatchSize(size))]), folder) { Refused = (_, reason) => refused = reason },
        };
        TrainingHistory history = trainer.Fit(Train, Dev, 3, BatchSize);
        Assert.Equal(TrainingEnd.Completed, history.End);
        Assert.Equal(isCarriedOut, refused is null);
        if (refused is not null)
        {
            Assert.StartsWith("expected passes of at least 2 examples for batch norm", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ChangesAreTakenBackOneByOne()
    {
        SteeringEntry first = new(3, new SetLearningRate(0.01)), second = new(5, new SetL2(3));
        Assert.Equal(Fit([first]), Fit([first, second, new(7, new RollBack())]));
        Assert.Equal(Fit([]), Fit([first, second, new(7, new RollBack()), new(9, new RollBack())]));
    }

    [Fact]
    public void AStateIsGoneBackToByItsName()
    {
        SteeringEntry[] entries = [new(2, new SetLearningRate(0.01)), new(4, new SaveState("good")), new(5, new SetBatchSize(3)), new(8, new SetMomentum(0)), new(11, new RollBack("good"))];
        Assert.Equal(Fit([entries[0]]), Fit(entries));
    }

    [Fact]
    public void TheLogGivesTheSameBits()
    {
        SteeringEntry[] entries =
        [
            new(1, new SetLearningRate(0.2)), new(4, new SetKeepProbability(0.4)), new(4, new SetBatchSize(20)), new(6, new RollBack()), new(7, new SetL2(2)),
            new(9, new SetMomentum(0.3)), new(12, new RollBack()), new(13, new SetBatchSize(11)),
        ];
        List<SteeringEntry> applied = [];
        double[] steered = Fit(entries, applied: applied);
        string log = Path.Combine(folder, "log");
        applied.ForEach(entry => SteeringLog.Append(log, entry));
        Assert.Equal(entries, SteeringLog.Read(log));
        Assert.Equal(steered, Fit(SteeringLog.Read(log)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(14)]
    public void ATrainingThatWasCutGoesOnWithItsLog(int step)
    {
        SteeringEntry[] entries = [new(1, new SetBatchSize(5)), new(7, new SetKeepProbability(0.5)), new(10, new RollBack()), new(12, new SetLearningRate(0.01))];
        double[] whole = Fit(entries);
        string state = Path.Combine(folder, "cut.safetensors");
        using CancellationTokenSource cut = new();
        int steps = 0;
        (Trainer<double> first, _) = Create(entries, new Autosave(state, 1), stepEnded: () =>
        {
            if (++steps == step)
            {
                cut.Cancel();
            }
        });
        first.Fit(Train, Dev, Epochs, BatchSize, cut.Token);
        (Trainer<double> second, Network<double> network) = Create(entries, autosave: null);
        second.Resume(state, Train, Dev, Epochs, BatchSize);
        Assert.Equal(whole, network.Parameters.ToArray());
    }

    [Fact]
    public void WhatCannotBeDoneIsRefusedAndLeavesNothing()
    {
        SteeringCommand[] commands =
        [
            new RollBack(), new RollBack("nowhere"), new RollBack("../state"), new SaveState("a/b"), new SaveState(""), new SetLearningRate(0), new SetLearningRate(double.NaN),
            new SetMomentum(1), new SetMomentum(-0.1), new SetL2(-1), new SetL2(double.PositiveInfinity), new SetKeepProbability(0), new SetKeepProbability(1.5), new SetBatchSize(0),
        ];
        List<SteeringEntry> applied = [];
        List<string> reasons = [];
        Assert.Equal(Fit([]), Fit([.. commands.Select(command => new SteeringEntry(3, command))], applied: applied, reasons: reasons));
        Assert.Empty(applied);
        Assert.Equal(commands.Length, reasons.Count);
        Assert.All(reasons, reason => Assert.StartsWith("expected ", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void ToldToStopItStops()
    {
        (Trainer<double> trainer, _) = Create([new(9, new StopTraining())], autosave: null);
        TrainingHistory history = trainer.Fit(Train, Dev, Epochs, BatchSize);
        Assert.Equal((TrainingEnd.Cancelled, 2), (history.End, history.Epochs.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"step\":1}")]
    [InlineData("{\"step\":-1,\"command\":{\"command\":\"stop\"}}")]
    [InlineData("{\"step\":1,\"command\":{\"command\":\"fly\"}}")]
    [InlineData("{\"step\":1,\"command\":{\"command\":\"l2\"}}")]
    [InlineData("{\"step\":1,\"command\":{\"command\":\"l2\",\"value\":1,\"wrong\":2}}")]
    [InlineData("{\"step\":5,\"command\":{\"command\":\"stop\"}}\n{\"step\":4,\"command\":{\"command\":\"stop\"}}")]
    public void ALogThatIsNoneIsRefused(string text)
    {
        string log = Path.Combine(folder, "log");
        File.WriteAllText(log, text + "\n");
        string message = Assert.Throws<InvalidDataException>(() => SteeringLog.Read(log)).Message;
        Assert.StartsWith($"{log}: row {text.Split('\n').Length}: expected a command", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"step\":7,\"command\":{\"command\":\"learningRate\",\"val")]
    [InlineData("{\"st")]
    [InlineData("")]
    public void AnEntryWhoseWritingWasInterruptedDoesNotCount(string torn)
    {
        string log = Path.Combine(folder, "log");
        SteeringEntry[] entries = [new(3, new SetLearningRate(0.5)), new(9, new StopTraining())];
        SteeringLog.Append(log, entries[0]);
        File.AppendAllText(log, torn);
        Assert.Equal(entries[..1], SteeringLog.Read(log));
        SteeringLog.Append(log, entries[1]);
        Assert.Equal(entries, SteeringLog.Read(log));

        // As an editor may leave it: an entry without the end of its line.
        File.WriteAllText(log, File.ReadAllText(log).TrimEnd());
        Assert.Equal(entries, SteeringLog.Read(log));
        SteeringLog.Append(log, new(12, new StopTraining()));
        Assert.Equal(3, SteeringLog.Read(log).Count);
        File.WriteAllText(log, "binary rubbish");
        Assert.Throws<InvalidDataException>(() => SteeringLog.Read(log));
    }

    [Fact]
    public void AListOfCommandsIsReadAsAPersonWritesIt()
    {
        Assert.Equal(
            [new SetLearningRate(0.003), new SaveState("good"), new RollBack(), new RollBack("good"), new StopTraining()],
            SteeringLog.ParseCommands(
                """[{"command": "learningRate", "value": 0.003}, {"name": "good", "command": "save"}, {"command": "rollBack"}, {"command": "rollBack", "name": "good"}, {"command": "stop"}]"""));
        Refused("""[{"command": "learningRate", "value": 0.0""", "expected a list of commands like [{\"command\":\"learningRate\",\"value\":0.003}], got something else: ");
        Refused("""[{"command": "learningRate"}]""", "'value'");
        Refused("[null]", "null is no command");
        Refused("""[{"command": "stop"}, {"command": "fly"}]""", "fly");

        static void Refused(string json, string expected) =>
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SteeringLog.ParseCommands(json)).Message, StringComparison.Ordinal);
    }

    private static SteeringCommand Command(string change) => change switch
    {
        "learningRate" => new SetLearningRate(0.01),
        "momentum" => new SetMomentum(0.5),
        "l2" => new SetL2(3),
        "keepProbability" => new SetKeepProbability(0.5),
        _ => new SetBatchSize(12),
    };

    private double[] Fit(
        IReadOnlyList<SteeringEntry> entries, double learningRate = 0.05, double beta = 0.9, double lambda = 0, double keepProbability = 0.8, int batchSize = BatchSize,
        List<SteeringEntry>? applied = null, List<string>? reasons = null)
    {
        (Trainer<double> trainer, Network<double> network) = Create(entries, autosave: null, null, learningRate, beta, lambda, keepProbability, applied, reasons);
        trainer.Fit(Train, Dev, Epochs, batchSize);
        return network.Parameters.ToArray();
    }

    private (Trainer<double> Trainer, Network<double> Network) Create(
        IReadOnlyList<SteeringEntry> entries, Autosave? autosave, Action? stepEnded = null, double learningRate = 0.05, double beta = 0.9, double lambda = 0, double keepProbability = 0.8,
        List<SteeringEntry>? applied = null, List<string>? reasons = null)
    {
        Network<double> network = new(2, [Layer.Dense(7), Layer.BatchNorm(), Layer.Tanh(), Layer.Dropout(keepProbability), Layer.Dense(2)], seed: 3);
        Momentum<double> optimizer = new(network) { LearningRate = learningRate, Beta = beta, Regularizer = lambda == 0 ? Regularizer.None : Regularizer.L2(lambda, Train.Count) };
        Trainer<double> trainer = new(network, optimizer, new SoftmaxCrossEntropy<double>())
        {
            Schedule = Schedules.Exponential(0.9),
            Autosave = autosave,
            StepEnded = _ => stepEnded?.Invoke(),
            Steering = new Steering(new SteeringReplay(entries), folder)
            {
                Applying = entry => applied?.Add(entry),
                Refused = (_, reason) => reasons?.Add(reason),
            },
        };
        return (trainer, network);
    }
}

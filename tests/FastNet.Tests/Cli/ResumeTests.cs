using System.Diagnostics;

namespace FastNet.Tests.Cli;

/// <summary>A training that is cancelled or killed goes on from its saved state: the model's file has the same bytes as if it had never stopped.</summary>
public sealed class ResumeTests : CliTest
{
    // Everything whose state must survive: moments, running statistics, dropout's step, noise, schedule, average, early stopping, kept checkpoints.
    private const string Options =
        "--hidden 16,8 --batch-norm --keep 0.8 --optimizer amsgrad --schedule restarts:7 --warm-up 2 --noise 0.001 --clip-norm 1 --l1 0.01 --max-norm 3 --average exponential "
        + "--batch-size 7 --micro-batch 4 --keep-checkpoints 2 --patience 0 --seed 3 --quiet";

    [Fact]
    public void AKilledTrainingGivesTheSameBytes()
    {
        string[] arguments = [Iris, .. Options.Split(' '), "--epochs", "300"];
        Assert.Equal(0, Run(["train", .. arguments, "--output", In("whole")]).ExitCode);

        // The first time with all arguments, then with the state alone; from the folder of the state or another.
        string state = In("killed.state");
        Random random = new(1);
        string[] next = ["train", .. arguments, "--output", In("killed"), "--autosave", "40"];
        for (int kill = 0; kill < 4; kill++)
        {
            StartAndKill(next, state, TimeSpan.FromMilliseconds(random.Next(1, 150)));
            next = kill % 2 == 0 ? ["train", "--resume", state] : ["train", .. arguments, "--output", In("killed"), "--resume", state];
        }

        Assert.Equal(0, Run(next).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("whole")), File.ReadAllBytes(In("killed")));
        Assert.Equal(CheckpointsOf("whole"), CheckpointsOf("killed"));
    }

    /// <summary>Changed as it ran, killed, gone on, changed again: its log tells all of it.</summary>
    [Fact]
    public void AKilledSteeredTrainingIsWhatItsLogSays()
    {
        string control = In("control.json");
        string[] arguments = [Iris, .. Options.Split(' '), "--epochs", "1200", "--augment", "jitter=0.05", "--duplicates", "keep"];
        string[] commands =
        [
            """{"command":"learningRate","value":0.01}""", """{"command":"keepProbability","value":0.9}""", """{"command":"rollBack"}""",
            """{"command":"learningRate","value":0.002}""", """{"command":"momentum","value":0.8}""",
        ];
        string state = In("killed.state");
        string[] next = ["train", .. arguments, "--output", In("killed"), "--autosave", "40", "--steer", control];
        for (int told = 1; told <= commands.Length; told++)
        {
            File.WriteAllText(control, $"[{string.Join(',', commands[..told])}]");
            string log = In("killed.steering");
            int before = told - 1;
            StartAndKill(next, state, TimeSpan.FromMilliseconds(20), () => File.Exists(log) && File.ReadAllLines(log).Length > before);
            next = ["train", "--resume", state, "--steer", control];
        }

        Assert.Equal(0, Run(next).ExitCode);
        Assert.Equal(commands.Length, File.ReadAllLines(In("killed.steering")).Length);
        Assert.Equal(0, Run(["train", .. arguments, "--output", In("whole"), "--replay", In("killed.steering")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("whole")), File.ReadAllBytes(In("killed")));
    }

    [Fact]
    public void ACancelledTrainingSavesItsStateAndGoesOn()
    {
        string[] arguments = ["train", Iris, "--epochs", "40", "--hidden", "8", "--patience", "0"];
        Assert.Equal(0, Run([.. arguments, "--output", In("whole")]).ExitCode);
        using CancellationTokenSource source = new();
        source.CancelAfter(TimeSpan.FromMilliseconds(30));
        int exitCode = Run(source.Token, [.. arguments, "--output", In("cancelled"), "--autosave", "1000000"]).ExitCode;
        Assert.InRange(exitCode, 0, 1);
        if (File.Exists(In("cancelled.state")))
        {
            Assert.Equal(0, Run("train", "--resume", In("cancelled.state")).ExitCode);
        }

        Assert.Equal(File.ReadAllBytes(In("whole")), File.ReadAllBytes(In("cancelled")));
    }

    [Fact]
    public void ArgumentsGivenAnewTakeTheirPlaces()
    {
        Assert.Equal(0, Run("train", Iris, "--epochs", "3", "--hidden", "8", "--patience", "0", "--output", In("short"), "--autosave", "5").ExitCode);
        Assert.Equal(0, Run("train", Iris, "--epochs", "6", "--hidden", "8", "--patience", "0", "--output", In("long")).ExitCode);
        Assert.Equal(0, Run("train", "--resume", In("short.state"), "--epochs", "6").ExitCode);
        Assert.Equal(File.ReadAllBytes(In("long")), File.ReadAllBytes(In("short")));
    }

    [Theory]
    [InlineData("--hidden 9", "expected a training with the architecture")]
    [InlineData("--epochs 1", "expected at least 2 epochs, which the state has reached, got 1")]
    [InlineData("--average equal", "expected a training with the average")]
    [InlineData("--batch-size 5", "expected a training with batches of 5")]
    [InlineData("--seed 2", "expected")]
    [InlineData("--optimizer gd", "expected the state of a training with GradientDescent, got one with Adam")]
    [InlineData("--label-smoothing 2", "--label-smoothing: expected")]
    public void AnotherTrainingIsRefused(string options, string expected)
    {
        Run("train", Iris, "--epochs", "2", "--hidden", "8", "--output", In("model"), "--autosave", "5");
        byte[] before = File.ReadAllBytes(In("model"));
        Outcome outcome = Run(["train", "--resume", In("model.state"), .. options.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(In("model")));
    }

    [Fact]
    public void AFileThatIsNoStateIsRefused()
    {
        Run("train", Iris, "--epochs", "2", "--hidden", "8", "--output", In("model"), "--autosave", "5");
        byte[] state = File.ReadAllBytes(In("model.state"));
        File.WriteAllBytes(In("torn.state"), state[..^100]);
        state[^100] ^= 1;
        File.WriteAllBytes(In("damaged.state"), state);
        foreach ((string file, string expected) in ((string, string)[])
            [
                ("model", "expected the state of a training"), ("torn.state", "expected"), ("damaged.state", "the file is damaged"), ("none.state", "no such file"), (Iris, "expected"),
            ])
        {
            Outcome outcome = Run("train", "--resume", Path.Combine(Folder, file));
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains(expected, Assert.Single(outcome.Error), StringComparison.Ordinal);
        }

        // Arguments that no training wrote, with a right checksum.
        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(File.ReadAllBytes(In("model.state")));
        foreach (string arguments in (string[])["{", "[1, 2]", "[null]", "null", "[\"--frobnicate\"]"])
        {
            metadata.Remove(Safetensors.ChecksumKey);
            metadata["fastnet.arguments"] = arguments;
            using (FileStream stream = File.Create(In("edited.state")))
            {
                Safetensors.Write(stream, [.. entries.Values], metadata);
            }

            Outcome outcome = Run("train", "--resume", In("edited.state"));
            Assert.Equal(2, outcome.ExitCode);
            Assert.Single(outcome.Error);
        }

        // And the reverse.
        Outcome evaluated = Run("evaluate", In("model.state"), Iris);
        Assert.Equal(2, evaluated.ExitCode);
        Assert.Contains("expected a model, got the state of a training", Assert.Single(evaluated.Error), StringComparison.Ordinal);
    }

    // A folder in the state's place, once training has begun: what was learned so far is kept.
    [Fact]
    public void AStateThatCannotBeWrittenEndsTrainingWithTheBestModel()
    {
        Directory.CreateDirectory(In("model.state"));
        Assert.Equal(2, Run("train", Iris, "--hidden", "8", "--epochs", "4", "--output", In("model"), "--autosave", "5").ExitCode);
        Directory.Delete(In("model.state"));

        using CancellationTokenSource never = new();
        Network<float> network = new(4, [Layer.Dense(3)]);
        FastNet.Training.Dataset<float> data = FastNet.Training.Dataset<float>.FromFile(Iris);
        bool isBroken = false;
        FastNet.Training.Trainer<float> trainer = new(network, new Adam<float>(network), new SoftmaxCrossEntropy<float>())
        {
            Autosave = new(In("late.state"), 7),
            EpochEnded = record =>
            {
                if (!isBroken && record.Epoch == 2)
                {
                    isBroken = true;
                    File.Delete(In("late.state"));
                    Directory.CreateDirectory(In("late.state"));
                }
            },
        };
        FastNet.Training.TrainingHistory history = trainer.Fit(data, null, 5, 10, never.Token);
        Assert.Equal((FastNet.Training.TrainingEnd.NotSaved, 2, 2), (history.End, history.Epochs.Count, history.BestEpoch));
        Assert.Contains("the state could not be written after step", history.StoppedBecause, StringComparison.Ordinal);
    }

    private static void StartAndKill(string[] arguments, string state, TimeSpan after, Func<bool>? isReady = null)
    {
        DateTime before = File.Exists(state) ? File.GetLastWriteTimeUtc(state) : DateTime.MinValue;
        string tool = Path.Combine(AppContext.BaseDirectory, "FastNet.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        while (!process.HasExited && !(File.Exists(state) && File.GetLastWriteTimeUtc(state) > before && isReady?.Invoke() != false))
        {
            Thread.Sleep(1);
        }

        Thread.Sleep(after);
        Assert.False(process.HasExited, "the training was over before it could be killed" + (process.HasExited ? ": " + process.StandardError.ReadToEnd() : string.Empty));
        process.Kill();
        process.WaitForExit();
        Assert.True(File.Exists(state), process.StandardError.ReadToEnd());
    }

    private (string Name, string Bytes)[] CheckpointsOf(string model) =>
    [
        .. Directory.GetFiles(In(model) + ".checkpoints", "epoch-*").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Convert.ToBase64String(File.ReadAllBytes(file)))),
    ];
}

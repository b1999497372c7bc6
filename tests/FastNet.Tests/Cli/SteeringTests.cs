namespace FastNet.Tests.Cli;

/// <summary><c>fastnet train --steer</c>: a control file, its log, and the log's replay.</summary>
public sealed class SteeringTests : CliTest
{
    private static readonly string[] Arguments = ["--epochs", "20", "--hidden", "8", "--patience", "0", "--duplicates", "keep", "--augment", "jitter=0.1"];

    [Fact]
    public void ASteeredTrainingAndItsReplayGiveTheSameFile()
    {
        string control = Write(
            "control.json",
            """[{"command":"learningRate","value":0.05},{"command":"learningRate","value":0.5},{"command":"rollBack"},{"command":"keepProbability","value":7},{"command":"batchSize","value":20}]""");
        Outcome steered = Run(["train", Iris, .. Arguments, "--output", In("steered"), "--steer", control]);
        Assert.Equal(0, steered.ExitCode);
        Assert.Contains("{\"command\":\"keepProbability\",\"value\":7} was not carried out: expected a probability above 0", Assert.Single(steered.Error), StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(In("steered.steering")).Length);
        Outcome replayed = Run(["train", Iris, .. Arguments, "--output", In("replayed"), "--replay", In("steered.steering")]);
        Assert.Equal(0, replayed.ExitCode);
        Assert.Equal(File.ReadAllBytes(In("steered")), File.ReadAllBytes(In("replayed")));
        Assert.Equal(0, Run(["train", Iris, .. Arguments, "--output", In("plain")]).ExitCode);
        Assert.NotEqual(File.ReadAllBytes(In("steered")), File.ReadAllBytes(In("plain")));
    }

    /// <summary>The command to stop is behind a training that goes on, and what was told before it is not told again.</summary>
    [Fact]
    public void ATrainingThatWasToldToStopGoesOn()
    {
        const string Rates = """{"command":"learningRate","value":0.05},{"command":"learningRate","value":0.5},{"command":"rollBack"}""";
        Assert.Equal(0, Run(["train", Iris, .. Arguments, "--output", In("whole"), "--steer", Write("whole.json", $"[{Rates}]")]).ExitCode);
        string control = Write("control.json", $$"""[{{Rates}},{"command":"stop"}]""");
        Outcome stopped = Run(["train", Iris, .. Arguments, "--output", In("stopped"), "--autosave", "1000000", "--steer", control]);
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("it was told to stop in epoch 1", stopped.Error[^1], StringComparison.Ordinal);
        byte[] state = File.ReadAllBytes(In("stopped.state"));
        Assert.Equal(0, Run("train", "--resume", In("stopped.state")).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("whole")), File.ReadAllBytes(In("stopped")));
        Assert.Equal(4, File.ReadAllLines(In("stopped.steering")).Length);

        // A command that was told before at the same step is one more.
        File.WriteAllBytes(In("stopped.state"), state);
        Write("control.json", $$"""[{{Rates}},{"command":"stop"},{"command":"rollBack"}]""");
        Assert.Equal(0, Run("train", "--resume", In("stopped.state")).ExitCode);
        string[] log = File.ReadAllLines(In("stopped.steering"));
        Assert.Equal((5, log[2]), (log.Length, log[4]));
        Assert.NotEqual(File.ReadAllBytes(In("whole")), File.ReadAllBytes(In("stopped")));
    }

    [Fact]
    public void WithoutACommandItsLogIsEmptyAndItsReplayThePlainTraining()
    {
        Assert.Equal(0, Run(["train", Iris, .. Arguments, "--output", In("steered"), "--steer", In("control.json")]).ExitCode);
        Assert.Equal(0, Run(["train", Iris, .. Arguments, "--output", In("replayed"), "--replay", In("steered.steering")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("steered")), File.ReadAllBytes(In("replayed")));
        Assert.Empty(Directory.GetDirectories(Folder));
    }

    [Fact]
    public void FilesThatAreTheTrainingsOwnAreRefused()
    {
        AssertRefused("--steer: expected a file, got the folder", "train", Iris, "--output", In("model"), "--steer", Folder);
        AssertRefused("expected a file apart from the others", "train", Iris, "--output", In("model"), "--steer", In("model"));
        AssertRefused("expected a file apart from the others", "train", Iris, "--output", In("model"), "--steer", In("model.steering"));
        AssertRefused("expected a command with a step", "train", Iris, "--quiet", "--output", In("model"), "--replay", Write("bad.log", "x\n"));
    }

    [Fact]
    public void AFileWithoutCommandsIsAWarning()
    {
        Outcome outcome = Run(["train", Iris, .. Arguments, "--output", In("model"), "--steer", Write("control.json", "[{")]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("expected a list of commands like", Assert.Single(outcome.Error), StringComparison.Ordinal);

        // One that is still to be written is none.
        Assert.Empty(Run(["train", Iris, .. Arguments, "--output", In("model"), "--steer", Write("control.json", "\n")]).Error);
    }
}

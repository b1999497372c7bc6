using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet train</c>: what is looked at before a training, evaluated within it, and kept of it.</summary>
public sealed class WatchedTrainingTests : CliTest
{
    [Fact]
    public void TheDevPartIsEvaluatedWithinEpochsToo()
    {
        Outcome outcome = Run("train", Iris, "--epochs", "3", "--hidden", "8", "--batch-size", "10", "--evaluate-every", "4", "--output", In("model"), "--history", In("history.json"));
        Assert.Equal(0, outcome.ExitCode);

        // An epoch is ten steps, as a few examples went to the train part (--duplicates): an epoch whose end is such a step needs no evaluation before it.
        Assert.Equal([4, 8, 12, 16, 24, 28], HistoryFile.ReadJson(In("history.json")).Steps.Select(record => (int)record.Step));
        Assert.Contains(outcome.Out, line => line.StartsWith("epoch 1/3  step 4  dev error 0.", StringComparison.Ordinal));
        Assert.Contains(outcome.Out, line => line.StartsWith("best     epoch 3, step ", StringComparison.Ordinal));

        // One epoch of more than a hundred evaluations.
        Outcome often = Run("train", Iris, "--epochs", "1", "--batch-size", "1", "--hidden", "8", "--evaluate-every", "1", "--output", In("model"), "--history", In("history.json"));
        Assert.InRange(HistoryFile.ReadJson(In("history.json")).Steps.Count, 80, 150);
        Assert.InRange(often.Out.Count(line => line.StartsWith("epoch 1/1  step ", StringComparison.Ordinal)), 10, 21);
        AssertRefused("--evaluate-every: expected a dev part", "train", Iris, "--split", "80/0/20", "--evaluate-every", "4", "--output", In("none"));
    }

    [Theory]
    [InlineData("--preflight always", true)]
    [InlineData("--preflight never --epochs 9000 --patience 1", false)]
    [InlineData("--epochs 9000 --patience 1", true)]
    [InlineData("--epochs 5", false)]
    public void ALongTrainingIsLookedAtBefore(string options, bool isLookedAt)
    {
        string[] few = options.Contains("epochs", StringComparison.Ordinal) ? [] : ["--epochs", "2"];
        Outcome outcome = Run(["train", Iris, "--hidden", "8", "--batch-size", "8", "--output", In("model"), .. few, .. options.Split(' ')]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(isLookedAt, outcome.Out.Any(line => line.StartsWith("checks   passed: initial loss", StringComparison.Ordinal)));
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void WhatIsFoundBeforeATrainingIsAWarningAndChangesNothing()
    {
        // A column that says the class in another code.
        string leaking = Write("leak.csv", "x,code,y\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i * 37 % 101},{(i % 2 * 3) + 1},{(i % 2 == 0 ? "a" : "b")}\n")));
        string[] arguments = ["train", leaking, "--epochs", "2", "--hidden", "4", "--quiet"];
        Outcome looked = Run([.. arguments, "--preflight", "always", "--output", In("looked")]);
        Assert.Equal(0, looked.ExitCode);
        Assert.StartsWith("fastnet: warning: preflight, leakage: ", Assert.Single(looked.Error), StringComparison.Ordinal);
        Assert.Equal(0, Run([.. arguments, "--output", In("plain")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("plain")), File.ReadAllBytes(In("looked")));
    }

    [Fact]
    public void TheLastEpochsModelsAreKept()
    {
        Assert.Equal(0, Run("train", Iris, "--epochs", "5", "--hidden", "8", "--split", "80/0/20", "--keep-last", "2", "--output", In("model")).ExitCode);
        Assert.Equal(["epoch-0004.safetensors", "epoch-0005.safetensors"], Directory.GetFiles(In("model.checkpoints")).Select(file => Path.GetFileName(file)).Order());
        Assert.Equal(0, Run("evaluate", Path.Combine(In("model.checkpoints"), "epoch-0004.safetensors"), Iris).ExitCode);
    }
}

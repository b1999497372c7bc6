using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet train --stream</c>: a file that is never in memory as a whole.</summary>
public sealed class StreamTests : CliTest
{
    private const string Options = "--hidden 8 --batch-norm --keep 0.8 --schedule cosine --epochs 4 --patience 0 --batch-size 16 --seed 3 --quiet";

    [Fact]
    public void LearnsWhatTheTableInMemoryTeaches()
    {
        string path = WriteRings(4_000);
        Outcome trained = Run("train", path, "--stream", "--epochs", "40", "--hidden", "32", "--learning-rate", "0.01", "--keep", "1", "--split", "80/10/10", "--output", In("model"));
        Assert.Equal((0, 0), (trained.ExitCode, trained.Error.Length));
        Assert.Contains(trained.Out, line => line.StartsWith("split    ", StringComparison.Ordinal) && line.Contains("by a hash of the row's number", StringComparison.Ordinal));

        // Half of the points lie within the ring.
        Assert.InRange(Number(trained, "test accuracy "), 0.95, 1);
        Outcome evaluated = Run("evaluate", In("model"), path);
        Assert.InRange(Number(evaluated, "accuracy "), 0.95, 1);
    }

    [Fact]
    public void ThreadsAndGzipDoNotChangeTheFile()
    {
        string path = WriteRings(1_000);
        string zipped = In("rings.csv.gz");
        using (GZipStream gzip = new(File.Create(zipped), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(File.ReadAllText(path)));
        }

        byte[] expected = Train("one", path, "--threads", "1");
        Assert.Equal(expected, Train("two", path, "--threads", "2"));
        Assert.Equal(expected, Train("zipped", zipped));
        Assert.NotEqual(expected, Train("other", path, "--seed", "4"));
    }

    [Fact]
    public void ATrainingThatGoesOnGivesTheSameBytes()
    {
        string path = WriteRings(1_000);
        byte[] expected = Train("whole", path);
        using CancellationTokenSource source = new();
        source.CancelAfter(TimeSpan.FromMilliseconds(60));
        Run(source.Token, ["train", path, "--stream", .. Options.Split(' '), "--output", In("again"), "--autosave", "1000000"]);
        if (File.Exists(In("again.state")))
        {
            Assert.Equal(0, Run("train", "--resume", In("again.state")).ExitCode);
        }

        Assert.Equal(expected, File.ReadAllBytes(In("again")));
    }

    [Fact]
    public void ItSaysWhatItLearnsFromAndWritesItsReport()
    {
        string path = WriteRings(1_000);
        JsonElement result = Json("train", path, "--stream", "--epochs", "2", "--output", In("model"), "--report", In("page.html"), "--history", In("history.json"), "--json");
        long all = new[] { "train", "dev", "test" }.Sum(part => result.GetProperty(part).GetProperty("examples").GetInt64());
        Assert.Equal(1_000, all);
        Assert.Equal(2, HistoryFile.ReadJson(In("history.json")).Epochs.Count);
        Assert.Contains("<h2>Training</h2>", File.ReadAllText(In("page.html")), StringComparison.Ordinal);
        string train = TrainedModel<float>.Load(In("model")).Provenance["train"];
        Assert.StartsWith($"a train part of {result.GetProperty("train").GetProperty("examples")} examples of rows #", train, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--group x", "a split by rows alone")]
    [InlineData("--time x", "a split by rows alone")]
    [InlineData("--duplicates refuse", "no search for duplicates")]
    [InlineData("--missing median", "the mean for missing numbers")]
    [InlineData("--normalize robust", "a mean and deviation or a range to normalise by")]
    [InlineData("--augment jitter=0.1", "no --augment")]
    [InlineData("--target none", "no such column")]
    public void WhatNeedsAllRowsAtOnceIsRefused(string options, string expected) =>
        AssertRefused(expected, ["train", WriteRings(100), "--stream", "--output", In("model"), .. options.Split(' ')]);

    [Fact]
    public void AClassThatTheTrainPartHasNotIsSaid()
    {
        SplitRows rows = new HashSplit(new(50, 50, 0), 3).Cut(60);
        string path = Write("rare.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i == rows.Dev[5] ? "only" : i % 3 == 0 ? "a" : "b")}\n")));
        Outcome outcome = Run("train", path, "--stream", "--epochs", "2", "--split", "50/50/0", "--seed", "3", "--output", In("model"));
        Assert.Equal((0, 0), (outcome.ExitCode, outcome.Error.Length));
        Assert.Contains("remark   the class 'only' has no example in the train part: it is never learned", outcome.Out);
    }

    [Fact]
    public void TheToolsOwnDigitsAreNoFile() => AssertRefused("--stream: expected a file", "train", "--stream", "--output", In("model"));

    [Fact]
    public void ARegressionIsJudgedInTheTargetsUnit()
    {
        string path = Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i * 37 % 101},{(i * 37 % 101 * 20) + 5 + (i % 2)}\n"))));
        Outcome trained = Run("train", path, "--stream", "--epochs", "40", "--hidden", "8", "--learning-rate", "0.01", "--keep", "1", "--split", "80/10/10", "--output", In("model"));
        Assert.Equal(0, trained.ExitCode);

        // The deviation of y is about 583.
        Assert.InRange(Number(trained, "test RMSE "), 0, 60);
        string baseline = trained.Out.Single(line => line.StartsWith("baseline on dev", StringComparison.Ordinal));
        Assert.InRange(double.Parse(baseline.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture), 500, 700);
    }

    private byte[] Train(string output, string path, params string[] more)
    {
        // An option that is given twice is refused.
        string[] options = Options.Split(' ');
        for (int i = 0; i < more.Length; i += 2)
        {
            int place = Array.IndexOf(options, more[i]);
            if (place >= 0)
            {
                options = [.. options[..place], .. options[(place + 2)..]];
            }
        }

        Outcome outcome = Run(["train", path, "--stream", .. options, .. more, "--output", In(output)]);
        Assert.Equal((0, 0), (outcome.ExitCode, outcome.Error.Length));
        return File.ReadAllBytes(In(output));
    }

    // Points in a square, and whether they lie within a circle of half its area.
    private string WriteRings(int count)
    {
        Philox random = new(7, RandomPurpose.Noise);
        return Write("rings.csv", "x,y,where\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            double x = (2 * random.Uniform(2 * i)) - 1;
            double y = (2 * random.Uniform((2 * i) + 1)) - 1;
            return string.Create(CultureInfo.InvariantCulture, $"{x:R},{y:R},{((x * x) + (y * y) < 2 / Math.PI ? "in" : "out")}\n");
        })));
    }
}

using System.Globalization;
using System.Text.Json;
using FastNet.Cli;
using FastNet.Training;

namespace FastNet.Tests.Cli;

public sealed class TrainTests : CliTest
{
    [Fact]
    public void IrisGoesFromTrainingToEvaluationToPrediction()
    {
        string model = In("model.safetensors");
        Outcome trained = Run("train", Iris, "--target", "species", "--output", model);
        Assert.Equal(0, trained.ExitCode);
        Assert.Empty(trained.Error);
        Assert.Contains(trained.Out, line => line.Contains("150 examples, 4 features, 3 classes", StringComparison.Ordinal));
        Assert.Contains(trained.Out, line => line.Contains("91 train, 30 dev, 29 test, stratified", StringComparison.Ordinal));

        // Two of the three classes touch: of 30 examples a good model misses a few.
        Assert.InRange(Number(trained, "test accuracy "), 0.86, 1);
        Assert.Equal([model], Directory.GetFiles(Folder));

        Outcome evaluated = Run("evaluate", model, Iris);
        Assert.Equal(0, evaluated.ExitCode);
        double accuracy = Number(evaluated, "accuracy ");
        Assert.InRange(accuracy, 0.9, 1);
        Assert.InRange(Number(evaluated, "loss "), 0, 0.4);

        Outcome predicted = Run("predict", model, Iris);
        string[] species = [.. File.ReadLines(Iris).Skip(1).Select(line => line.Split(',')[4])];
        Assert.Equal(150, predicted.Out.Length);
        int right = 0;
        for (int i = 0; i < species.Length; i++)
        {
            string[] cells = predicted.Out[i].Split(',');
            right += cells[0] == species[i] ? 1 : 0;
            Assert.InRange(double.Parse(cells[1], CultureInfo.InvariantCulture), 1.0 / 3, 1);
        }

        // Printed with four decimals.
        Assert.Equal(accuracy, right / 150.0, 0.00005);

        string unlabelled = Write("unlabelled.csv", string.Concat(File.ReadLines(Iris).Select(line => line[..line.LastIndexOf(',')] + "\n")));
        Assert.Equal(predicted.Out, Run("predict", model, unlabelled).Out);
        string nameless = Write("nameless.csv", string.Concat(File.ReadLines(Iris).Skip(1).Select(line => line + "\n")));
        Assert.Equal(predicted.Out, Run("predict", model, nameless).Out);
        string turned = Write("turned.csv", string.Concat(File.ReadLines(Iris).Select(line => string.Join(',', line.Split(',').Reverse()) + "\n")));
        Assert.Equal(predicted.Out, Run("predict", model, turned).Out);

        Outcome written = Run("predict", model, Iris, "--output", In("predictions.csv"));
        Assert.Empty(written.Out);
        Assert.Equal(predicted.Out, File.ReadAllLines(In("predictions.csv")));
    }

    [Fact]
    public void TheModelsFileCarriesNormaliserClassesAndColumns()
    {
        string path = In("model.safetensors");
        Run("train", Iris, "--epochs", "2", "--hidden", "5", "--duplicates", "keep", "--output", path);
        IReadOnlyDictionary<string, string> metadata = NetworkFile.Load<float>(path).Metadata;
        Assert.Equal("""["setosa","versicolor","virginica"]""", metadata["fastnet.classes"]);
        Assert.Equal(
            """{"header":true,"features":[{"name":"sepal_length","index":0},{"name":"sepal_width","index":1},{"name":"petal_length","index":2},"""
            + """{"name":"petal_width","index":3}],"targets":[{"name":"species","index":4}],"ignored":[]}""",
            metadata["fastnet.columns"]);

        // Fitted on the train part only, and back bit for bit.
        Split<float> split = Split.Stratified(Dataset<float>.FromFile(Iris), new(60, 20, 20), seed: 1);
        Normalizer expected = Normalizer.Fit(split.Train.Features);
        Normalizer actual = TrainedModel<float>.Load(path).Normalizer;
        Assert.Equal(expected.Centers, actual.Centers);
        Assert.Equal(expected.Scales, actual.Scales);
        using JsonDocument json = JsonDocument.Parse(metadata["fastnet.normaliser"]);
        Assert.Equal(expected.Centers, json.RootElement.GetProperty("centers").EnumerateArray().Select(mean => mean.GetDouble()));
    }

    [Fact]
    public void TheSameSeedGivesTheSameFileOnAnyNumberOfThreads()
    {
        byte[] first = Train("--seed", "3");
        Assert.Equal(first, Train("--seed", "3"));
        Assert.Equal(first, Train("--seed", "3", "--threads", "2"));
        Assert.NotEqual(first, Train("--seed", "4"));

        byte[] Train(params string[] options)
        {
            string path = In("model.safetensors");
            Assert.Equal(0, Run(["train", Iris, "--epochs", "5", "--output", path, .. options]).ExitCode);
            return File.ReadAllBytes(path);
        }
    }

    [Fact]
    public void RegressionReportsAndPredictsInTheTargetsOwnUnit()
    {
        // y = 1000 + 50·x₁ − 20·x₂, and no noise.
        Philox random = new(1, RandomPurpose.Noise);
        double[][] rows = [.. Enumerable.Range(0, 200).Select(i =>
        {
            (double a, double b) = (random.Normal(2 * i), random.Normal((2 * i) + 1));
            return new[] { a, b, 1000 + (50 * a) - (20 * b) };
        })];
        string data = Write("line.csv", "a,b,y\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]:R},{row[1]:R},{row[2]:R}\n"))));
        string model = In("model.safetensors");

        Outcome trained = Run("train", data, "--hidden", "none", "--learning-rate", "0.05", "--keep", "1", "--weight-decay", "0", "--output", model);

        Assert.Contains(trained.Out, line => line.Contains("regression, chosen by the target's cells", StringComparison.Ordinal));

        // A line can be learnt exactly; the target's deviation is about 54, and Adam comes within a thousandth of it.
        Assert.InRange(Number(trained, "test RMSE "), 0, 1);
        Assert.InRange(Number(Run("evaluate", model, data), "RMSE "), 0, 1);
        string[] predicted = Run("predict", model, data).Out;
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i][2], double.Parse(predicted[i], CultureInfo.InvariantCulture), 4.0);
        }
    }

    [Fact]
    public void WithoutDataTheCarriedDigitsAreLearnt()
    {
        string model = In("model.safetensors");
        Outcome outcome = Run("train", "--hidden", "64", "--epochs", "15", "--output", model);
        Assert.Contains(outcome.Out, line => line.Contains("1797 examples, 64 features, 10 classes", StringComparison.Ordinal));
        Assert.Contains(outcome.Out, line => line.Contains("1078 train, 360 dev, 359 test", StringComparison.Ordinal));

        // A chance of 0.1 without learning, 0.93 after these few epochs of a small network; a fault costs far more than 0.05.
        Assert.InRange(Number(outcome, "test accuracy "), 0.88, 1);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], TrainedModel<float>.Load(model).ClassNames);
    }

    [Fact]
    public void NoLineOfTheReportIsLongerThanATerminalIsWide()
    {
        Outcome outcome = Run("train", "--hidden", "16", "--epochs", "3", "--output", In("model.safetensors"));
        Assert.All(outcome.Out.Where(line => !line.StartsWith("model ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains(outcome.Out, line => line.StartsWith("header ", StringComparison.Ordinal));
    }

    [Fact]
    public void NamesCannotMoveTheTerminal()
    {
        string data = Write("data.csv", "x\u001b[2J,y\u001b[31m\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},c\u001b[{i % 3}m\n")));
        Outcome outcome = Run("train", data, "--epochs", "1", "--output", In("model.safetensors"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(outcome.Out, line => line.EndsWith("target y\uFFFD[31m", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Out, line => line.Any(char.IsControl));
    }

    [Fact]
    public void AModelThatLearntNothingIsCalledSo()
    {
        // Three of four are 'a', and the features say nothing of it: no network does better than always 'a'.
        string data = Write("noise.csv", string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 2},1,{(i % 8 is 2 or 3 ? "b" : "a")}\n")));
        Outcome outcome = Run("train", data, "--epochs", "5", "--output", In("model.safetensors"));
        Assert.Contains("remark   on the dev part it is no better than always saying 'a'", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("baseline on dev", StringComparison.Ordinal) && line.TrimEnd().EndsWith("0.2500", StringComparison.Ordinal));
        Assert.DoesNotContain(Run("train", Iris, "--duplicates", "keep", "--output", In("model.safetensors")).Out, line => line.StartsWith("remark", StringComparison.Ordinal));

        // Of two values as often as each other, 2 apart, the mean is wrong by 1; a part holds them nearly as often.
        string values = Write("values.csv", string.Concat(Enumerable.Range(0, 200).Select(i => $"{i / 2 % 2},{(i % 2 == 0 ? 1.5 : -0.5)}\n")));
        outcome = Run("train", values, "--task", "regression", "--epochs", "1", "--output", In("model.safetensors"));
        string row = Assert.Single(outcome.Out, line => line.StartsWith("baseline on dev", StringComparison.Ordinal));
        Assert.Equal(1, double.Parse(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture), 0.1);
    }

    [Fact]
    public void AClassOfOneExampleIsNamed()
    {
        Outcome outcome = Run("train", WriteIris(5, 5, "rose"), "--epochs", "1", "--output", In("model.safetensors"));
        Assert.Contains("remark   the class 'rose' occurs once: it is in the train part only", outcome.Out);
    }

    [Theory]
    [InlineData(0.0000123456, "1.235E-05")]
    [InlineData(0.0123456, "0.01235")]
    [InlineData(3.25, "3.25")]
    [InlineData(123.456, "123.5")]
    [InlineData(1234567.8, "1234568")]
    public void FiguresHaveFourSignificantDigits(double value, string expected) => Assert.Equal(expected, TrainReport.Figure(value));

    [Fact]
    public void CancellingSavesTheBestEpoch()
    {
        using CancellationTokenSource source = new();
        using CancellingWriter output = new(source, line: "epoch 30/60");
        using StringWriter error = new(CultureInfo.InvariantCulture);
        string model = In("model.safetensors");
        string[] arguments = ["train", Iris, "--epochs", "60", "--patience", "0", "--output", model];

        using Interruption interruption = new(source.Token);
        Assert.Equal(0, CommandLine.Run(arguments, new Terminal(output, error, IsInteractive: false), interruption));

        string text = output.ToString();
        Assert.Contains("it was cancelled in epoch 31", text, StringComparison.Ordinal);
        Assert.Contains("test accuracy ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 33/60", text, StringComparison.Ordinal);
        byte[] cancelled = File.ReadAllBytes(model);

        // The same as if it had been asked for so many epochs.
        Run("train", Iris, "--epochs", "30", "--patience", "0", "--output", model);
        Assert.Equal(cancelled, File.ReadAllBytes(model));
    }

    [Fact]
    public void ATerminalGetsABarAndTheSameModel()
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        string model = In("model.safetensors");
        string[] arguments = ["train", Iris, "--epochs", "4", "--output", model];
        using Interruption interruption = new(CancellationToken.None);
        Assert.Equal(0, CommandLine.Run(arguments, new Terminal(output, error, IsInteractive: true), interruption));
        Assert.Contains("test accuracy ", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(error.ToString());
        byte[] withBar = File.ReadAllBytes(model);
        Run(arguments);
        Assert.Equal(withBar, File.ReadAllBytes(model));
    }

    [Fact]
    public void ASignalIsAnsweredOnceAndOnlyWhileTraining()
    {
        using Interruption interruption = new(CancellationToken.None);
        Assert.False(interruption.Answer());
        Assert.False(interruption.Token.IsCancellationRequested);
        interruption.BeginTraining();
        Assert.True(interruption.Answer());
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.False(interruption.Answer());
    }

    [Fact]
    public void CancellingBeforeTheFirstEpochSavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Outcome outcome = Run(source.Token, "train", Iris, "--output", In("model.safetensors"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no model was written", Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void DivergenceIsSaidAndSavesNothing()
    {
        Outcome outcome = Run("train", Iris, "--optimizer", "gd", "--learning-rate", "1e30", "--output", In("model.safetensors"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("step", Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void QuietPrintsTheResultAlone()
    {
        Outcome outcome = Run("train", Iris, "--quiet", "--epochs", "2", "--output", In("model.safetensors"));
        Assert.StartsWith("test accuracy ", Assert.Single(outcome.Out), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutATestPartTheDevFigureIsCalledOptimistic()
    {
        Outcome outcome = Run("train", Iris, "--quiet", "--epochs", "2", "--split", "80/20/0", "--output", In("model.safetensors"));
        Assert.Matches("^dev accuracy 0\\.\\d{4} \\(optimistic", Assert.Single(outcome.Out));
        outcome = Run("train", Iris, "--quiet", "--epochs", "2", "--split", "1/0/0", "--output", In("model.safetensors"));
        Assert.Matches("^train accuracy 0\\.\\d{4} \\(optimistic", Assert.Single(outcome.Out));
    }

    [Theory]
    [InlineData("--hidden 7,3", "[\"dense\",\"relu\",\"dense\",\"relu\",\"dense\"]")]
    [InlineData("--hidden none", "[\"dense\"]")]
    [InlineData("--hidden 7 --activation tanh", "[\"dense\",\"tanh\",\"dense\"]")]
    [InlineData("--hidden 7 --activation sigmoid", "[\"dense\",\"sigmoid\",\"dense\"]")]
    [InlineData("--hidden 7 --activation leakyrelu", "[\"dense\",\"leakyRelu\",\"dense\"]")]
    [InlineData("--hidden 7 --keep 0.5", "[\"dense\",\"relu\",\"dropout\",\"dense\"]")]
    [InlineData("--hidden none --input-keep 0.9", "[\"dropout\",\"dense\"]")]
    public void ArchitectureIsWhatTheOptionsSay(string options, string expected)
    {
        string path = In("model.safetensors");
        string keep = options.Contains("--keep", StringComparison.Ordinal) ? string.Empty : " --keep 1";
        Assert.Equal(0, Run(["train", Iris, "--epochs", "1", "--output", path, .. (options + keep).Split(' ')]).ExitCode);
        IEnumerable<string> kinds = TrainedModel<float>.Load(path).Network.Layers.Select(Kind);
        Assert.Equal(expected, JsonSerializer.Serialize(kinds));

        static string Kind(Layer layer) => layer switch
        {
            DenseLayer => "dense",
            DropoutLayer => "dropout",
            ActivationLayer<FastNet.Kernels.Relu> => "relu",
            ActivationLayer<FastNet.Kernels.LeakyRelu> => "leakyRelu",
            ActivationLayer<FastNet.Kernels.Tanh> => "tanh",
            ActivationLayer<FastNet.Kernels.Sigmoid> => "sigmoid",
            _ => layer.ToString()!,
        };
    }

    [Theory]
    [InlineData("--optimizer gd")]
    [InlineData("--optimizer momentum")]
    [InlineData("--optimizer rmsprop")]
    [InlineData("--learning-rate 0.002")]
    [InlineData("--l2 1")]
    [InlineData("--weight-decay 0.1")]
    [InlineData("--batch-size 7")]
    [InlineData("--keep 0.6")]
    [InlineData("--split 70/10/20")]
    [InlineData("--epochs 1")]
    public void EveryOptionChangesTheResult(string options)
    {
        string path = In("model.safetensors");
        Assert.Equal(0, Run("train", Iris, "--epochs", "3", "--output", path).ExitCode);
        byte[] without = File.ReadAllBytes(path);
        string[] epochs = options.StartsWith("--epochs", StringComparison.Ordinal) ? [] : ["--epochs", "3"];
        Assert.Equal(0, Run(["train", Iris, "--output", path, .. epochs, .. options.Split(' ')]).ExitCode);
        Assert.NotEqual(without, File.ReadAllBytes(path));
    }

    [Fact]
    public void PatienceEndsTrainingAndZeroNever()
    {
        string[] common = ["train", Iris, "--output", In("model.safetensors"), "--learning-rate", "0.05", "--epochs", "120"];
        Assert.Contains(Run([.. common, "--patience", "2"]).Out, line => line.Contains("no improvement in 2 epochs", StringComparison.Ordinal));
        Assert.Contains(Run([.. common, "--patience", "0"]).Out, line => line.Contains("all 120 epochs were run", StringComparison.Ordinal));
    }

    [Fact]
    public void HelpAndVersionSucceed()
    {
        Outcome help = Run("train", "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Empty(help.Error);
        Assert.Contains(help.Out, line => line.Contains("--learning-rate", StringComparison.Ordinal));
        Assert.Equal(0, Run("--version").ExitCode);
    }

    /// <summary>Cancels when a line of progress is written: at the same epoch on any machine.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source, string line) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(line, StringComparison.Ordinal) == true)
            {
                source.Cancel();
            }
        }
    }
}

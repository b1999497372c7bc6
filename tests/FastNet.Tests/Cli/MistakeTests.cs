using System.IO.Compression;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary>Every mistake: exit code 2, one line that says what was expected, and no file.</summary>
public sealed class MistakeTests : CliTest
{
    public static TheoryData<string> Options { get; } =
    [
        "--epochs 0", "--epochs -1", "--epochs 1.5", "--epochs many", "--epochs", "--epochs 99999999999", "--epochs 3 --epochs 4",
        "--batch-size 0", "--batch-size x", "--learning-rate 0", "--learning-rate -1", "--learning-rate NaN", "--learning-rate 1e999",
        "--learning-rate fast", "--keep 0", "--keep 1.1", "--keep NaN", "--input-keep 0", "--input-keep 2", "--hidden 0", "--hidden -3",
        "--hidden 64,,32", "--hidden 64;32", "--hidden 1000000", "--hidden big", "--activation swishy", "--activation 1", "--optimizer sgdd",
        "--optimizer 2", "--l2 -1", "--l2 inf", "--weight-decay -0.1", "--l2 1 --weight-decay 1", "--weight-decay 1000", "--split 60/20",
        "--split 0/50/50", "--split 60/20/x", "--split 60/-20/20", "--split 60,20,20", "--split 0.01/0.01/99", "--split 6/2/2", "--split 60/20/10", "--seed -1", "--seed x", "--patience -1",
        "--task guessing", "--task 0", "--task regression", "--threads 0", "--threads 1000", "--target weight", "--target 0", "--target 6",
        "--schedule fast", "--schedule exponential", "--schedule exponential:2", "--schedule step:0.5", "--schedule 3=1,2=1", "--warm-up -1", "--l1 -1", "--max-norm 0",
        "--clip-norm 0", "--clip-value -1", "--clip-norm 1 --clip-value 1", "--noise -1", "--average median", "--label-smoothing 1", "--micro-batch 0", "--autosave 0",
        "--resume", "--resume none", "--replay none", "--augment fly=1", "--augment flip=2", "--augment shift=1", "--image 2x2", "--augment shift=1 --image 3x3", "--missing guess", "--indicators", "--normalize twice", "--separator long", "--skip-lines -1", "--group x", "--target species --ignore species", "--target species --category species", "--source species=setosa", "--array x", "--split 80/0/20 --metric deverror", "--time species", "--source species", "--source species=rose", "--group species --time species", "--duplicates never", "--ignore x", "--category x", "--target-file none", "--keep-checkpoints -1", "--header --no-header", "--no-header", "--frobnicate", "--frobnicate 3", "extra.csv", "--quiet maybe",
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void OfAnOption(string options)
    {
        string line = AssertRefused("fastnet: ", ["train", Iris, .. options.Split(' '), .. Output]);
        Assert.True(
            line.Contains(options.Split(' ')[0], StringComparison.Ordinal) || line.Contains($"{Iris}: row ", StringComparison.Ordinal)
            || line.Contains($"'{options.Split(' ')[^1]}'", StringComparison.Ordinal),
            line);
    }

    [Fact]
    public void OfTheCommand()
    {
        AssertRefused("expected a command: train, evaluate, predict, ", []);
        AssertRefused("or completion; got 'trian'", "trian");
        AssertRefused("'--lr'", ["train", Iris, "--lr", "0.1", .. Output]);
        AssertRefused("model", "evaluate");
        AssertRefused("--frobnicate", ["train", "--frobnicate", .. Output]);
        AssertRefused("--epochz", ["train", "--epochz", "3", .. Output]);

        // What the library says, without the name of its parameter.
        Assert.EndsWith("parameters in all, got 42949672960000.", AssertRefused("fastnet: expected layers", "inspect", "--depth", "10000", "--width", "65536"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, "5.1x", "row 2, column 1 (sepal_length): expected a number, got '5.1x'")]
    [InlineData(151, 4, "", "row 151, column 4 (petal_width): expected a number, got an empty cell")]
    [InlineData(77, 3, "NaN", "row 77, column 3 (petal_length): expected a finite number, got 'NaN'")]
    [InlineData(77, 3, "-inf", "row 77, column 3 (petal_length): expected a")]
    [InlineData(77, 3, "1,2", "row 77, column 6: expected 5 cells in each row, got 6")]
    [InlineData(77, 5, "", "row 77, column 5 (species): expected a class, got an empty cell")]
    public void OfACell(int row, int column, string cell, string expected)
    {
        string data = WriteIris(row, column, cell);
        AssertRefused($"{data}: {expected}", ["train", data, "--target", "species", .. Output]);
    }

    [Fact]
    public void OfACellTooLargeToUse()
    {
        // In the train part it makes the deviation large too; in the others it lies too far away.
        foreach (int row in Enumerable.Range(2, 20))
        {
            string huge = WriteIris(row, 2, "3e38");
            Outcome outcome = Run(["train", huge, "--epochs", "2", .. Output]);
            if (outcome.ExitCode == 0)
            {
                Assert.Matches("^test accuracy [01]\\.\\d{4}$", outcome.Out[^1]);
                File.Delete(In("model.safetensors"));
            }
            else
            {
                AssertRefused($"{huge}: row {row}, column 2 (sepal_width): expected a number at most 1e12 deviations", ["train", huge, .. Output]);
            }
        }

        string model = In("iris.safetensors");
        Assert.Equal(0, Run("train", Iris, "--epochs", "2", "--output", model).ExitCode);
        string data = WriteIris(9, 3, "-3e38");
        AssertRefused($"{data}: row 9, column 3 (petal_length): expected a number at most 1e12 deviations", "evaluate", model, data);
        AssertRefused($"{data}: row 9, column 3 (petal_length): expected a number at most 1e12 deviations", "predict", model, data, "--output", In("p.csv"));
    }

    [Fact]
    public void OfATargetTooLargeToUse()
    {
        string Values(string last) => string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i}.5\n")) + $"60,{last}\n";
        string model = In("line.safetensors");
        Assert.Equal(0, Run("train", Write("line.csv", Values("60.5")), "--epochs", "2", "--output", model).ExitCode);
        string huge = Write("huge.csv", Values("3e38"));
        AssertRefused($"{huge}: row 61, column 2: expected a number at most 1e12 deviations", "evaluate", model, huge);
    }

    [Fact]
    public void OfAPredictionThatIsNotFinite()
    {
        string model = In("steep.safetensors");
        Network<float> network = new(1, [Layer.Dense(1)]);
        network.Parameters.Fill(3e38f);
        TrainedModel<float>.Regressor(network, new([0], [1]), DataSchema.OfNumbers(["x"], "y", 1, hasHeader: true), new([0], [1])).Save(model);
        string data = Write("x.csv", "x,y\n0.1,1\n7,1\n");
        AssertRefused($"{data}: row 3: expected features with a finite prediction", "predict", model, data);
        AssertRefused($"{data}: expected examples with finite predictions", "evaluate", model, data);
    }

    [Fact]
    public void OfTheData()
    {
        string missing = In("nowhere.csv");
        AssertRefused($"{missing}: expected a file, got no such file", ["train", missing, .. Output]);
        AssertRefused($"{Folder}: expected a file, got a folder", ["train", Folder, .. Output]);
        AssertRefused("row 1: expected cells separated by comma, semicolon, tab or bar, got one cell", ["train", Write("spaces.txt", "1 2 a\n3 4 b\n"), .. Output]);
        AssertRefused("row 1 has 5 cells and row 2 has 3: the first line is neither", ["train", Write("counts.csv", "2,2,a,b,c\n1,2,a\n3,4,b\n"), .. Output]);
        AssertRefused("--header or --no-header", ["train", Write("pandas.csv", "0,1,2\n5,6,a\n7,8,b\n"), .. Output]);
        AssertRefused("expected at least one example", ["train", Write("empty.csv", string.Empty), .. Output]);
        AssertRefused("expected at least two classes, got only 'a'", ["train", Write("one.csv", "1,a\n2,a\n3,a\n4,a\n"), .. Output]);
        AssertRefused("expected values that differ, got only 2.5", ["train", Write("flat.csv", "1,2.5\n2,2.5\n3,2.5\n4,2.5\n5,2.5\n6,2.5\n"), .. Output]);
        AssertRefused("two.csv: expected at least one example in the dev part, got 2 for all", ["train", Write("two.csv", "1,a\n2,b\n"), .. Output]);

        using MemoryStream whole = new();
        using (GZipStream gzip = new(whole, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(File.ReadAllText(Iris)));
        }

        File.WriteAllBytes(In("cut.csv.gz"), whole.ToArray()[..((int)whole.Length / 2)]);
        AssertRefused("cut.csv.gz", ["train", In("cut.csv.gz"), .. Output]);
    }

    [Fact]
    public void OfTheOutput()
    {
        AssertRefused("folder", "train", Iris, "--output", Folder);
        AssertRefused("folder", "train", Iris, "--output", Path.Combine(Folder, "nowhere", "model.safetensors"));
        AssertRefused("empty", "train", Iris, "--output", string.Empty);

        string data = Write("data.csv", File.ReadAllText(Iris));
        AssertRefused("apart", "train", data, "--output", data);
        AssertRefused("apart", "predict", data, Iris, "--output", data);
        AssertRefused("apart", "predict", Iris, data, "--output", Path.Combine(Folder, ".", "data.csv"));
        AssertRefused("--output: expected a file that can be written", "train", Iris, "--output", In(new string('x', 250)));
        if (!OperatingSystem.IsWindows())
        {
            AssertRefused("--output: expected a file that can be written, got /dev/null", "train", Iris, "--output", "/dev/null");
        }
    }

    [Fact]
    public void OfAnOutputThatIsAnInputBehindALink()
    {
        string data = Write("data.csv", File.ReadAllText(Iris));
        File.CreateSymbolicLink(In("link.csv"), "data.csv");
        File.CreateSymbolicLink(In("far.csv"), In("link.csv"));
        Directory.CreateSymbolicLink(In("folder"), Folder);
        foreach (string link in new[] { In("link.csv"), In("far.csv"), Path.Combine(In("folder"), "data.csv"), Path.Combine(In("folder"), "far.csv") })
        {
            AssertRefused("apart", "train", data, "--output", link);
            AssertRefused("apart", "train", link, "--output", data);
            AssertRefused("apart", "predict", Iris, link, "--output", data);
        }
    }

    [Fact]
    public void OfAModel()
    {
        string model = In("model.safetensors");
        Assert.Equal(0, Run("train", Iris, "--epochs", "2", "--hidden", "4", "--output", model).ExitCode);
        byte[] whole = File.ReadAllBytes(model);
        string torn = In("torn.safetensors");
        string output = In("predictions.csv");
        foreach (int length in new[] { 0, 7, 8, 100, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(torn, whole[..length]);
            AssertRefused("torn.safetensors: expected", "evaluate", torn, Iris);
            AssertRefused("torn.safetensors: expected", "predict", torn, Iris, "--output", output);
        }

        FastNet.NetworkFile.Save(torn, new Network<float>(4, [Layer.Dense(3)]));
        AssertRefused("torn.safetensors: expected the metadata of a trained model", "evaluate", torn, Iris);
        File.Delete(torn);

        AssertRefused("row 1, column 'petal_width': expected the model's columns", "evaluate", model, Write("few.csv", "sepal_length,sepal_width,petal_length,species\n1,2,3,setosa\n"));
        AssertRefused("row 1, column 1 (id): expected no column but the model's", "predict", model, Write("more.csv", "id,sepal_length,sepal_width,petal_length,petal_width\n1,2,3,4,5\n"));
        AssertRefused("row 1, column 'species'", "evaluate", model, Write("unlabelled.csv", "sepal_length,sepal_width,petal_length,petal_width\n2,3,4,5\n"));
        AssertRefused("row 1, column 5: expected 4 features and the target, got 4 columns", "evaluate", model, Write("nameless.csv", "2,3,4,5\n"));
        AssertRefused("row 1, column 3: expected 4 features with or without the target, got 2 columns", "predict", model, Write("narrow.csv", "2,3\n"));
        AssertRefused("row 2, column 5 (species): expected one of the classes 'setosa, versicolor, virginica', got 'rose'", "evaluate", model, WriteIris(2, 5, "rose"));
        AssertRefused("row 3, column 2 (sepal_width): expected a number, got 'wide'", "predict", model, WriteIris(3, 2, "wide"), "--output", output);
        AssertRefused("expected a file, got no such file", "predict", In("nowhere"), Iris, "--output", output);
    }

    private string[] Output => ["--output", In("model.safetensors")];
}

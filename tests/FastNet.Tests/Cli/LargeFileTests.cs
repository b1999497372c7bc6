using System.Globalization;
using System.IO.Compression;
using System.Text;
using FastNet.Cli;
using FastNet.Tests.Contracts;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet predict</c> and <c>evaluate</c> of files that are never in memory as a whole.</summary>
public sealed class LargeFileTests : CliTest
{
    private const int Rows = 300_000;

    // 16 MiB. As a table alone the cells would take 7 MB, in lists that grew up to double, and the examples as much again.
    private const string HeapLimit = "0x1000000";

    private static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "FastNet.Cli.dll");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AHeapSmallerThanTheTableIsEnough(bool regression)
    {
        string model = SaveModel(regression), data = Write("large.csv", Table(Rows, regression));
        string[] predicted = RunTool("predict", model, data);
        Assert.Equal(Rows, predicted.Length);
        for (int row = 0; row < Rows; row += 9_973)
        {
            // The network is x₀ − x₁ of raw numbers, and of classes the other's logit 0.
            (double first, double second) = Numbers(row);
            string[] cells = predicted[row].Split(',');
            double expected = regression ? first - second : 1 / (1 + Math.Exp(-Math.Abs(first - second)));

            // Of classes four digits are printed, of values of some ten those of float.
            Assert.Equal(expected, double.Parse(cells[^1], CultureInfo.InvariantCulture), regression ? 1e-4 : 6e-5);
            Assert.True(regression || cells[0] == (first >= second ? "more" : "less"));
        }

        RunTool("predict", model, data, "--output", In("predictions.csv"));
        Assert.Equal(predicted, File.ReadLines(In("predictions.csv")));
        string[] evaluated = RunTool("evaluate", model, data);
        Assert.Equal($"examples {Rows}", evaluated[0]);

        // Every tenth row's class is the other one, or its value lies 3 off.
        string figure = regression ? "RMSE " : "accuracy ";
        double value = double.Parse(evaluated.Single(line => line.StartsWith(figure, StringComparison.Ordinal))[figure.Length..], CultureInfo.InvariantCulture);
        Assert.Equal(regression ? Math.Sqrt(9 / 10.0) : 0.9, value, 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABadRowAtTheEndLeavesNothing(bool regression)
    {
        string model = SaveModel(regression), rows = Table(Rows, regression);
        foreach ((string last, string expected) in new[]
        {
            ("1,two,less\n", $"row {Rows + 2}, column 2 (b): expected a number, got 'two'."), ("1\n", $"row {Rows + 2}, column 2: expected 3 cells in each row, got 1."),
            ("1,2,\"less\n", $"row {Rows + 2}: expected the quote to be closed on its line"),
        })
        {
            string data = Write("large.csv", rows + last);
            AssertRefused($"{data}: {expected}", "predict", model, data);
            AssertRefused($"{data}: {expected}", "predict", model, data, "--output", In("p.csv"));
            AssertRefused($"{data}: {expected}", "evaluate", model, data);
        }
    }

    [Fact]
    public void ATornGzipFileLeavesNothing()
    {
        string model = SaveModel(regression: false);
        byte[] whole = Gzip(Table(20_000, regression: false));
        string data = In("torn.csv.gz");
        foreach (int lost in new[] { 1, 4, 9, whole.Length / 2, whole.Length - 12 })
        {
            File.WriteAllBytes(data, whole[..^lost]);
            AssertRefused($"{data}: expected a whole gzip file", "predict", model, data);
            AssertRefused($"{data}: expected a whole gzip file", "predict", model, data, "--output", In("p.csv"));
            AssertRefused($"{data}: expected a whole gzip file", "evaluate", model, data);
        }
    }

    [Fact]
    public void AnEmptyFileIsRefused()
    {
        string model = SaveModel(regression: false), data = In("empty.csv");
        foreach (byte[] contents in new[] { [], Gzip(string.Empty) })
        {
            File.WriteAllBytes(data, contents);
            AssertRefused($"{data}: row 1, column 1: expected at least one example, got the end of the file.", "predict", model, data);
            AssertRefused($"{data}: row 1, column 1: expected at least one example, got the end of the file.", "evaluate", model, data);
        }
    }

    [Fact]
    public void APipeIsReadOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string model = SaveModel(regression: false), data = Write("t.csv", Table(1_000, regression: false));
        File.WriteAllBytes(In("t.csv.gz"), Gzip(Table(1_000, regression: false)));
        string[] expected = Run("predict", model, data).Out;
        foreach (string name in new[] { data, In("t.csv.gz") })
        {
            Assert.Equal(expected, Child.Run("bash", ["-c", $"cat '{name}' | dotnet '{Tool}' predict '{model}' /dev/stdin"]));
            Assert.Equal(Run("evaluate", model, data).Out, Child.Run("bash", ["-c", $"dotnet '{Tool}' evaluate '{model}' <(cat '{name}')"]));
        }
    }

    [Fact]
    public void AnIntervalOfManyErrorsIsTheNormalDistributions()
    {
        Philox random = new(3, RandomPurpose.Noise);
        ErrorInterval few = new(), many = new();
        double[] squares = new double[ErrorInterval.MostResampled + 1];
        for (int i = 0; i < squares.Length; i++)
        {
            double error = random.Uniform(i) * random.Uniform(squares.Length + i);
            squares[i] = error * error;
            many.Add(error);
            if (i < ErrorInterval.MostResampled)
            {
                few.Add(error);
            }
        }

        double mean = squares.Average(), half = 1.959964 * Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / (squares.Length - 1) / squares.Length);
        Interval normal = many.Of95Percent()!.Value, resampled = few.Of95Percent()!.Value;

        // 1.959964 has seven digits.
        Assert.Equal(Math.Sqrt(mean - half), normal.Low, 1e-8);
        Assert.Equal(Math.Sqrt(mean + half), normal.High, 1e-8);

        // An end that stands on 50 of 2,000 resamples varies by √(0.025·0.975/2000)/φ(1.96) = 6 % of the estimate's own deviation: four of that, of a
        // quarter of the interval's width.
        double tolerance = 0.24 * (normal.High - normal.Low) / 4;
        Assert.Equal(normal.Low, resampled.Low, tolerance);
        Assert.Equal(normal.High, resampled.High, tolerance);
    }

    private static string[] RunTool(params string[] arguments) => Child.Run("dotnet", [Tool, .. arguments], ("DOTNET_GCHeapHardLimit", HeapLimit));

    private static (double First, double Second) Numbers(int row) => (row * 37 % 1009 / 64.0, row * 53 % 997 / 64.0);

    private static string Table(int rows, bool regression)
    {
        StringBuilder text = new("a,b,y\n");
        for (int row = 0; row < rows; row++)
        {
            (double first, double second) = Numbers(row);
            bool isOther = row % 10 == 7;
            string target = regression ? (first - second + (isOther ? 3 : 0)).ToString(CultureInfo.InvariantCulture) : first >= second != isOther ? "more" : "less";
            text.Append(CultureInfo.InvariantCulture, $"{first},{second},{target}\n");
        }

        return text.ToString();
    }

    private string SaveModel(bool regression)
    {
        // Weights are [inputs, outputs].
        Network<float> network = new(2, [Layer.Dense(regression ? 1 : 2)]);
        network.Parameters.Clear();
        (network.Parameters[0], network.Parameters[network.Outputs]) = (1, -1);
        DataSchema schema = DataSchema.OfNumbers(["a", "b"], "y", 2, hasHeader: true);
        string path = In("model.safetensors");
        Normalizer asItIs = new([0, 0], [1, 1]);
        (regression ? TrainedModel<float>.Regressor(network, asItIs, schema, new([0], [1])) : TrainedModel<float>.Classifier(network, asItIs, schema, ["more", "less"]))
            .Save(path);
        return path;
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}

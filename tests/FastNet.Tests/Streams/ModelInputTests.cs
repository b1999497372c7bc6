using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Streams;

/// <summary>A model's input from text, block by block.</summary>
public sealed class ModelInputTests : IDisposable
{
    // 64 floats a row: a block of about 256 KiB has 1,024 rows.
    private const int Features = 64;
    private const int Rows = 10_000;

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("wide.csv")]
    [InlineData("wide.csv.gz")]
    public void BlocksAreTheFileInItsOrder(string name)
    {
        string path = Write(name, Wide());
        TrainedModel<float> model = WideModel();
        List<InputFeatures<float>> blocks = [.. ModelInput.ReadFeatureBlocks(model, path)];
        float[] expected = [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, Features).Select(j => (float)Cell(row, j)))];
        Assert.Equal([.. Enumerable.Repeat(1024, 9), 784], blocks.Select(block => block.Lines.Count));
        Assert.Equal(expected, blocks.SelectMany(block => block.Values));
        Assert.Equal(Enumerable.Range(2, Rows).Select(row => (long)row), blocks.SelectMany(block => block.Lines));
        Assert.Equal(expected, ModelInput.ReadFeatures(model, path).Values);

        List<Dataset<float>> examples = [.. ModelInput.ReadExampleBlocks(model, path)];
        int[] classes = [.. Enumerable.Range(0, Rows).Select(row => row % 3)];
        Assert.Equal(expected, examples.SelectMany(block => block.Features.Values.ToArray()));
        Assert.Equal(classes, examples.SelectMany(block => block.Classes.ToArray()));

        // The same bits as of examples that never were in a file.
        Dataset<float> all = new(expected, Features, classes, model.ClassNames);
        ConfusionMatrix counts = new(3), allCounts = new(3);
        Evaluation evaluation = model.Evaluate(examples, counts);
        Assert.Equal(model.Evaluate([all], allCounts), evaluation);
        Assert.Equal(model.Evaluate(all), evaluation with { MacroF1 = null });
        Assert.Equal((Rows, allCounts.MacroF1), (counts.Total, evaluation.MacroF1));
    }

    [Fact]
    public void ABlockThatWasTakenIsNotKept()
    {
        string path = Write("wide.csv", Wide());
        using IEnumerator<InputFeatures<float>> features = ModelInput.ReadFeatureBlocks(WideModel(), path).GetEnumerator();
        using IEnumerator<Dataset<float>> examples = ModelInput.ReadExampleBlocks(WideModel(), path).GetEnumerator();
        (WeakReference values, WeakReference data) = (First(features, block => block.Values), First(examples, block => block));
        Assert.True(features.MoveNext());
        Assert.True(examples.MoveNext());
        GC.Collect();
        Assert.False(values.IsAlive);
        Assert.False(data.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference First<TBlock>(IEnumerator<TBlock> blocks, Func<TBlock, object> part)
        {
            Assert.True(blocks.MoveNext());
            return new WeakReference(part(blocks.Current));
        }
    }

    // Blocks before the mistake are handed out: nothing reads ahead.
    [Theory]
    [InlineData(9_999, 3, "x", "row 10001, column 4 (x3): expected a number, got 'x'.")]
    [InlineData(9_000, 64, "none", "row 9002, column 65 (y): expected one of the classes 'a, b, c', got 'none'.")]
    [InlineData(5_000, 0, "1e30", "row 5002, column 1 (x0): expected a number at most 1e12 deviations from the train part's mean, got '1E+30'.")]
    public void AMistakeComesWhereItStands(int row, int column, string cell, string expected)
    {
        string path = Write("wide.csv", Wide(row, column, cell));
        int seen = 0;
        string message = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Dataset<float> block in ModelInput.ReadExampleBlocks(WideModel(), path))
            {
                seen += block.Count;
            }
        }).Message;
        Assert.Equal($"{path}: {expected}", message);
        Assert.Equal(row / 1024 * 1024, seen);
    }

    // A table's cells and a text's become the same features: a table of the same file is read as a whole to be learned from.
    [Theory]
    [InlineData(MissingNumber.Mean, null)]
    [InlineData(MissingNumber.Median, "z")]
    public void TextGivesTheExamplesOfATable(MissingNumber missing, string? target)
    {
        string[] names = ["x", "color", "z", "y"];
        string[][] rows = [.. Enumerable.Range(0, 500).Select(i => new[]
        {
            i % 7 == 3 ? "NA" : (i * 37 % 101 / 8.0).ToString(CultureInfo.InvariantCulture), i % 11 == 5 ? "" : "red,green,blue".Split(',')[i % 3],
            ((i * 53 % 97) - 40).ToString(CultureInfo.InvariantCulture), i % 4 == 0 ? "high" : "low",
        })];
        string path = Write("t.csv", Csv(names, rows, [0, 1, 2, 3]));
        TablePlan plan = TablePlan.Read(path, new() { MissingNumbers = missing, HasIndicators = true, Targets = target is null ? [] : [target] });
        DataSchema schema = plan.Fit([.. Enumerable.Range(0, 500)]);
        Dataset<double> expected = plan.Encode<double>(schema);
        Network<double> network = new(expected.FeatureCount, [Layer.Dense(target is null ? 2 : 1)], 1);
        Normalizer normalizer = Normalizer.Fit(expected.Features);
        TrainedModel<double> model = target is null
            ? TrainedModel<double>.Classifier(network, normalizer, schema, expected.ClassNames)
            : TrainedModel<double>.Regressor(network, normalizer, schema, Normalizer.Fit(expected.Values));
        foreach (string same in new[] { path, Write("turned.csv.gz", Csv(names, rows, [2, 3, 1, 0])) })
        {
            Dataset<double> examples = ModelInput.ReadExamples(model, same);
            Assert.Equal(expected.Features.Values.ToArray(), examples.Features.Values.ToArray());
            Assert.Equal(expected.Classes.ToArray(), examples.Classes.ToArray());
            Assert.Equal(expected.Values.Values.ToArray(), examples.Values.Values.ToArray());
        }
    }

    [Fact]
    public void AnOutputThatIsNoNumberIsNotCounted()
    {
        TrainedModel<float> model = TrainedModel<float>.Classifier(
            new(1, [Layer.Dense(2)]), new([0], [1]), DataSchema.OfNumbers(["x"], "y", 1, hasHeader: true), ["a", "b"]);
        model.Network.Parameters.Fill(float.NaN);
        ConfusionMatrix counts = new(2);
        Assert.Equal(double.NaN, model.Evaluate([new Dataset<float>([1, 2], 1, [0, 1])], counts).Loss);
        Assert.Equal(0, counts.Total);
        Assert.Throws<ArgumentException>("raw", () => model.Evaluate([]));
    }

    private static int Cell(int row, int column) => ((row * 31) + (column * 17)) % 97;

    private static string Wide(int badRow = -1, int badColumn = 0, string bad = "")
    {
        StringBuilder text = new();
        text.AppendJoin(',', Enumerable.Range(0, Features).Select(j => $"x{j}")).Append(",y\n");
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column <= Features; column++)
            {
                string cell = row == badRow && column == badColumn ? bad : column == Features ? "abc"[row % 3].ToString() : Cell(row, column).ToString(CultureInfo.InvariantCulture);
                text.Append(cell).Append(column == Features ? '\n' : ',');
            }
        }

        return text.ToString();
    }

    private static TrainedModel<float> WideModel()
    {
        string[] names = [.. Enumerable.Range(0, Features).Select(j => $"x{j}")];
        Normalizer normalizer = new([.. names.Select(_ => 48.0)], [.. names.Select(_ => 28.0)]);
        return TrainedModel<float>.Classifier(
            new(Features, [Layer.Dense(8), Layer.Relu(), Layer.Dense(3)], seed: 2), normalizer, DataSchema.OfNumbers(names, "y", Features, hasHeader: true), ["a", "b", "c"]);
    }

    private static string Csv(string[] names, string[][] rows, int[] order) =>
        string.Concat(rows.Prepend(names).Select(row => string.Join(',', order.Select(column => row[column])) + "\n"));

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        using Stream file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}

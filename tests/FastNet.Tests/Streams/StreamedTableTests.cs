using System.Globalization;
using System.IO.Compression;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Streams;

public sealed class StreamedTableTests : IDisposable
{
    private static readonly string Mixed = "x,color,z,y\n" + string.Concat(Enumerable.Range(0, 500).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{(i % 7 == 3 ? "" : ((i * 37 % 101) / 8.0).ToString(CultureInfo.InvariantCulture))},{(i % 11 == 5 ? "" : Color(i))},{(i * 53 % 97) - 40},{(i * 37 % 101 > 50 ? "high" : "low")}\n")));

    private static readonly string Numbers = "id,x,y\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{i},{i * 37 % 101},{(i * 37 % 101 * 2) + 0.5}\n")));

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PartsHaveTheirSharesAndDoNotDependOnOtherRows()
    {
        HashSplit split = new(new(60, 30, 10), 5);
        SplitRows rows = split.Cut(20_000);

        // Four deviations of the binomial distribution, √(n·p·(1 − p)).
        Assert.InRange(rows.Train.Length, 12_000 - 277, 12_000 + 277);
        Assert.InRange(rows.Dev.Length, 6_000 - 259, 6_000 + 259);
        Assert.Equal(20_000, rows.Train.Length + rows.Dev.Length + rows.Test.Length);
        Assert.Equal(rows.Dev.Where(row => row < 100), split.Cut(100).Dev);
        Assert.NotEqual(rows.Dev, new HashSplit(new(60, 30, 10), 6).Cut(20_000).Dev);
        Assert.Equal(1000, new HashSplit(new(1, 0, 0), 1).Cut(1000).Train.Length);
        Assert.Empty(new HashSplit(new(1, 0, 1), 1).Cut(1000).Dev);
        Assert.Empty(new HashSplit(new(1, 1, 0), 1).Cut(1000).Test);
    }

    [Theory]
    [InlineData(NormalizerKind.Standard)]
    [InlineData(NormalizerKind.MinMax)]
    public void TheExamplesOfTheTableInMemory(NormalizerKind kind)
    {
        DatasetOptions data = new() { MissingNumbers = MissingNumber.Mean, HasIndicators = true };
        StreamOptions options = new() { Data = data, Ratios = new(60, 20, 20), Seed = 3, Normalizer = kind };
        foreach (string path in new[] { Write("t.csv", Mixed), WriteGzip("t.csv.gz", Mixed) })
        {
            StreamedTable<float> streamed = StreamedTable<float>.Open(path, options);
            TablePlan plan = TablePlan.Read(path, data);
            SplitRows rows = new HashSplit(options.Ratios, options.Seed).Cut(500);
            DataSchema schema = plan.Fit(rows.Train);
            Split<float> parts = rows.Select(plan.Encode<float>(schema));
            Normalizer normalizer = Normalizer.Fit(parts.Train.Features, kind);

            Assert.Equal(schema.FeatureNames, streamed.Schema.FeatureNames);
            Assert.Equal(["high", "low"], streamed.ClassNames);
            Assert.Equal((500, rows.Train.Length, rows.Dev.Length, rows.Test.Length), (streamed.Rows, streamed[SplitPart.Train], streamed[SplitPart.Dev], streamed[SplitPart.Test]));

            // Sums are taken in another order, and missing numbers and categories are counted.
            for (int i = 0; i < normalizer.Centers.Count; i++)
            {
                Assert.Equal(normalizer.Centers[i], streamed.Normalizer.Centers[i], 1e-6);
                Assert.Equal(normalizer.Scales[i], streamed.Normalizer.Scales[i], 1e-6);
            }

            Dataset<float> dev = normalizer.Apply(parts.Dev!);
            (List<float[]> features, List<int> classes, _) = Collect(streamed, SplitPart.Dev, 16, epoch: 1);
            Assert.Equal(dev.Classes.ToArray(), classes);
            for (int row = 0; row < dev.Count; row++)
            {
                for (int j = 0; j < dev.FeatureCount; j++)
                {
                    Assert.Equal(dev.Features[row, j], features[row][j], 1e-5f);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(1 << 24)]
    public void EachRowOnceAnEpochInAnOrderOfSeedAndEpoch(long bytes)
    {
        StreamedTable<double> table = OpenNumbers(bytes);
        int[] expected = new HashSplit(new(80, 10, 10), 1).Cut(1000).Train;
        int[] first = Ids(table, epoch: 1, seed: 1);
        Assert.Equal(expected, first.Order());
        Assert.Equal(first, Ids(table, epoch: 1, seed: 1));
        int[] second = Ids(table, epoch: 2, seed: 1);
        Assert.Equal(expected, second.Order());
        if (bytes == 1)
        {
            // A block of one example has one order.
            Assert.Equal(expected, first);
            return;
        }

        Assert.NotEqual(expected, first);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Ids(table, epoch: 1, seed: 2));
        if (bytes == 1 << 24)
        {
            // One block: a permutation of all, in which few stay in the half that they came from but by chance.
            Assert.InRange(first.Take(first.Length / 2).Count(id => id < 500), first.Length * 0.17, first.Length * 0.33);
        }
    }

    [Fact]
    public void BatchesAreFullButTheLast()
    {
        // Blocks of 100 examples, across which batches go.
        StreamedTable<double> table = OpenNumbers(bytes: 3_200);
        using StreamedBatches<double> batches = table.CreateBatches(SplitPart.Train, 32);
        Assert.Equal(100, batches.BlockSize);
        List<int> counts = [];
        batches.StartEpoch(3);
        while (batches.TryNext(out MiniBatch<double> batch))
        {
            counts.Add(batch.Count);
        }

        Assert.All(counts[..^1], count => Assert.Equal(32, count));
        Assert.Equal(table[SplitPart.Train], counts.Sum());
        Assert.False(batches.TryNext(out _));
    }

    /// <summary>What is kept does not grow with the file, and a batch allocates nothing: passes over ten times the rows ask for as much memory.</summary>
    [Fact]
    public void MemoryDoesNotGrowWithTheRows()
    {
        long few = AllocatedBy(WriteRows("few.csv", 20_000));
        long many = AllocatedBy(WriteRows("many.csv", 200_000));

        // The reader's buffers come and go; ten times the rows would be 4 MB of numbers alone.
        Assert.InRange(many - few, -1_000_000, 1_000_000);

        static long AllocatedBy(string path)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            StreamedTable<float> table = StreamedTable<float>.Open(path, new() { BlockBytes = 10_000 });
            using StreamedBatches<float> batches = table.CreateBatches(SplitPart.Train, 64);
            for (int epoch = 1; epoch <= 2; epoch++)
            {
                batches.StartEpoch(epoch);
                while (batches.TryNext(out _))
                {
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void WhatNeedsAllRowsAtOnceIsRefused()
    {
        string path = Write("n.csv", Numbers);
        Refused("the mean for missing numbers", new() { Data = new() { MissingNumbers = MissingNumber.Median } });
        Refused("quartiles", new() { Normalizer = NormalizerKind.Robust });
        Refused("targets in the data's own rows", new() { Data = new() { TargetFile = path } });

        void Refused(string expected, StreamOptions options) =>
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => StreamedTable<float>.Open(path, options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n1,a\nz,b\n", "row 3, column 1 (x): expected a number, got 'z'.")]
    [InlineData("x,y\n1,a\n2,b\n3\n", "row 4, column 2: expected 2 cells in each row, got 1.")]
    [InlineData("x,y\n1,a\n,b\n", "row 3, column 1 (x): expected a number, got an empty cell.")]
    [InlineData("x,y\n1,a\n2,\n3,b\n", "row 3, column 2 (y): expected a class, got an empty cell.")]
    [InlineData("x,y\n1,a\n2,a\n3,a\n", "rows 2 to 4, column 2 (y): expected at least two classes, got only 'a'.")]
    [InlineData("y\na\nb\n", "row 1: expected cells separated by comma, semicolon, tab or bar, got one cell.")]
    [InlineData("x,y\n", "row 2, column 1: expected at least one example, got the end of the file.")]
    [InlineData("x,y\n1,2.5\n2,2.5\n3,2.5\n", "column 2 (y): expected values that differ in the train part, got only 2.5.")]
    [InlineData("1,2,a\n3,4,b\n5,6,b\n7,8,c\n9,1,c\n", "row 1: expected names or an example, got numbers with 'a', a class of no other row: say which by --header or --no-header.")]
    public void MistakesAreSaidAsOfATableInMemory(string text, string expected)
    {
        string path = Write("bad.csv", text);
        StreamOptions options = new() { Ratios = new(1, 0, 0), Data = new() { Task = text.Contains("2.5", StringComparison.Ordinal) ? LearningTask.Regression : null } };
        Assert.Equal($"{path}: {expected}", Assert.Throws<InvalidDataException>(() => StreamedTable<float>.Open(path, options)).Message);
    }

    [Fact]
    public void OtherFilesAndTornOnesAreRefused()
    {
        string path = Path.Combine(folder, "t");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, 0, 0]);
        Assert.StartsWith($"{path}: expected a file of separated cells", Assert.Throws<InvalidDataException>(() => StreamedTable<float>.Open(path)).Message, StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(WriteGzip("t.gz", Numbers));
        File.WriteAllBytes(path, whole[..^9]);
        Assert.StartsWith($"{path}: expected a whole gzip file", Assert.Throws<InvalidDataException>(() => StreamedTable<float>.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatChangedIsRefused()
    {
        string path = Write("c.csv", "x,c,y\n1,u,a\n2,v,b\n3,u,a\n");
        StreamedTable<float> table = StreamedTable<float>.Open(path, new() { Ratios = new(1, 0, 0) });
        int hours = 0;
        Rewrite("x,c,y\n1,u,a\n2,w,b\n3,u,a\n");
        Assert.Equal($"{path}: expected the rows of the first pass, got others.", Refused());
        Rewrite("x,c,y\n1,u,a\n2,v,b\n3,v,a\n");
        Assert.Equal($"{path}: expected the rows of the first pass, got others.", Refused());
        Rewrite("x,c,y\n1,u,a\n2,v,b\n");
        Assert.Equal($"{path}: expected 3 rows, as in the first pass, got 2.", Refused());
        Rewrite("x,c,y\n1,u,a\n2,v,b\n3,u,a\n4,u,a\n");
        Assert.Equal($"{path}: expected 3 rows, as in the first pass, got 4.", Refused());

        // Written anew with the same rows it is the same.
        Rewrite("x,c,y\n1,u,a\n2,v,b\n3,u,a\n");
        Assert.Equal([0, 0, 1], Collect(table, SplitPart.Train, 2, 1).Classes.Order());

        // Clocks of files may stand still for a moment.
        void Rewrite(string text)
        {
            Write("c.csv", text);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddHours(++hours));
        }

        string Refused() => Assert.Throws<InvalidDataException>(() => Collect(table, SplitPart.Train, 2, 1)).Message;
    }

    /// <summary>What the train part does not have: a class, a category, a number that differs.</summary>
    [Fact]
    public void WhatOnlyAnotherPartHasIsKnownAndTeachesNothing()
    {
        HashSplit split = new(new(50, 50, 0), 1);
        SplitRows rows = split.Cut(40);
        string path = Write("rare.csv", "x,constant,c,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"{i},{(rows.Dev.Contains(i) ? 8 : 7)},{(i == rows.Dev[3] ? "rare" : i % 2 == 0 ? "u" : "v")},{(i == rows.Dev[5] ? "only" : i % 3 == 0 ? "a" : "b")}\n")));
        StreamedTable<double> table = StreamedTable<double>.Open(path, new() { Ratios = new(50, 50, 0), Seed = 1, Data = new() { Task = LearningTask.Classification } });
        Assert.Equal(["a", "b", "only"], table.ClassNames);
        Assert.Equal((0, 1), (table.ClassCounts(SplitPart.Train)[2], table.ClassCounts(SplitPart.Dev)[2]));
        Assert.Equal(["x", "constant", "c=rare", "c=u", "c=v"], table.Schema.FeatureNames);

        // Without a scale they are 0, there too where they are something else.
        (List<double[]> features, List<int> classes, _) = Collect(table, SplitPart.Dev, 4, 0);
        Assert.Equal(rows.Dev.Length, features.Count);
        Assert.All(features, row => Assert.Equal((0, 0), (row[1], row[2])));
        Assert.Equal(5, classes.IndexOf(2));

        Network<double> network = new(5, [Layer.Dense(3)], 1);
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = new(100, measure: StoppingMeasure.DevF1),
        }.Fit(table, 2, 8);
        Assert.Equal((TrainingEnd.Completed, 2), (history.End, history.Epochs.Count));
        Assert.All(history.Epochs, epoch => Assert.InRange(epoch.Dev!.Value.MacroF1!.Value, 0, 1));
    }

    [Fact]
    public void ATrainPartOfOneExampleIsATrainPart()
    {
        HashSplit split = new(new(5, 95, 0), 3);
        int count = Enumerable.Range(2, 1000).First(rows => split.Cut(rows) is { Train.Length: 1, Dev.Length: > 1 });
        string path = Write("one.csv", "x,y\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")}\n")));
        StreamedTable<double> table = StreamedTable<double>.Open(path, new() { Ratios = new(5, 95, 0), Seed = 3, Data = new() { Task = LearningTask.Classification } });
        Network<double> network = new(1, [Layer.Dense(2)], 1);
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()).Fit(table, 3, 32);
        Assert.Equal([1, 2, 3], history.Epochs.Select(epoch => (int)epoch.Step));
        Network<double> norm = new(1, [Layer.Dense(2), Layer.BatchNorm(), Layer.Dense(2)], 1);
        Assert.Contains(
            "at least 2 examples for batch norm",
            Assert.Throws<ArgumentException>(() => new Trainer<double>(norm, new Adam<double>(norm), new SoftmaxCrossEntropy<double>()).Fit(table, 3, 32)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\n")]
    [InlineData("\r\n\r\n")]
    public void EndsOfLinesAndBlankLinesAreNoDifference(string end)
    {
        const string Text = "x,c,y\n1,u,a\n2,v,b\n3,u,a\n4,v,a\n5,u,b\n";
        StreamOptions options = new() { Ratios = new(1, 0, 0) };
        StreamedTable<double> expected = StreamedTable<double>.Open(Write("a.csv", Text), options);
        StreamedTable<double> actual = StreamedTable<double>.Open(Write("b.csv", Text.Replace("\n", end, StringComparison.Ordinal)), options);
        (List<double[]> features, List<int> classes, _) = Collect(expected, SplitPart.Train, 2, 1);
        (List<double[]> others, List<int> otherClasses, _) = Collect(actual, SplitPart.Train, 2, 1);
        Assert.Equal(features, others);
        Assert.Equal(classes, otherClasses);
        string path = Write("c.csv", (Text + "z,u,a\n").Replace("\n", end, StringComparison.Ordinal));
        int row = (6 * end.Count(c => c == '\n')) + 1;
        Assert.Equal($"{path}: row {row}, column 1 (x): expected a number, got 'z'.", Assert.Throws<InvalidDataException>(() => StreamedTable<double>.Open(path, options)).Message);
    }

    [Fact]
    public void ABatchThatNoArrayHoldsIsRefused()
    {
        // Four columns of 10,000 categories each, a feature for each: 60,000 of such examples are 2.4 billion numbers.
        string path = Write("wide.csv", "c,d,e,f,y\n" + string.Concat(Enumerable.Range(0, 80_000).Select(i => i % 10_000).Select(i => $"k{i},l{i},m{i},n{i},{(i % 2 == 0 ? "a" : "b")}\n")));
        StreamedTable<float> table = StreamedTable<float>.Open(path, new() { Ratios = new(1, 0, 0) });
        ArgumentException refused = Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => table.CreateBatches(SplitPart.Train, 60_000));
        Assert.Contains("examples of 40000 features, got 60000.", refused.Message, StringComparison.Ordinal);
    }

    private static string Color(int i) => (i % 3) switch { 0 => "red", 1 => "blue", _ => "green" };

    private StreamedTable<double> OpenNumbers(long bytes = 1 << 20) =>
        StreamedTable<double>.Open(Write("n.csv", Numbers), new() { Data = new() { Task = LearningTask.Regression }, Seed = 1, BlockBytes = bytes });

    private static int[] Ids(StreamedTable<double> table, int epoch, ulong seed)
    {
        using StreamedBatches<double> batches = table.CreateBatches(SplitPart.Train, 16, seed);
        List<int> ids = [];
        batches.StartEpoch(epoch);
        while (batches.TryNext(out MiniBatch<double> batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                double id = (batch.Features[i, 0] * table.Normalizer.Scales[0]) + table.Normalizer.Centers[0];
                ids.Add((int)Math.Round(id));
                double y = (batch.Targets.Values[i, 0] * table.TargetNormalizer!.Scales[0]) + table.TargetNormalizer.Centers[0];
                Assert.Equal((ids[^1] * 37 % 101 * 2) + 0.5, y, 1e-9);
            }
        }

        return [.. ids];
    }

    private static (List<T[]> Features, List<int> Classes, List<T[]> Values) Collect<T>(StreamedTable<T> table, SplitPart part, int batchSize, int epoch)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using StreamedBatches<T> batches = table.CreateBatches(part, batchSize, shuffle: part == SplitPart.Train);
        (List<T[]> features, List<int> classes, List<T[]> values) = ([], [], []);
        batches.StartEpoch(epoch);
        while (batches.TryNext(out MiniBatch<T> batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                features.Add(batch.Features.Row(i).ToArray());
                if (batch.Targets.HasClasses)
                {
                    classes.Add(batch.Targets.Classes[i]);
                }
                else
                {
                    values.Add(batch.Targets.Values.Row(i).ToArray());
                }
            }
        }

        return (features, classes, values);
    }

    private string WriteRows(string name, int rows)
    {
        string path = Path.Combine(folder, name);
        using StreamWriter file = new(path);
        for (int i = 0; i < rows; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{i % 1000},{i * 7 % 13},{Color(i)},{(i % 2 == 0 ? 'a' : 'b')}\n"));
        }

        return path;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string WriteGzip(string name, string text)
    {
        string path = Path.Combine(folder, name);
        using GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}

using System.Globalization;
using FastNet.Tests.Kernels;
using FastNet.Tests.Training;
using FastNet.Training;

namespace FastNet.Tests.Streams;

/// <summary>Training on a file that is read row by row.</summary>
public sealed class StreamedTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TrainingLearnsAndHasTheBitsOfItsSeed()
    {
        // y = 2·x + 0.5 of normalised numbers is one weight of 1.
        string path = Write(Enumerable.Range(0, 1000).Select(i => $"{i * 37 % 101},{(i * 37 % 101 * 2) + 0.5}"));
        float[] first = Train(1, null, out TrainingHistory history);
        using WorkerPool workers = new(3);
        Bits.AssertSame<float>(first, Train(1, workers, out _), "three threads");
        Assert.NotEqual(first, Train(2, null, out _));
        Assert.Equal(TrainingEnd.Completed, history.End);
        Assert.Equal(12, history.Epochs.Count);
        Assert.InRange(history.Epochs[^1].Dev!.Value.Error, 0, 0.02);

        float[] Train(ulong seed, WorkerPool? workers, out TrainingHistory history)
        {
            StreamedTable<float> table = StreamedTable<float>.Open(
                path, new() { Data = new() { Task = LearningTask.Regression }, Seed = 1, BlockBytes = 2_000 });
            Network<float> network = new(1, [Layer.Dense(1)], 4);
            MeanSquaredError<float> loss = new();
            history = new Trainer<float>(network, new Adam<float>(network) { LearningRate = 0.02 }, loss) { Seed = seed, Workers = workers }.Fit(table, 12, 16);
            Assert.InRange(table.Evaluate(network, loss, SplitPart.Test).Error, 0, 0.02);
            TrainedModel<float> model = table.CreateModel(network);
            Assert.InRange(model.Evaluate(ModelInput.ReadExamples(model, path)).Error, 0, 0.02 * model.TargetNormalizer!.Scales[0]);
            return network.Parameters.ToArray();
        }
    }

    /// <summary>In the file's own order, the stream is the data set of the same rows, to the bit.</summary>
    [Fact]
    public void WithoutShufflingItIsTrainingInMemory()
    {
        string path = WriteMoons();
        StreamedTable<double> table = StreamedTable<double>.Open(path, new() { Ratios = new(70, 30, 0), Seed = 2 });
        TablePlan plan = TablePlan.Read(path, new());
        Split<double> parts = new HashSplit(new(70, 30, 0), 2).Cut(240).Select(plan.Encode<double>(plan.Fit([.. Enumerable.Range(0, 240)])));
        Trainer<double> streamed = Create(null, null).Trainer;
        Trainer<double> inMemory = Create(null, null).Trainer;
        TrainingHistory expected = Unshuffled(inMemory).Fit(table.Normalizer.Apply(parts.Train), table.Normalizer.Apply(parts.Dev!), 3, 10);
        TrainingHistory actual = Unshuffled(streamed).Fit(table, 3, 10);
        Assert.Equal(expected.Epochs.Select(epoch => (epoch.TrainCost, epoch.Dev)), actual.Epochs.Select(epoch => (epoch.TrainCost, epoch.Dev)));

        static Trainer<double> Unshuffled(Trainer<double> _)
        {
            Network<double> network = CreateNetwork();
            return new(network, new Adam<double>(network) { LearningRate = 0.05 }, new SoftmaxCrossEntropy<double>()) { Shuffle = false };
        }
    }

    /// <summary>Blocks of 25 examples, batches of 10: a state is saved within blocks and across them.</summary>
    [Fact]
    public void AResumedTrainingHasTheBitsOfOneLeftAlone()
    {
        string path = WriteMoons();
        StreamOptions options = new() { Ratios = new(50, 25, 25), Seed = 5, BlockBytes = 25 * ((2 * sizeof(double)) + (2 * sizeof(int))) };
        using (StreamedBatches<double> batches = StreamedTable<double>.Open(path, options).CreateBatches(SplitPart.Train, 10))
        {
            Assert.Equal(25, batches.BlockSize);
        }

        TrainingHistory history = InterruptedTraining.ShouldGoOnWithTheSameBits<double>(
            Create,
            (trainer, token) => trainer.Fit(StreamedTable<double>.Open(path, options), 3, 10, token),
            (trainer, state) => trainer.Resume(state, StreamedTable<double>.Open(path, options), 3, 10));
        Assert.Equal(3, history.Epochs.Count);
    }

    [Fact]
    public void AStateOfOtherRowsIsRefused()
    {
        string path = WriteMoons();
        string state = Path.Combine(folder, "state");
        Create(new Autosave(state, 5), null).Trainer.Fit(StreamedTable<double>.Open(path), 1, 10);
        Refused(StreamedTable<double>.Open(path, new() { Seed = 9 }));
        Refused(StreamedTable<double>.Open(path, new() { Normalizer = NormalizerKind.MinMax }));
        File.AppendAllText(path, "0.5,0.5,1\n");
        Refused(StreamedTable<double>.Open(path));

        void Refused(StreamedTable<double> table) => Assert.Contains(
            "expected a training with a",
            Assert.Throws<InvalidDataException>(() => Create(null, null).Trainer.Resume(state, table, 1, 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAugmentationIsRefused()
    {
        StreamedTable<double> table = StreamedTable<double>.Open(WriteMoons());
        Network<double> network = CreateNetwork();
        Dataset<double> other = Examples.Moons(20, seed: 1);
        Trainer<double> trainer = new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
        {
            Augmentation = new(new Augmenter<double>(Augmentation.Parse("jitter=0.1"), other, 1)),
        };
        Assert.Contains("expected no augmentation", Assert.Throws<ArgumentException>(() => trainer.Fit(table, 1, 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EvaluationInBatchesIsThatOfTheWholePart()
    {
        string path = WriteMoons();
        StreamedTable<double> table = StreamedTable<double>.Open(path, new() { Ratios = new(1, 0, 0) });
        Network<double> network = CreateNetwork();
        TrainedModel<double> model = table.CreateModel(network);
        Evaluation expected = model.Evaluate(ModelInput.ReadExamples(model, path));
        Evaluation actual = table.Evaluate(network, new SoftmaxCrossEntropy<double>(), SplitPart.Train);

        // Sums in another order.
        Assert.Equal(expected.Loss, actual.Loss, 1e-12);
        Assert.Equal(expected.Error, actual.Error);
    }

    [Fact]
    public void TheFirstExamplesOfAPart()
    {
        string path = WriteMoons();
        StreamedTable<double> table = StreamedTable<double>.Open(path, new() { Ratios = new(60, 40, 0), Seed = 3 });
        Dataset<double> first = table.Take(SplitPart.Dev, 7);
        int[] rows = new HashSplit(new(60, 40, 0), 3).Cut(240).Dev;
        Dataset<double> moons = Examples.Moons(240, seed: 3);
        Dataset<double> expected = table.Normalizer.Apply(moons.Select(rows.AsSpan(0, 7)));
        Assert.Equal(expected.Features.Values.ToArray(), first.Features.Values.ToArray());
        Assert.Equal(expected.Classes.ToArray(), first.Classes.ToArray());
        Assert.Equal(rows.Length, table.Take(SplitPart.Dev, 1000).Count);
        Assert.Throws<ArgumentException>("part", () => table.Take(SplitPart.Test, 1));
    }

    [Fact]
    public void AConstantsErrorIsThatOfTheLargestClassOrTheMean()
    {
        string path = Write(Enumerable.Range(0, 300).Select(i => $"{i},{i % 7},{(i % 3 == 0 ? "a" : "b")}"));
        HashSplit split = new(new(60, 20, 20), 4);
        SplitRows rows = split.Cut(300);
        StreamedTable<double> classes = StreamedTable<double>.Open(path, new() { Ratios = new(60, 20, 20), Seed = 4, Data = new() { Task = LearningTask.Classification } });
        Assert.Equal([rows.Dev.Count(row => row % 3 == 0), rows.Dev.Count(row => row % 3 != 0)], classes.ClassCounts(SplitPart.Dev));
        Assert.Equal(rows.Dev.Average(row => row % 3 == 0 ? 1.0 : 0), classes.ConstantError(SplitPart.Dev), 1e-12);

        StreamedTable<double> numbers = StreamedTable<double>.Open(
            path, new() { Ratios = new(60, 20, 20), Seed = 4, Data = new() { Targets = ["2"], IgnoredColumns = ["3"], Task = LearningTask.Regression } });
        double mean = rows.Train.Average(row => row % 7);
        double variance = rows.Train.Average(row => ((row % 7) - mean) * ((row % 7) - mean));
        double expected = Math.Sqrt(rows.Test.Average(row => ((row % 7) - mean) * ((row % 7) - mean)) / variance);
        Assert.Empty(numbers.ClassCounts(SplitPart.Test));
        Assert.Equal(expected, numbers.ConstantError(SplitPart.Test), 1e-12);
    }

    private static Network<double> CreateNetwork() => new(2, [Layer.Dense(6, bias: false), Layer.BatchNorm(), Layer.Relu(), Layer.Dropout(0.8), Layer.Dense(2)], 4);

    private static TrainingParts<double> Create(Autosave? autosave, Action<long>? stepEnded)
    {
        Network<double> network = CreateNetwork();
        Adam<double> adam = new(network) { LearningRate = 0.05 };
        return new(network, adam, new(network, adam, new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = new(20),
            EvaluationSteps = 5,
            DropsLastBatch = true,
            Autosave = autosave,
            StepEnded = stepEnded,
        });
    }

    private string WriteMoons()
    {
        Dataset<double> moons = Examples.Moons(240, seed: 3);
        return Write(Enumerable.Range(0, moons.Count).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{moons.Features[i, 0]:R},{moons.Features[i, 1]:R},{moons.Classes[i]}")));
    }

    private string Write(IEnumerable<string> rows)
    {
        string path = Path.Combine(folder, "rows.csv");
        File.WriteAllText(path, string.Join('\n', rows.Select(row => row.ToString(CultureInfo.InvariantCulture))) + "\n");
        return path;
    }
}

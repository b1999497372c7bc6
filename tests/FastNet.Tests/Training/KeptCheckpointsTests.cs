using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>The networks of the best epochs, as files.</summary>
public sealed class KeptCheckpointsTests : IDisposable
{
    private const int BatchSize = 8;

    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(StoppingMeasure.DevLoss)]
    [InlineData(StoppingMeasure.DevError)]
    public void TheBestAreKeptAndTheRestDeleted(StoppingMeasure measure)
    {
        Dictionary<int, double[]> parameters = [];
        KeptCheckpoints<double> kept = new(folder, best: 3);
        TrainingHistory history = Fit(kept, 15, measure, parameters);

        // Of equals the earlier: a stable order.
        int[] best = [.. history.Epochs.OrderBy(record => Measure(record, measure)).Take(3).Select(record => record.Epoch)];
        Assert.Equal(best, kept.Kept.Select(checkpoint => checkpoint.Epoch));
        Assert.Equal(history.BestEpoch, kept.Kept[0].Epoch);
        Assert.Equal(best.Select(epoch => $"epoch-{epoch:D4}.safetensors").Order(), Files());
        foreach (KeptCheckpoint checkpoint in kept.Kept)
        {
            Assert.Equal(Measure(history.Epochs[checkpoint.Epoch - 1], measure), checkpoint.Measure);
            Network<double> loaded = NetworkFile.Load<double>(Path.Combine(folder, checkpoint.File)).Network;
            Assert.Equal(parameters[checkpoint.Epoch], (double[])[.. loaded.Parameters, .. loaded.State]);
        }
    }

    [Fact]
    public void OfEqualsTheEarlierStays()
    {
        // A learning rate that moves nothing: every epoch is like the first.
        Network<double> network = new(2, [Layer.Dense(4), Layer.Tanh(), Layer.Dense(2)], seed: 1);
        KeptCheckpoints<double> kept = new(folder, best: 2);
        GradientDescent<double> still = new(network) { LearningRate = 1e-300 };
        new Trainer<double>(network, still, new SoftmaxCrossEntropy<double>()) { KeptCheckpoints = kept }.Fit(Train, Dev, 5, BatchSize);
        Assert.Equal([1, 2], kept.Kept.Select(checkpoint => checkpoint.Epoch));
        Assert.Equal(["epoch-0001.safetensors", "epoch-0002.safetensors"], Files());
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    public void TheBestAndTheLastAreKept(int best, int last)
    {
        KeptCheckpoints<double> kept = new(folder, best, last);
        List<string[]> seen = [];
        Network<double> network = Create();
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.1 }, new SoftmaxCrossEntropy<double>())
        {
            KeptCheckpoints = kept,
            EpochEnded = _ => seen.Add([.. Files()]),
        }.Fit(Train, Dev, 12, BatchSize);
        for (int epoch = 1; epoch <= 12; epoch++)
        {
            IEnumerable<EpochRecord> past = history.Epochs.Take(epoch);
            IEnumerable<int> expected = past.OrderBy(record => record.Dev!.Value.Loss).Take(best).Concat(past.TakeLast(last)).Select(record => record.Epoch).Distinct();
            Assert.Equal(expected.Order().Select(one => $"epoch-{one:D4}.safetensors"), seen[epoch - 1]);
        }
    }

    [Fact]
    public void TheLastNeedNoDevPart()
    {
        KeptCheckpoints<double> kept = new(folder, best: 0, last: 2);
        TrainingHistory history = Trainer(kept, null, null).Fit(Train, null, 5, BatchSize);
        Assert.Equal(["epoch-0004.safetensors", "epoch-0005.safetensors"], Files());
        Assert.Equal(history.Epochs[^1].TrainCost, kept.Kept.Single(checkpoint => checkpoint.Epoch == 5).Measure);
    }

    [Fact]
    public void TheCallerMayWriteThem()
    {
        List<string> written = [];
        KeptCheckpoints<double> kept = new(folder, best: 15, write: (path, network) =>
        {
            written.Add(Path.GetFileName(path));
            NetworkFile.Save(path, network);
        });
        Fit(kept, 3, StoppingMeasure.DevLoss, []);
        Assert.Equal(["epoch-0001.safetensors", "epoch-0002.safetensors", "epoch-0003.safetensors"], written);
    }

    [Fact]
    public void AResumedTrainingKeepsWhatOneLeftAloneKeeps()
    {
        string alone = Directory.CreateDirectory(Path.Combine(folder, "alone")).FullName;
        string stopped = Directory.CreateDirectory(Path.Combine(folder, "stopped")).FullName;
        KeptCheckpoints<double> expected = new(alone, best: 2);
        Trainer(expected, null, null).Fit(Train, Dev, 10, BatchSize);
        string state = Path.Combine(folder, "state");

        // Every 7 steps of 4 an epoch: between the saved state and the stop files come and go.
        for (int last = 8; last <= 40; last += 5)
        {
            int made = 0;
            Trainer<double> stopping = Trainer(
                new(stopped, best: 2), new Autosave(state, 7), _ => _ = ++made == last ? throw new OperationCanceledException() : 0);
            Assert.Throws<OperationCanceledException>(() => stopping.Fit(Train, Dev, 10, BatchSize));
            KeptCheckpoints<double> actual = new(stopped, best: 2);
            Trainer(actual, null, null).Resume(state, Train, Dev, 10, BatchSize);
            Assert.Equal(expected.Kept, actual.Kept);
            foreach (string path in Directory.EnumerateFiles(alone))
            {
                Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(stopped, Path.GetFileName(path))));
            }

            Assert.Equal(2, Directory.EnumerateFiles(stopped).Count());
            Directory.Delete(stopped, recursive: true);
            Directory.CreateDirectory(stopped);
        }
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Contains("existing folder", Assert.Throws<ArgumentException>(() => new KeptCheckpoints<double>(Path.Combine(folder, "none"), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1 file", Assert.Throws<ArgumentException>(() => new KeptCheckpoints<double>(folder, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("best", () => new KeptCheckpoints<double>(folder, -1));
        Assert.Throws<ArgumentOutOfRangeException>("last", () => new KeptCheckpoints<double>(folder, 1, -1));
        Assert.Throws<ArgumentException>("dev", () => Trainer(new(folder, 1), null, null).Fit(Train, null, 1, BatchSize));
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order();

    private static double Measure(EpochRecord record, StoppingMeasure measure) =>
        measure == StoppingMeasure.DevLoss ? record.Dev!.Value.Loss : record.Dev!.Value.Error;

    private static Network<double> Create() =>
        new(2, [Layer.Dense(8, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(2)], seed: 11);

    private static Trainer<double> Trainer(KeptCheckpoints<double> kept, Autosave? autosave, Action<long>? stepEnded)
    {
        Network<double> network = Create();
        return new(network, new Adam<double>(network) { LearningRate = 0.1 }, new SoftmaxCrossEntropy<double>())
        {
            KeptCheckpoints = kept,
            Autosave = autosave,
            StepEnded = stepEnded,
        };
    }

    private static TrainingHistory Fit(KeptCheckpoints<double> kept, int epochs, StoppingMeasure measure, Dictionary<int, double[]> parameters)
    {
        Network<double> network = Create();
        return new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.1 }, new SoftmaxCrossEntropy<double>())
        {
            KeptCheckpoints = kept,
            EarlyStopping = new(patience: 100, measure: measure),
            EpochEnded = record => parameters[record.Epoch] = [.. network.Parameters, .. network.State],
        }.Fit(Train, Dev, epochs, BatchSize);
    }
}

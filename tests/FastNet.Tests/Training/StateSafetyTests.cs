using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>Nothing of the user's is lost: neither a good state, nor a file that a state names, nor an epoch's network.</summary>
public sealed class StateSafetyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    private string StatePath => Path.Combine(folder, "state");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A learning rate that explodes: the first steps are finite, and what they saved stays.
    [Fact]
    public void AStateThatIsNotFiniteTakesNoOthersPlace()
    {
        Network<float> network = new(2, [Layer.Dense(1)], seed: 1);
        Dataset<float> data = new([.. Enumerable.Range(0, 40).Select(i => (float)i)], 2, [.. Enumerable.Range(0, 20).Select(i => (float)i)], 1);
        Trainer<float> trainer = new(network, new GradientDescent<float>(network) { LearningRate = 1 }, new MeanSquaredError<float>()) { Autosave = new(StatePath, 1) };
        TrainingHistory history = trainer.Fit(data, null, 40, 5);
        Assert.Equal(TrainingEnd.NotFinite, history.End);

        Network<float> saved = new(2, [Layer.Dense(1)], seed: 1);
        new Checkpoint<float>(saved, new GradientDescent<float>(saved), best: new Snapshot<float>(saved)).Load(StatePath);
        Assert.All(saved.Parameters.ToArray(), parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Fact]
    public void ASecondFitKeepsItsOwnCheckpoints()
    {
        (Network<float> network, Dataset<float> data) = Small();
        KeptCheckpoints<float> kept = new(folder, 3);
        Trainer<float> trainer = new(network, new Adam<float>(network), new SoftmaxCrossEntropy<float>()) { KeptCheckpoints = kept };
        trainer.Fit(data, data, 3, 10);
        trainer.Fit(data, data, 3, 10);
        Assert.Equal(3, kept.Kept.Count);
        Assert.All(kept.Kept, checkpoint => Assert.True(File.Exists(Path.Combine(folder, checkpoint.File))));
    }

    [Fact]
    public void AnotherNetworksOptimizerIsRefused()
    {
        (Network<float> network, Dataset<float> data) = Small();
        Trainer<float> trainer = new(network, new Adam<float>(network.Clone()), new SoftmaxCrossEntropy<float>());
        Assert.Throws<ArgumentException>(() => trainer.Fit(data, null, 1, 10));
    }

    // Else a measure of one loss would be compared with another's, and the earlier epochs win or lose for ever.
    [Fact]
    public void ABestThatWasMeasuredOtherwiseIsNotComparedWith()
    {
        (Network<float> network, Dataset<float> data) = Small();
        Fit(network, labelSmoothing: 0, stop: 2);
        (network, data) = Small();
        Trainer<float> trainer = Create(network, labelSmoothing: 0.5);
        TrainingHistory history = trainer.Resume(StatePath, data, data, 4, 10, allowsOtherHyperparameters: true);
        Assert.InRange(history.BestEpoch, 3, 4);
        Assert.Throws<InvalidDataException>(() => Create(Small().Network, 0.4).Resume(StatePath, data, data, 4, 10));

        void Fit(Network<float> first, double labelSmoothing, int stop) => Create(first, labelSmoothing).Fit(data, data, stop, 10);

        Trainer<float> Create(Network<float> of, double labelSmoothing) =>
            new(of, new Adam<float>(of), new SoftmaxCrossEntropy<float>(labelSmoothing)) { EarlyStopping = new(100), Autosave = new(StatePath, 2) };
    }

    [Fact]
    public void FewerEpochsThanTheStateHasReachedAreRefused()
    {
        (Network<float> network, Dataset<float> data) = Small();
        Trainer<float> Create(Network<float> of) => new(of, new Adam<float>(of), new SoftmaxCrossEntropy<float>()) { Autosave = new(StatePath, 1) };
        Create(network).Fit(data, null, 4, 10);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Create(Small().Network).Resume(StatePath, data, null, 3, 10));
        Assert.Contains("expected at least 4 epochs", exception.Message, StringComparison.Ordinal);
    }

    private static (Network<float> Network, Dataset<float> Data) Small()
    {
        float[] features = [.. Enumerable.Range(0, 80).Select(i => (i * 37 % 41 / 41f) - 0.5f)];
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => features[2 * i] > 0 ? 1 : 0)];
        return (new Network<float>(2, [Layer.Dense(6), Layer.Tanh(), Layer.Dense(2)], seed: 3), new Dataset<float>(features, 2, classes));
    }
}

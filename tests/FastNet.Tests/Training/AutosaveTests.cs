using System.Globalization;
using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>A training that was stopped, by whatever, goes on with the bits of one left alone; what does not belong together is refused.</summary>
public sealed class AutosaveTests : IDisposable
{
    private const int Epochs = 3;
    private const int BatchSize = 8;

    // Four batches, the last of six.
    private static readonly Dataset<double> Train = Examples.Moons(30, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(20, seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string StatePath => Path.Combine(folder, "state.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AdamWithBatchNormDropoutAScheduleAndEarlyStopping() => ShouldGoOn(
        network => new Adam<double>(network) { LearningRate = 0.05, Regularizer = Regularizer.L2(1, 30) },
        (network, adam, autosave, stepEnded) => new(network, adam, new SoftmaxCrossEntropy<double>())
        {
            Schedule = Schedules.WarmUp(5, unit: ScheduleUnit.Step).Then(Schedules.InverseTime(0.5)),
            EarlyStopping = new(patience: 10),
            Autosave = autosave,
            StepEnded = stepEnded,
        });

    [Fact]
    public void EarlyStoppingThatStops()
    {
        TrainingHistory history = ShouldGoOn(
            network => new Adam<double>(network) { LearningRate = 0.05 },
            (network, adam, autosave, stepEnded) => new(network, adam, new SoftmaxCrossEntropy<double>())
            {
                EarlyStopping = new(patience: 1, minimumImprovement: 100),
                Autosave = autosave,
                StepEnded = stepEnded,
            });
        Assert.Equal((TrainingEnd.StoppedEarly, 1), (history.End, history.BestEpoch));
    }

    [Fact]
    public void AmsGradWithAnExponentialAverage() => ShouldGoOn(
        network => new AmsGrad<double>(network) { LearningRate = 0.02 },
        (network, amsGrad, autosave, stepEnded) => new(network, amsGrad, new SoftmaxCrossEntropy<double>())
        {
            Averaging = new(new ExponentialParameterAverage<double>(network, 0.8)),
            EarlyStopping = new(patience: 10, measure: StoppingMeasure.DevError),
            Autosave = autosave,
            StepEnded = stepEnded,
        });

    [Fact]
    public void NadamWithAStochasticWeightAverageFromTheSecondEpoch() => ShouldGoOn(
        network => new Nadam<double>(network) { LearningRate = 0.02, Regularizer = Regularizer.WeightDecay(0.1) },
        (network, nadam, autosave, stepEnded) => new(network, nadam, new SoftmaxCrossEntropy<double>())
        {
            Averaging = new(new StochasticWeightAverage<double>(network), ScheduleUnit.Epoch, FromEpoch: 2),
            Autosave = autosave,
            StepEnded = stepEnded,
        });

    [Fact]
    public void CentredRmsPropWithMomentumClippingAndNoise() => ShouldGoOn(
        network => new RmsProp<double>(network, centered: true, momentum: 0.8)
        {
            Clipping = Clipping.ByGlobalNorm(0.5),
            Noise = new GradientNoise(0.01, seed: 4),
        },
        (network, rmsProp, autosave, stepEnded) => new(network, rmsProp, new SoftmaxCrossEntropy<double>())
        {
            EvaluatesTrain = true,
            Autosave = autosave,
            StepEnded = stepEnded,
        });

    [Fact]
    public void MomentumInMicroBatchesWithoutTheLastBatch() => ShouldGoOn(
        network => new Momentum<double>(network) { LearningRate = 0.1 },
        (network, momentum, autosave, stepEnded) => new(network, momentum, new SoftmaxCrossEntropy<double>())
        {
            MicroBatchSize = 3,
            DropsLastBatch = true,
            Autosave = autosave,
            StepEnded = stepEnded,
        });

    [Fact]
    public void AFinishedTrainingMayBeGivenMoreEpochs()
    {
        Network<double> alone = Create();
        TrainingHistory expected = Default(alone).Fit(Train, Dev, 5, BatchSize);

        Save();
        Network<double> resumed = Create();
        TrainingHistory actual = Default(resumed).Resume(StatePath, Train, Dev, 5, BatchSize);
        Assert.Equal(alone.Parameters.ToArray(), resumed.Parameters.ToArray());
        Assert.Equal(expected.Epochs.Select(record => record.Dev), actual.Epochs.Select(record => record.Dev));
    }

    [Fact]
    public void ItIsSavedEverySoManySteps()
    {
        List<bool> isThere = [];
        Default(Create(), new Autosave(StatePath, EverySteps: 3), _ =>
        {
            isThere.Add(File.Exists(StatePath));
            File.Delete(StatePath);
        }).Fit(Train, Dev, Epochs, BatchSize);
        Assert.Equal(Enumerable.Range(1, 4 * Epochs).Select(step => step % 3 == 0), isThere);
    }

    [Fact]
    public void ItTakesMoreToWrite()
    {
        Default(Create(), new Autosave(StatePath, 4) { Metadata = new Dictionary<string, string> { ["mine"] = "yes" } }).Fit(Train, Dev, 1, BatchSize);
        Assert.Equal("yes", NetworkFile.ReadMetadata(StatePath)["mine"]);
        Assert.Throws<ArgumentException>("Path", () => new Autosave(string.Empty, 1));
        Assert.Throws<ArgumentOutOfRangeException>("EverySteps", () => new Autosave("state", 0));
    }

    [Fact]
    public void OtherDataIsRefused()
    {
        Dataset<double> other = Examples.Moons(30, seed: 3);
        ShouldRefuse(() => (Create(), Train: other, Dev, BatchSize), network => Default(network), "a train part of 30 examples");
        ShouldRefuse(() => (Create(), Train, Dev: Examples.Moons(21, seed: 2), BatchSize), network => Default(network), "a dev part of 21 examples");
        ShouldRefuse(() => (Create(), Train, Dev: null, BatchSize), network => Default(network), "no dev part");
    }

    [Fact]
    public void OtherOptionsAreRefused()
    {
        ShouldRefuse(() => (Create(), Train, Dev, BatchSize: 7), network => Default(network), "batches of 7");
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { MicroBatchSize = 4 }, "in parts of 4");
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Shuffle = false }, "the data's own order");
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Seed = 99 }, "seed 99");
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Schedule = Schedules.Exponential(0.5) }, "0.5^t");
    }

    [Fact]
    public void AnotherLossIsRefused()
    {
        Save();
        Network<double> network = Create();
        Trainer<double> trainer = new(network, new Adam<double>(network), new MeanSquaredError<double>());
        string message = Assert.Throws<InvalidDataException>(() => trainer.Resume(StatePath, Train, Dev, Epochs, BatchSize)).Message;
        Assert.Contains("MeanSquaredError", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherOptimizerArchitectureOrSeedIsRefused()
    {
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new RmsProp<double>(network), new SoftmaxCrossEntropy<double>()),
            "RmsProp");
        ShouldRefuse(
            () => (Create(units: 7), Train, Dev, BatchSize),
            network => Default(network), "the architecture");
        ShouldRefuse(
            () => (Create(seed: 12), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Seed = 11 }, "the architecture");
    }

    [Fact]
    public void AnAverageOnOneSideAloneIsRefused()
    {
        ShouldRefuse(
            () => (Create(), Train, Dev, BatchSize),
            network => new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
            {
                Averaging = new(new StochasticWeightAverage<double>(network), ScheduleUnit.Epoch),
            },
            "the average ");
    }

    [Fact]
    public void AnotherNumericsVersionIsRefused()
    {
        Save();
        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(File.ReadAllBytes(StatePath));
        metadata.Remove(Safetensors.ChecksumKey);
        metadata["fastnet.numerics"] = (Numerics.Version + 1).ToString(CultureInfo.InvariantCulture);
        using (FileStream stream = File.Create(StatePath))
        {
            Safetensors.Write(stream, [.. entries.Values], metadata);
        }

        ShouldRefuseFile(
            () => (Create(), Train, Dev, BatchSize), network => Default(network),
            $"expected numerics version {Numerics.Version}, got {Numerics.Version + 1}");
    }

    [Fact]
    public void ATornFileIsRefused()
    {
        Save();
        byte[] whole = File.ReadAllBytes(StatePath);
        foreach (int length in (int[])[0, 7, 100, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(StatePath, whole[..length]);
            ShouldRefuseFile(() => (Create(), Train, Dev, BatchSize), network => Default(network), StatePath);
        }

        whole[^5] ^= 1;
        File.WriteAllBytes(StatePath, whole);
        ShouldRefuseFile(() => (Create(), Train, Dev, BatchSize), network => Default(network), "checksum");
    }

    [Fact]
    public void AModelIsNoStateAndAStateNoModel()
    {
        NetworkFile.Save(StatePath, Create());
        ShouldRefuseFile(
            () => (Create(), Train, Dev, BatchSize), network => Default(network), "expected the state of a training, got a file without one");

        Save();
        string message = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<double>(StatePath)).Message;
        Assert.Contains("expected a model, got the state of a training", message, StringComparison.Ordinal);
    }

    private static Network<double> Create(ulong seed = 11, int units = 6) =>
        new(2, [Layer.Dense(units, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dropout(0.8), Layer.Dense(2)], seed);

    private static Trainer<double> Default(Network<double> network, Autosave? autosave = null, Action<long>? stepEnded = null) =>
        new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>()) { Autosave = autosave, StepEnded = stepEnded };

    private static TrainingHistory ShouldGoOn(
        Func<Network<double>, Optimizer<double>> optimizerOf,
        Func<Network<double>, Optimizer<double>, Autosave?, Action<long>?, Trainer<double>> trainerOf) =>
        InterruptedTraining.ShouldGoOnWithTheSameBits(
            (autosave, stepEnded) =>
            {
                Network<double> network = Create();
                Optimizer<double> optimizer = optimizerOf(network);
                return new TrainingParts<double>(network, optimizer, trainerOf(network, optimizer, autosave, stepEnded));
            },
            Train, Dev, Epochs, BatchSize);

    private void Save() => Default(Create(), new Autosave(StatePath, 1)).Fit(Train, Dev, Epochs, BatchSize);

    private void ShouldRefuse(
        Func<(Network<double> Network, Dataset<double> Train, Dataset<double>? Dev, int BatchSize)> parts,
        Func<Network<double>, Trainer<double>> trainerOf, string why)
    {
        Save();
        ShouldRefuseFile(parts, trainerOf, why);
    }

    // Nothing is changed by what is refused: neither the network nor, as a fit of one epoch shows, the optimizer.
    private void ShouldRefuseFile(
        Func<(Network<double> Network, Dataset<double> Train, Dataset<double>? Dev, int BatchSize)> parts,
        Func<Network<double>, Trainer<double>> trainerOf, string why)
    {
        (Network<double> network, Dataset<double> train, Dataset<double>? dev, int batchSize) = parts();
        Trainer<double> trainer = trainerOf(network);
        double[] before = [.. network.Parameters, .. network.State];
        string message = Assert.Throws<InvalidDataException>(() => trainer.Resume(StatePath, train, dev, Epochs, batchSize)).Message;
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.StartsWith(StatePath, message, StringComparison.Ordinal);
        Assert.Equal(before, (double[])[.. network.Parameters, .. network.State]);
        trainer.Fit(train, dev, 1, batchSize);

        Network<double> untouched = parts().Network;
        trainerOf(untouched).Fit(train, dev, 1, batchSize);
        Assert.Equal(untouched.Parameters.ToArray(), network.Parameters.ToArray());
    }
}

using FastNet.Training;

namespace FastNet.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void ABinaryClassifierErrsWhereItsLogitIsOnTheWrongSide()
    {
        double[] logits = [30, -30, 0.1, 40, -0.2, -50];
        Assert.Equal((0, 1), Share(new BinaryCrossEntropy<double>(), logits, [1, 0, 1, 1, 0, 0], 1));

        // Two labels an example; targets are on the side of ½ that they are nearer, and a logit of 0 says no.
        Assert.Equal((2 / 6.0, 1 - (2 / 6.0)), Share(new BinaryCrossEntropy<double>(3), [.. logits[..5], 0], [0.9, 0, 0.2, 1, 0.4, 1], 2));
    }

    [Fact]
    public void HingeErrsWhereSignsDiffer() =>
        Assert.Equal((1 / 4.0, 3 / 4.0), Share(new Hinge<double>(), [30, -0.1, 0.1, -9], [1, -1, -1, -1], 1));

    // The first example's largest output is that of its largest probability, the second's and third's are not.
    [Fact]
    public void ProbabilitiesErrByTheirLargest() =>
        Assert.Equal((2 / 3.0, 1 - (2 / 3.0)), Share(new SoftmaxCrossEntropy<double>(), [1, 5, 5, 1, 0, 1], [0.4, 0.6, 0.3, 0.7, 1, 0], 2));

    [Fact]
    public void ADistanceHasNoAccuracy()
    {
        foreach (Loss<double> loss in (Loss<double>[])[new MeanSquaredError<double>(), new MeanAbsoluteError<double>(), new Huber<double>()])
        {
            Evaluation evaluation = Evaluate(loss, [1, 2, 3], [1, 4, 7], 1);

            // Differences 0, 2, 4: mean square 20/3; one rounding each of sum, division and root.
            Assert.Equal(Math.Sqrt(20.0 / 3), evaluation.Error, 1e-15);
            Assert.False(evaluation.ErrorIsShare);
            Assert.Equal(double.NaN, evaluation.Accuracy);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStateKeepsWhatTheErrorIs(bool binary)
    {
        Dataset<double> data = new([.. Enumerable.Range(0, 16).Select(i => i - 7.5)], 2, [1, 0, 0, 1, 0, 1, 1, 1], 1);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            TrainingHistory expected = Trainer(new Autosave(path, 1)).Fit(data, data, 2, 4);
            TrainingHistory actual = Trainer(null).Resume(path, data, data, 3, 4);
            // A state has no durations.
            Assert.Equal(expected.Epochs.Select(epoch => epoch with { ExamplesPerSecond = 0 }), actual.Epochs.Take(2));
            Assert.All(actual.Epochs, epoch => Assert.Equal(binary, epoch.Dev!.Value.ErrorIsShare));
        }
        finally
        {
            File.Delete(path);
        }

        Trainer<double> Trainer(Autosave? autosave)
        {
            Network<double> network = new(2, [Layer.Dense(1)], seed: 3);
            Loss<double> loss = binary ? new BinaryCrossEntropy<double>() : new MeanSquaredError<double>();
            return new(network, new GradientDescent<double>(network) { LearningRate = 0.01 }, loss) { Autosave = autosave };
        }
    }

    private static (double Error, double Accuracy) Share(Loss<double> loss, double[] outputs, double[] targets, int columns)
    {
        Evaluation evaluation = Evaluate(loss, outputs, targets, columns);
        Assert.True(evaluation.ErrorIsShare);
        return (evaluation.Error, evaluation.Accuracy);
    }

    // A network that changes nothing, in batches that leave a rest.
    private static Evaluation Evaluate(Loss<double> loss, double[] outputs, double[] targets, int columns)
    {
        Network<double> identity = new(columns, [Layer.Identity()]);
        return Evaluation.Of(identity, loss, new Dataset<double>(outputs, columns, targets, columns), identity.CreateWorkspace(2));
    }

    // Of 18 examples of one class and 2 of another: always the frequent one is 90 % right, and has an F1 of (0.9474 + 0)/2.
    [Fact]
    public void F1CountsARareClassAsMuchAsAFrequentOne()
    {
        Dataset<double> data = new([.. Enumerable.Range(0, 20).Select(i => i < 18 ? 1.0 : -1.0)], 1, [.. Enumerable.Range(0, 20).Select(i => i < 18 ? 0 : 1)]);
        Network<double> network = new(1, [Layer.Dense(2)]);
        network.Parameters.Clear();
        network.Parameters[2] = 1;
        Evaluation always = Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), data, network.CreateWorkspace(8), new ConfusionMatrix(2));
        Assert.Equal(0.1, always.Error, 1e-15);
        Assert.Equal(2 * 18 / 38.0 / 2, always.MacroF1!.Value, 1e-15);
        network.Parameters[0] = 2;
        network.Parameters[1] = -2;
        Assert.Equal(1, Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), data, network.CreateWorkspace(8), new ConfusionMatrix(2)).MacroF1);
        Assert.Null(Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), data, network.CreateWorkspace(8)).MacroF1);
    }

    [Fact]
    public void TheBestEpochIsThatOfTheBestF1()
    {
        Dataset<double> moons = Examples.Moons(60, seed: 3);
        Dataset<double> skewed = moons.Select([.. Enumerable.Range(0, 60).Where(i => i % 2 == 0 || i % 12 == 1)]);
        Network<double> network = new(2, [Layer.Dense(6), Layer.Tanh(), Layer.Dense(2)], seed: 2);
        List<double> f1 = [];
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.05 }, new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = new(patience: 15, measure: StoppingMeasure.DevF1),
            EpochEnded = record => f1.Add(record.Dev!.Value.MacroF1!.Value),
        }.Fit(skewed, skewed, 60, 8);
        Assert.Equal(f1.IndexOf(f1.Max()) + 1, history.BestEpoch);
        Assert.True(f1.Distinct().Count() > 2);
    }
}

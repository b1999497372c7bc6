using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>Evaluations of the dev part within epochs.</summary>
public sealed class EvaluationStepsTests
{
    // 8 steps an epoch.
    private const int BatchSize = 8;

    private static readonly Dataset<double> Train = Examples.Moons(64, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(40, seed: 2);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(100)]
    public void ComeAfterEachSoManyStepsButTheLastOfAnEpoch(int every)
    {
        List<StepRecord> seen = [];
        TrainingHistory history = Create(every, new(1000), seen.Add, out _).Fit(Train, Dev, 3, BatchSize);
        int[] expected = [.. Enumerable.Range(1, 24).Where(step => step % every == 0 && step % 8 != 0)];
        Assert.Equal(expected, history.Steps.Select(record => (int)record.Step));
        Assert.Equal(expected.Select(step => ((step - 1) / 8) + 1), history.Steps.Select(record => record.Epoch));
        Assert.Equal(seen, history.Steps);
        Assert.Equal([8, 16, 24], history.Epochs.Select(epoch => (int)epoch.Step));
    }

    [Fact]
    public void ChangeNothingOfTheTraining()
    {
        Create(2, null, null, out Network<double> watched).Fit(Train, Dev, 3, BatchSize);
        Create(null, null, null, out Network<double> alone).Fit(Train, Dev, 3, BatchSize);
        Assert.Equal(alone.Parameters.ToArray(), watched.Parameters.ToArray());
    }

    [Fact]
    public void TheBestOfThemIsRestored()
    {
        TrainingHistory history = Create(1, new(1000), null, out Network<double> network).Fit(Train, Dev, 6, BatchSize);
        IEnumerable<(long Step, double Loss)> all = history.Steps.Select(record => (record.Step, record.Dev.Loss))
            .Concat(history.Epochs.Select(epoch => (epoch.Step, epoch.Dev!.Value.Loss)));
        (long step, double loss) = all.MinBy(one => one.Loss);
        Assert.Equal(step, history.BestStep);

        // The case is one of a best within an epoch.
        Assert.NotEqual(0, step % 8);
        Assert.Equal(((step - 1) / 8) + 1, history.BestEpoch);
        Assert.Equal(loss, Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(BatchSize)).Loss);
    }

    [Fact]
    public void PatienceCountsThem()
    {
        // A learning rate that moves nothing: the first evaluation is the best.
        Network<double> network = new(2, [Layer.Dense(2)], seed: 1);
        GradientDescent<double> still = new(network) { LearningRate = 1e-300 };
        TrainingHistory history = new Trainer<double>(network, still, new SoftmaxCrossEntropy<double>()) { EvaluationSteps = 3, EarlyStopping = new(4) }
            .Fit(Train, Dev, 100, BatchSize);

        // Steps 3, 6, 8 (the epoch's end), 9, 12.
        Assert.Equal((TrainingEnd.StoppedEarly, 12, 3), (history.End, history.Steps[^1].Step, history.BestStep));
        Assert.Equal("the dev part saw no improvement in 4 evaluations", history.StoppedBecause);
    }

    [Fact]
    public void NeedADevPart()
    {
        Assert.Throws<ArgumentException>("dev", () => Create(3, null, null, out _).Fit(Train, null, 1, BatchSize));
        Assert.Throws<ArgumentOutOfRangeException>("EvaluationSteps", () => Create(0, null, null, out _));
    }

    private static Trainer<double> Create(int? every, EarlyStopping? stopping, Action<StepRecord>? evaluated, out Network<double> network)
    {
        network = new(2, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(2)], seed: 3);
        return new(network, new Adam<double>(network) { LearningRate = 0.3 }, new SoftmaxCrossEntropy<double>())
        {
            EvaluationSteps = every,
            EarlyStopping = stopping,
            StepEvaluated = evaluated,
        };
    }
}

using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>The trainer and running statistics: they move with each step, and go back with the parameters.</summary>
public sealed class TrainerStatisticsTests
{
    private const int BatchSize = 8;

    private static readonly Dataset<double> Train = Examples.Moons(60, seed: 1);
    private static readonly Dataset<double> Dev = Examples.Moons(40, seed: 2);

    [Fact]
    public void EachStepIsCommitted()
    {
        Network<double> network = Create(), expected = network.Clone();
        new Trainer<double>(network, new GradientDescent<double>(network) { LearningRate = 1e-300 }, new SoftmaxCrossEntropy<double>()) { Shuffle = false }
            .Fit(Train, null, 2, BatchSize);

        // With a learning rate that moves nothing, the passes alone are the training.
        Workspace<double> workspace = expected.CreateWorkspace(BatchSize);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            for (int first = 0; first < Train.Count; first += BatchSize)
            {
                expected.Forward(Train.Features.Slice(first, int.Min(BatchSize, Train.Count - first)), workspace, Pass.Training(0));
                expected.CommitStatistics(workspace);
            }
        }

        Assert.Equal(expected.State.ToArray(), network.State.ToArray());
        Assert.Equal(expected.BatchesTracked, network.BatchesTracked);
    }

    [Fact]
    public void StoppingEarlyRestoresTheBestEpochsStatistics()
    {
        Network<double> network = Create();
        List<double[]> states = [];
        TrainingHistory history = new Trainer<double>(network, new Adam<double>(network) { LearningRate = 0.05 }, new SoftmaxCrossEntropy<double>())
        {
            EarlyStopping = new(patience: 4),
            EpochEnded = _ => states.Add(network.State.ToArray()),
        }.Fit(Train, Dev, 500, BatchSize);

        Assert.Equal(TrainingEnd.StoppedEarly, history.End);
        Assert.Equal(states[history.BestEpoch - 1], network.State.ToArray());
        Assert.NotEqual(states[^1], network.State.ToArray());
        Assert.Equal(history.BestEpoch * 8, network.BatchesTracked);
        Evaluation again = Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), Dev, network.CreateWorkspace(BatchSize));
        Assert.Equal(history.Epochs[history.BestEpoch - 1].Dev, again);
    }

    // 10²⁰ has a square beyond float: the batch's outputs are still finite, the running variance is not.
    [Fact]
    public void AStatisticThatIsNotFiniteEndsTheTraining()
    {
        Network<float> network = new(1, [Layer.BatchNorm(), Layer.Dense(2)]);
        Dataset<float> huge = new([1e20f, -1e20f, 3e20f, 1e19f], 1, [0, 1, 0, 1]);
        TrainingHistory history =
            new Trainer<float>(network, new Adam<float>(network), new SoftmaxCrossEntropy<float>()).Fit(huge, null, 3, 4);
        Assert.Equal(TrainingEnd.NotFinite, history.End);
        Assert.Equal([0, 1], network.State.ToArray());
        Assert.Equal(0, network.BatchesTracked);
    }

    private static Network<double> Create() =>
        new(2, [Layer.BatchNorm(), Layer.Dense(32, bias: false), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(16), Layer.Tanh(), Layer.Dense(2)], seed: 11);
}

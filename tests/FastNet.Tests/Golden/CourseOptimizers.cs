using System.Globalization;
using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>course-optimizers.json: mini-batches in NumPy's order, with gradient descent, momentum and Adam.</summary>
internal static class CourseOptimizers
{
    // The exercise's numbers, which the file has in words only.
    private const double LearningRate = 0.0007;
    private const int BatchSize = 64;
    private const int Epochs = 10_000;
    private const int EpochsBetweenCosts = 1000;
    private const int FirstSeed = 11;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
    [
        .. root.GetProperty("permutations").EnumerateObject()
            .Select(known => new GoldenCase($"permutation {known.Name}", () => CheckPermutation(known))),
        .. root.GetProperty("runs").EnumerateObject().Select(run => new GoldenCase(run.Name, () => CheckRun(root, run))),
    ];

    private static void CheckPermutation(JsonProperty known)
    {
        int[] expected = known.Value.Integers();
        uint seed = uint.Parse(known.Name, CultureInfo.InvariantCulture);
        Assert.Equal(expected, new RandomState(seed).Permutation(expected.Length));
    }

    private static void CheckRun(JsonElement root, JsonProperty run)
    {
        Matrix x = CourseNetwork.Examples(root, "X");
        Matrix labels = CourseNetwork.Labels(root, "Y");
        Network<double> network = CourseNetwork.Create(root.GetProperty("initial"));
        Optimizer<double> optimizer = run.Name switch
        {
            "gd" => new GradientDescent<double>(network) { LearningRate = LearningRate },
            "momentum" => new Momentum<double>(network, MomentumConvention.MovingAverage) { LearningRate = LearningRate, Beta = 0.9 },
            "adam" => new Adam<double>(network) { LearningRate = LearningRate, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 },
            _ => throw GoldenCase.UnknownName("run", run.Name),
        };

        var workspace = network.CreateWorkspace(BatchSize);
        Matrix shuffledX = new(x.Rows, x.Columns);
        Matrix shuffledLabels = new(labels.Rows, 1);
        List<double> costs = [];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            int[] order = new RandomState((uint)(FirstSeed + epoch)).Permutation(x.Rows);
            for (int i = 0; i < order.Length; i++)
            {
                x.Span.Row(order[i]).CopyTo(shuffledX.Span.Row(i));
                shuffledLabels[i, 0] = labels[order[i], 0];
            }

            double sum = 0;
            for (int first = 0; first < x.Rows; first += BatchSize)
            {
                int rows = Math.Min(BatchSize, x.Rows - first);
                sum += rows * CourseNetwork.Gradients(
                    network, workspace, shuffledX.Span.Slice(first, rows), shuffledLabels.Span.Slice(first, rows), optimizer.StepCount);
                optimizer.Step(workspace.Gradients);
            }

            if (epoch % EpochsBetweenCosts == 0)
            {
                costs.Add(sum / x.Rows);
            }
        }

        Agree.With(run.Value.Vector("costEvery1000Epochs"), costs.ToArray(), "costs");
        Agree.With(run.Value.Number("accuracy"), CourseNetwork.Accuracy(network, x, labels), "accuracy");
        CourseNetwork.Check(run.Value.GetProperty("final"), network, network.Parameters, "at the end");
    }
}

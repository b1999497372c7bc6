using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>course-gradient-check.json: gradients against two-sided differences, right ones and planted wrong ones.</summary>
internal static class CourseGradientCheck
{
    private const double CourseStep = 1e-7;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
    [
        new("one dimension", [], () => CheckOneDimension(root.GetProperty("oneDimension"))),
        new("cost and gradients", [], () => CheckGradients(root)),
        new("relative difference", [], () => CheckDifference(root)),
        new("relative difference with the bug", [], () => CheckDifferenceWithBug(root)),
    ];

    // J(θ) = θ·x.
    private static void CheckOneDimension(JsonElement known)
    {
        double epsilon = known.Number("epsilon");
        Matrix x = new([known.Number("x")], 1, 1);
        var network = new Network<double>(inputs: 1, [Layer.Dense(1, bias: false)]);
        network.Parameters[0] = known.Number("theta");
        var workspace = network.CreateWorkspace(1);
        double gradient = GoldenLayers.Run(network, x, new Matrix([1], 1, 1)).Gradients[0];
        double difference = TwoSidedDifferences.Of(
            ref network.Parameters[0], epsilon, () => network.Forward(x.Span, workspace, Pass.Inference)[0, 0]);

        // The two products and their difference round alike everywhere; the quotients after them differ by some ulps.
        double ratio = TwoSidedDifferences.RelativeDistance([gradient], [difference]);
        double expected = known.Number("relativeDifference");
        Assert.InRange(ratio, expected * (1 - 1e-6), expected * (1 + 1e-6));
    }

    private static void CheckGradients(JsonElement root)
    {
        (Network<double> network, double cost, double[] gradients) = Run(root);
        Agree.With(root.Number("cost"), cost, "the cost");
        CourseNetwork.Check(root.GetProperty("gradients"), network, gradients, "gradient");
    }

    // With the course's step the ratio is rounding, 2⁻⁵³ of the cost over 10⁻⁷, and so it is right to its size only; with the best step
    // rounding is a hundredth of that.
    private static void CheckDifference(JsonElement root)
    {
        (Network<double> network, _, double[] gradients) = Run(root);
        double ratio = TwoSidedDifferences.RelativeDistance(gradients, Differences(root, network, _ => CourseStep));
        Assert.InRange(root.Number("relativeDifference"), 0.5e-7, 2e-7);
        Assert.InRange(ratio, 0.5e-7, 2e-7);
        Assert.InRange(TwoSidedDifferences.RelativeDistance(gradients, Differences(root, network, TwoSidedDifferences.BestStep)), 0, 1e-8);
    }

    // The exercise plants two bugs: dW2 doubled, and db1 four times too large.
    private static void CheckDifferenceWithBug(JsonElement root)
    {
        (Network<double> network, _, double[] gradients) = Run(root);
        foreach (ParameterSlice slice in network.Slices)
        {
            double factor = slice.Name == CourseNetwork.Weight(2) ? 2 : slice.Name == CourseNetwork.Bias(1) ? 4 : 1;
            foreach (ref double gradient in slice.Of(gradients.AsSpan()))
            {
                gradient *= factor;
            }
        }

        double ratio = TwoSidedDifferences.RelativeDistance(gradients, Differences(root, network, _ => CourseStep));
        double expected = root.Number("relativeDifferenceWithBug");
        Assert.InRange(ratio, expected - 1e-3, expected + 1e-3);
    }

    private static (Network<double> Network, double Cost, double[] Gradients) Run(JsonElement root)
    {
        Network<double> network = CourseNetwork.Create(root.GetProperty("parameters"));
        Matrix x = CourseNetwork.Examples(root, "X");
        var workspace = network.CreateWorkspace(x.Rows);
        double cost = CourseNetwork.Gradients(network, workspace, x.Span, CourseNetwork.Labels(root, "Y").Span, step: 0);
        return (network, cost, workspace.Gradients.ToArray());
    }

    private static double[] Differences(JsonElement root, Network<double> network, Func<double, double> step)
    {
        Matrix x = CourseNetwork.Examples(root, "X");
        Matrix labels = CourseNetwork.Labels(root, "Y");
        var workspace = network.CreateWorkspace(x.Rows);
        BinaryCrossEntropy<double> loss = new();
        var differences = new double[network.Parameters.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            ref double theta = ref network.Parameters[i];
            differences[i] = TwoSidedDifferences.Of(
                ref theta, step(theta), () => loss.Evaluate(network.Forward(x.Span, workspace, Pass.Inference), labels.Span));
        }

        return differences;
    }
}

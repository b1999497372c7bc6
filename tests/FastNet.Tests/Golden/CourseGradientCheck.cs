using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>course-gradient-check.json: gradients against two-sided differences, right ones and planted wrong ones.</summary>
internal static class CourseGradientCheck
{
    private const double CourseStep = 1e-7;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
    [
        new("one dimension", () => CheckOneDimension(root.GetProperty("oneDimension"))),
        new("cost and gradients", () => CheckGradients(root)),
        new("relative difference", () => CheckDifference(root)),
        new("relative difference with the bug", () => CheckDifferenceWithBug(root)),
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

    // With the course's step the ratio is rounding, and so right to its size only: 1 − σ(z) of the example that is most wrong loses three
    // digits, 10⁻¹⁶ becomes 10⁻¹³, and that is divided by a step of 10⁻⁷. The best step is 60 times as long. On logits nothing is lost.
    private static void CheckDifference(JsonElement root)
    {
        (Network<double> network, _, double[] gradients) = Run(root);
        Func<double> costOfSigmoid = CostOfSigmoid(root, network);
        Assert.InRange(root.Number("relativeDifference"), 0.5e-7, 2e-7);
        Assert.InRange(Ratio(network, gradients, costOfSigmoid, _ => CourseStep), 0.5e-7, 2e-7);
        Assert.InRange(Ratio(network, gradients, costOfSigmoid, TwoSidedDifferences.BestStep), 0, 1e-8);
        Assert.InRange(Ratio(network, gradients, CostOfLogits(root, network), TwoSidedDifferences.BestStep), 0, 1e-8);
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

        double ratio = Ratio(network, gradients, CostOfSigmoid(root, network), _ => CourseStep);
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

    // As the exercise has it: the net ends in a sigmoid, a, and the cost is the mean of −y ln a − (1 − y) ln(1 − a).
    private static Func<double> CostOfSigmoid(JsonElement root, Network<double> network)
    {
        var withSigmoid = new Network<double>(network.Inputs, [.. network.Layers, Layer.Sigmoid()]);
        Matrix x = CourseNetwork.Examples(root, "X");
        double[] labels = root.Vector("Y");
        var workspace = withSigmoid.CreateWorkspace(x.Rows);
        return () =>
        {
            network.Parameters.CopyTo(withSigmoid.Parameters);
            ReadOnlyMatrixSpan<double> a = withSigmoid.Forward(x.Span, workspace, Pass.Inference);
            double sum = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                sum -= (labels[i] * Math.Log(a[i, 0])) + ((1 - labels[i]) * Math.Log(1 - a[i, 0]));
            }

            return sum / labels.Length;
        };
    }

    private static Func<double> CostOfLogits(JsonElement root, Network<double> network)
    {
        Matrix x = CourseNetwork.Examples(root, "X");
        Matrix labels = CourseNetwork.Labels(root, "Y");
        var workspace = network.CreateWorkspace(x.Rows);
        BinaryCrossEntropy<double> loss = new();
        return () => loss.Evaluate(network.Forward(x.Span, workspace, Pass.Inference), labels.Span);
    }

    private static double Ratio(Network<double> network, double[] gradients, Func<double> cost, Func<double, double> step)
    {
        var differences = new double[gradients.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            ref double theta = ref network.Parameters[i];
            differences[i] = TwoSidedDifferences.Of(ref theta, step(theta), cost);
        }

        return TwoSidedDifferences.RelativeDistance(gradients, differences);
    }
}

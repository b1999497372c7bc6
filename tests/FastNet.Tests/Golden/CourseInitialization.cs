using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>course-initialization.json: what gradient descent makes of zeros, of large random weights and of He's.</summary>
internal static class CourseInitialization
{
    // The exercise's numbers, which the file has in words only.
    private const double LearningRate = 0.01;
    private const int Steps = 15_000;
    private const int StepsBetweenCosts = 1000;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.GetProperty("runs").EnumerateObject().Select(run => new GoldenCase(run.Name, () => Check(root, run.Value)));

    private static void Check(JsonElement root, JsonElement run)
    {
        Matrix x = CourseNetwork.Examples(root, "X");
        Matrix labels = CourseNetwork.Labels(root, "Y");
        Network<double> network = CourseNetwork.Create(run.GetProperty("initial"));
        var workspace = network.CreateWorkspace(x.Rows);
        var optimizer = new GradientDescent<double>(network) { LearningRate = LearningRate };
        List<double> costs = [];
        for (int step = 0; step < Steps; step++)
        {
            double cost = CourseNetwork.Gradients(network, workspace, x.Span, labels.Span, step);
            if (step % StepsBetweenCosts == 0)
            {
                costs.Add(cost);
            }

            optimizer.Step(workspace.Gradients);
        }

        // The course's own cost of the large weights is infinite, a logarithm of 0; there the file has none.
        if (run.GetProperty("costEvery1000").ValueKind != JsonValueKind.Null)
        {
            Agree.With(run.Vector("costEvery1000"), costs.ToArray(), "costs");
        }

        Agree.With(run.Number("trainAccuracy"), CourseNetwork.Accuracy(network, x, labels), "accuracy in training");
        Matrix testX = CourseNetwork.Examples(root, "testX");
        Matrix testLabels = CourseNetwork.Labels(root, "testY");
        Agree.With(run.Number("testAccuracy"), CourseNetwork.Accuracy(network, testX, testLabels), "accuracy in testing");
    }
}

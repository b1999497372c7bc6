using System.Text.Json;
using FastNet.Tests.Golden;
using FastNet.Tests.Reference;

namespace FastNet.Tests.GradientChecks;

/// <summary>Gradients and differences that the caller brings.</summary>
public class ComparisonTests
{
    // The exercise plants two bugs: dW2 doubled, and db1 four times too large.
    [Fact]
    public void TheCoursesPlantedGradientIsFound()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Golden", "course-gradient-check.json");
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        Network<double> network = CourseNetwork.Create(root.GetProperty("parameters"));
        Matrix x = CourseNetwork.Examples(root, "X");
        Matrix labels = CourseNetwork.Labels(root, "Y");
        BinaryCrossEntropy<double> loss = new();
        var workspace = network.CreateWorkspace(x.Rows);
        CourseNetwork.Gradients(network, workspace, x.Span, labels.Span, step: 0);
        double[] gradients = workspace.Gradients.ToArray();
        double[] differences = new double[gradients.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            ref double theta = ref network.Parameters[i];
            differences[i] = TwoSidedDifferences.Of(
                ref theta, TwoSidedDifferences.BestStep(theta), () => loss.Evaluate(network.Forward(x.Span, workspace, Pass.Inference), labels.Span));
        }

        GradientCheckReport right = GradientCheck.Compare(network.Slices, gradients, differences);
        Assert.True(right.IsCorrect, right.ToString());
        Assert.Equal(gradients.Length, right.Compared);
        Assert.Null(right.Cost);

        string[] planted = [CourseNetwork.Bias(1), CourseNetwork.Weight(2)];
        Scale(network, planted[1], gradients, 2);
        Scale(network, planted[0], gradients, 4);
        GradientCheckReport report = GradientCheck.Compare(network.Slices, gradients, differences, worstCount: 5);
        Assert.Equal(planted, GradientCheckTests.Wrong(report));
        Assert.All(report.Tensors.Where(tensor => !planted.Contains(tensor.Slice.Name)), tensor => Assert.Equal(GradientVerdict.Correct, tensor.Verdict));
        Assert.Equal(GradientVerdict.Wrong, report.Verdict);
        Assert.Equal(5, report.Worst.Count);
        Assert.All(report.Worst, worst => Assert.Contains(worst.Slice.Name, planted));

        // The file's differences are by the course's step, which costs the seventh digit.
        Assert.Equal(root.Number("relativeDifferenceWithBug"), report.Ratio, 1e-5);
        Assert.Equal(0.285, report.Ratio, 1e-3);
    }

    [Fact]
    public void TheRatioIsTheCourses()
    {
        ParameterSlice slice = new("0.weight", ParameterKind.Weight, 2, 2, Offset: 1);
        double[] gradients = [9, 3, 0, 0, 4, 9];
        double[] differences = [0, 0, 0, 0, 12, 0];

        // ‖(3, −8)‖/(‖(3, 4)‖ + ‖12‖); what no slice holds does not count.
        GradientCheckReport report = GradientCheck.Compare([slice], gradients, differences);
        Assert.Equal(Math.Sqrt(73) / 17, report.Ratio, 1e-15);
        Assert.Equal(4, report.Compared);
        Assert.Equal((1, 1), (report.Worst[0].Row, report.Worst[0].Column));
        Assert.Equal((0, 0), (report.Worst[1].Row, report.Worst[1].Column));
        Assert.Equal((4.0, 12.0, 8.0), (report.Worst[0].Gradient, report.Worst[0].Difference, report.Worst[0].Distance));
        Assert.Equal("0.weight[1, 1]: gradient 4.000000E+000, difference 1.200000E+001", report.Worst[0].ToString());
        Assert.Equal("Wrong: ratio 5.03E-001 of 4 components, 0 left out at kinks", report.ToString());

        GradientCheckReport same = GradientCheck.Compare([slice], new double[6], new double[6]);
        Assert.Equal((0.0, GradientVerdict.Correct), (same.Ratio, same.Verdict));
        GradientCheckReport noNumber = GradientCheck.Compare([slice], [0, 1, double.NaN, 1, 1], [0, 1, 1, 5, 1]);
        Assert.Equal(GradientVerdict.Wrong, noNumber.Verdict);
        Assert.Equal((0, 1), (noNumber.Worst[0].Row, noNumber.Worst[0].Column));
    }

    [Fact]
    public void MistakesAreSaid()
    {
        ParameterSlice slice = new("0.weight", ParameterKind.Weight, 2, 2, Offset: 1);
        Assert.Throws<ArgumentNullException>(() => GradientCheck.Compare(null!, [], []));
        Assert.Throws<ArgumentException>("differences", () => GradientCheck.Compare([slice], new double[5], new double[4]));
        Assert.Throws<ArgumentException>("gradients", () => GradientCheck.Compare([slice], new double[4], new double[4]));
        Assert.Throws<ArgumentOutOfRangeException>("worstCount", () => GradientCheck.Compare([slice], new double[5], new double[5], -1));
    }

    private static void Scale(Network<double> network, string name, double[] gradients, double factor)
    {
        foreach (ref double gradient in GradientCheckTests.Slice(network, name).Of(gradients.AsSpan()))
        {
            gradient *= factor;
        }
    }
}

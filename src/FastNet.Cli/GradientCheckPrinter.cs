using System.Globalization;

namespace FastNet.Cli;

/// <summary>What <c>fastnet check-gradients</c> says.</summary>
internal sealed class GradientCheckPrinter(TextWriter output, Network<double> network)
{
    // Of a gradient that is right, the worst components are rounding: some show its size.
    private const int WorstOfRight = 3;
    private const double ManyKinks = 0.05;

    public void Start(string name, int examples, int trainExamples)
    {
        IEnumerable<int> widths = [network.Inputs, .. network.Layers.OfType<DenseLayer>().Select(layer => layer.Units)];
        output.WriteLine($"data     {name}: {examples} of the train part's {trainExamples} examples");
        output.WriteLine($"network  {string.Join(" → ", widths)}: {network.Parameters.Length} parameters, in double");
    }

    public void Print(string when, GradientCheckReport report)
    {
        int looked = report.Compared + report.Kinks;
        string sample = looked == network.Parameters.Length ? "all" : "as many of each parameter as it has, or an equal share";
        output.WriteLine();
        output.WriteLine($"{when}, at a cost of {TrainReport.Figure(report.Cost!.Value)}");
        output.WriteLine($"checked  {looked} of {network.Parameters.Length} components: {sample}");
        string advice = report.KinkShare > ManyKinks ? ": many; take other examples, or fewer steps" : string.Empty;
        output.WriteLine($"kinks    {report.Kinks} left out, as their step crosses a kink{advice}");
        output.WriteLine($"ratio    {Small(report.Ratio)} of {report.Compared} components: {Words(report.Verdict)}");
        if (!report.IsCorrect)
        {
            foreach (CheckedGradient tensor in report.Tensors)
            {
                output.WriteLine($"         {Small(tensor.Ratio)} {Name(tensor.Slice)}, {tensor.Compared} components: {Words(tensor.Verdict)}");
            }
        }

        foreach (GradientComponent worst in report.Worst.Take(report.IsCorrect ? WorstOfRight : int.MaxValue))
        {
            output.WriteLine(
                $"worst    {Name(worst.Slice)}, row {worst.Row}, column {worst.Column}: "
                + $"gradient {Exact(worst.Gradient)}, difference {Exact(worst.Difference)}");
        }
    }

    public void End(GradientCheckReport first, GradientCheckReport second)
    {
        output.WriteLine();
        bool areCorrect = first.IsCorrect && second.IsCorrect;
        output.WriteLine($"verdict  {(areCorrect ? "the gradients are right: both ratios are at most 1E-7" : Problem(first, second))}");
    }

    private static string Problem(GradientCheckReport first, GradientCheckReport second)
    {
        GradientCheckReport worse = first.IsCorrect ? second : first;
        string when = first.IsCorrect ? "after training" : second.IsCorrect ? "at the first weights" : "both times";
        return worse.Verdict == GradientVerdict.Inconclusive
            ? $"nothing can be said {when}: rounding and kinks hide the gradients; where the cost is near 0, take fewer steps"
            : $"the gradients are not right {when}";
    }

    private static string Words(GradientVerdict verdict) => verdict switch
    {
        GradientVerdict.Correct => "right",
        GradientVerdict.Inconclusive => "nothing to be seen but rounding and kinks",
        GradientVerdict.Suspicious => "look at the worst components",
        GradientVerdict.Doubtful => "mostly wrong somewhere",
        _ => "wrong",
    };

    private static string Small(double ratio) => ratio.ToString("0.00E-0", CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString("0.00000000E-0", CultureInfo.InvariantCulture);

    // A parameter's name is the layer's index, a dot, and its name in the layer.
    private string Name(ParameterSlice slice)
    {
        string[] parts = slice.Name.Split('.', 2);
        Layer layer = network.Layers[int.Parse(parts[0], CultureInfo.InvariantCulture)];
        return $"layer {parts[0]} ({layer.GetType().Name}), {parts[1]}";
    }
}

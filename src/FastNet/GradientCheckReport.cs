using System.Globalization;

namespace FastNet;

/// <summary>What a gradient check found.</summary>
public sealed class GradientCheckReport
{
    internal GradientCheckReport(
        IReadOnlyList<ParameterSlice> slices, IReadOnlyList<IReadOnlyList<CheckedComponent>> components, int worstCount, double? cost)
    {
        Cost = cost;
        ComparedGradients all = default;
        var tensors = new CheckedGradient[slices.Count];
        List<GradientComponent> compared = [];
        for (int i = 0; i < tensors.Length; i++)
        {
            ComparedGradients tensor = default;
            foreach (CheckedComponent component in components[i])
            {
                tensor.Add(component);
                all.Add(component);
                if (!component.IsKink)
                {
                    compared.Add(GradientComponent.Of(slices[i], component.Values));
                }
            }

            tensors[i] = new(slices[i], tensor.Ratio, tensor.Verdict, tensor.Count, tensor.Kinks);
        }

        Ratio = all.Ratio;
        Verdict = all.Verdict;
        Compared = all.Count;
        Kinks = all.Kinks;
        Tensors = tensors;

        // No number is worse than any.
        Worst =
        [
            .. compared.OrderByDescending(component => double.IsNaN(component.Distance) ? double.PositiveInfinity : component.Distance)
                .Take(worstCount),
        ];
    }

    /// <summary>J, loss plus penalty, at the parameters; null where the numbers came from the caller.</summary>
    public double? Cost { get; }

    /// <summary>‖d − g‖/(‖d‖ + ‖g‖) of all components compared, d being the differences and g the gradient; 0 where d = g.</summary>
    public double Ratio { get; }

    /// <summary>What <see cref="Ratio"/> says.</summary>
    public GradientVerdict Verdict { get; }

    /// <summary>
    /// Whether the ratio is at most 10⁻⁷ and no parameter is doubtful or wrong by itself: the ratio of all hides a wrong gradient that is 10⁻⁷ of the whole.
    /// </summary>
    public bool IsCorrect => Verdict == GradientVerdict.Correct && Tensors.All(tensor => tensor.Verdict < GradientVerdict.Doubtful);

    /// <summary>The number of components that the ratio compares.</summary>
    public int Compared { get; }

    /// <summary>The number of components that were left out, as their step crosses a kink: a difference over a kink is no derivative.</summary>
    public int Kinks { get; }

    /// <summary>The share of the components that were left out; some thousandths are usual where activations have kinks, a twentieth is much.</summary>
    public double KinkShare => (double)Kinks / int.Max(1, Compared + Kinks);

    /// <summary>Each parameter of the network by itself.</summary>
    public IReadOnlyList<CheckedGradient> Tensors { get; }

    /// <summary>The components compared whose difference is farthest from the gradient, the worst first.</summary>
    public IReadOnlyList<GradientComponent> Worst { get; }

    /// <summary>The verdict in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Verdict}: ratio {Ratio:E2} of {Compared} components, {Kinks} left out at kinks");
}

/// <summary>A parameter's part of a gradient check.</summary>
/// <param name="Slice">The parameter; its name begins with the layer's index.</param>
/// <param name="Ratio">‖d − g‖/(‖d‖ + ‖g‖) of its components compared.</param>
/// <param name="Verdict">What the ratio says.</param>
/// <param name="Compared">The number of its components that the ratio compares.</param>
/// <param name="Kinks">The number of its components that were left out at kinks.</param>
public sealed record CheckedGradient(ParameterSlice Slice, double Ratio, GradientVerdict Verdict, int Compared, int Kinks);

/// <summary>A component of the gradient beside its difference.</summary>
/// <param name="Slice">The parameter; its name begins with the layer's index.</param>
/// <param name="Row">The row in memory: a weight's input.</param>
/// <param name="Column">The column in memory: a weight's output; a vector's element.</param>
/// <param name="Gradient">g.</param>
/// <param name="Difference">d.</param>
public sealed record GradientComponent(ParameterSlice Slice, int Row, int Column, double Gradient, double Difference)
{
    /// <summary>|d − g|.</summary>
    public double Distance => double.Abs(Difference - Gradient);

    internal static GradientComponent Of(ParameterSlice slice, CostDifference values)
    {
        (int row, int column) = int.DivRem(values.Index - slice.Offset, slice.Columns);
        return new(slice, row, column, values.Gradient, values.Difference);
    }

    /// <summary>The component in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Slice.Name}[{Row}, {Column}]: gradient {Gradient:E6}, difference {Difference:E6}");
}

/// <summary>The sums of a comparison.</summary>
internal struct ComparedGradients
{
    // What rounding explains of a component, in its standard deviations: a kink that it hides errs by half the roughness that is tolerated.
    private const double Roundings = GradientCheck.RoundingsOfRoughness / 2;

    private double distance;
    private double gradients;
    private double differences;
    private double rounding;

    public int Count { get; private set; }

    public int Kinks { get; private set; }

    public readonly double Ratio => distance == 0 ? 0 : double.Sqrt(distance) / (double.Sqrt(gradients) + double.Sqrt(differences));

    public readonly GradientVerdict Verdict =>
        Kinks > Count ? GradientVerdict.Inconclusive
        : Ratio <= 1e-7 ? GradientVerdict.Correct
        : distance <= Roundings * Roundings * rounding ? GradientVerdict.Inconclusive
        : Ratio <= 1e-5 ? GradientVerdict.Suspicious
        : Ratio <= 1e-3 ? GradientVerdict.Doubtful
        : GradientVerdict.Wrong;

    public void Add(CheckedComponent component)
    {
        if (component.IsKink)
        {
            Kinks++;
            return;
        }

        (_, double gradient, double difference, _, _, double roundingOfOne) = component.Values;
        Count++;
        distance += (difference - gradient) * (difference - gradient);
        gradients += gradient * gradient;
        differences += difference * difference;
        rounding += roundingOfOne * roundingOfOne;
    }
}

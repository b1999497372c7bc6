namespace FastNet;

/// <summary>
/// Whether a network's gradient is that of its cost: every component beside (J(θ + ε) − J(θ − ε))/(2ε). It runs the code that trains, in double;
/// layers, losses and regularizers of the caller's own are checked like any other.
/// </summary>
public static class GradientCheck
{
    /// <summary>Roughness of a smooth cost is rounding: at most 18 of J over ε, as a standard deviation. This is five of them.</summary>
    internal const double RoundingsOfRoughness = 100;

    // Of the larger of the difference, its change over the step, and the differences' root mean square. What is smoother than this of the first and the
    // last changes the ratio by at most 0.4·10⁻⁷: by half the roughness, of √2 times the norm, over twice the norm. The step's change is next to
    // nothing beside them, but at a minimum it is all there is, and higher derivatives some 10⁻¹¹ of it.
    private const double ToleratedRoughness = 1e-7;

    /// <summary>Checks the gradient of the cost, loss plus penalty, by the parameters.</summary>
    /// <param name="network">
    /// A network in double: <see cref="Network{T}.To{TOther}"/> makes one of a network in float. Its parameters move during the check and are put
    /// back, exactly, at its end, be it an exception; who checks must be alone with it.
    /// </param>
    /// <param name="x">[batch, inputs], at least one row; some ten are enough. Apart from the network's memory.</param>
    /// <param name="targets">As many examples.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The network has no parameter, or a shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The cost is not finite.</exception>
    public static GradientCheckReport Run(
        Network<double> network, ReadOnlyMatrixSpan<double> x, Targets<double> targets, Loss<double> loss, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new();
        Throw.IfNotPositive(x.Rows, nameof(x));
        if (network.Parameters.IsEmpty)
        {
            throw new ArgumentException("expected a network with parameters, got one without.", nameof(network));
        }

        double[] originals = network.Parameters.ToArray();
        try
        {
            CostDifferences cost = new(network, x, targets, loss, options);
            var components = new List<CostDifference>[network.Slices.Count];
            int[] counts = Counts(network.Slices, options.MaxComponents);
            for (int i = 0; i < components.Length; i++)
            {
                components[i] = [];
                Philox random = new(options.Seed, RandomPurpose.Check, (ulong)i);
                for (int k = 0; k < counts[i]; k++)
                {
                    components[i].Add(cost.Of(network.Slices[i].Offset + Draw(random, k, counts[i], network.Slices[i].Length)));
                }
            }

            return new GradientCheckReport(network.Slices, Judge(components), options.WorstCount, cost.Cost);
        }
        finally
        {
            originals.CopyTo(network.Parameters);
        }
    }

    /// <summary>Compares gradients with differences that the caller has.</summary>
    /// <param name="slices">The parameters, as <see cref="Network{T}.Slices"/>: parts of the flat buffers.</param>
    /// <param name="gradients">The gradient, flat.</param>
    /// <param name="differences">As many two-sided differences.</param>
    /// <param name="worstCount">How many of the worst components the report names, at least 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a slice lies outside.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="worstCount"/> is negative.</exception>
    public static GradientCheckReport Compare(
        IReadOnlyList<ParameterSlice> slices, ReadOnlySpan<double> gradients, ReadOnlySpan<double> differences, int worstCount = 10)
    {
        ArgumentNullException.ThrowIfNull(slices);
        Throw.IfNot(worstCount >= 0, nameof(worstCount), "at least 0", worstCount);
        if (differences.Length != gradients.Length)
        {
            Throw.LengthMismatch(nameof(differences), gradients.Length, differences.Length);
        }

        var components = new List<CheckedComponent>[slices.Count];
        for (int i = 0; i < components.Length; i++)
        {
            ParameterSlice slice = slices[i];
            if (slice.Offset < 0 || slice.Offset > gradients.Length - slice.Length)
            {
                Throw.TooShort(nameof(gradients), (long)slice.Offset + slice.Length, gradients.Length);
            }

            components[i] = [];
            for (int index = slice.Offset; index < slice.Offset + slice.Length; index++)
            {
                components[i].Add(new(new(index, gradients[index], differences[index], Curvature: 0, Roughness: 0, Rounding: 0), IsKink: false));
            }
        }

        return new GradientCheckReport(slices, components, worstCount, cost: null);
    }

    // The same level for all that have as many: what the small ones leave goes to the large ones.
    private static int[] Counts(IReadOnlyList<ParameterSlice> slices, int most)
    {
        int[] counts = new int[slices.Count];
        int left = most;
        int[] bySize = [.. Enumerable.Range(0, slices.Count).OrderBy(i => slices[i].Length)];
        for (int i = 0; i < bySize.Length; i++)
        {
            // At least one of each: a parameter that nobody looked at is not checked.
            int share = int.Max(1, left / (bySize.Length - i));
            counts[bySize[i]] = int.Min(slices[bySize[i]].Length, share);
            left -= counts[bySize[i]];
        }

        return counts;
    }

    // One of each of count stretches of equal length: all of them where there are as many.
    private static int Draw(Philox random, int index, int count, int length)
    {
        long start = (long)index * length / count;
        long end = (index + 1L) * length / count;
        return (int)(start + (random.Bits(index) * (end - start) >> 32));
    }

    private static List<CheckedComponent>[] Judge(List<CostDifference>[] components)
    {
        double sum = 0;
        int count = 0;
        foreach (CostDifference component in components.SelectMany(list => list))
        {
            sum += component.Difference * component.Difference;
            count++;
        }

        double typical = double.Sqrt(sum / count);
        bool IsKink(CostDifference component) =>
            !(component.Roughness <= (RoundingsOfRoughness * component.Rounding)
                + (ToleratedRoughness * double.Max(typical, double.Max(double.Abs(component.Difference), component.Curvature))));
        return [.. components.Select(list => list.ConvertAll(component => new CheckedComponent(component, IsKink(component))))];
    }
}

/// <summary>A component, and whether a kink within reach of the step makes its difference worthless.</summary>
internal readonly record struct CheckedComponent(CostDifference Values, bool IsKink);

namespace FastNet;

/// <summary>
/// The cost J as a function of one parameter at a time: its two-sided differences, and how far they can be trusted. Who uses it puts the
/// parameters back.
/// </summary>
internal readonly ref struct CostDifferences
{
    // Steps so small that the cost is a parabola to rounding, so large that its sums move by some of their last places.
    private const double NoiseStep = 1.0 / (1L << 36);
    private const int NoisePoints = 20;

    private readonly Network<double> network;
    private readonly Workspace<double> workspace;
    private readonly ReadOnlyMatrixSpan<double> x;
    private readonly Targets<double> targets;
    private readonly Loss<double> loss;
    private readonly GradientCheckOptions options;

    public CostDifferences(
        Network<double> network, ReadOnlyMatrixSpan<double> x, Targets<double> targets, Loss<double> loss, GradientCheckOptions options)
    {
        this.network = network;
        this.x = x;
        this.targets = targets;
        this.loss = loss;
        this.options = options;
        workspace = network.CreateWorkspace(x.Rows);
        ReadOnlyMatrixSpan<double> outputs = network.Forward(x, workspace, options.Pass);
        Cost = loss.Evaluate(outputs, targets, workspace.OutputGradient) + options.Regularizer.Penalty(Weights);
        if (!double.IsFinite(Cost))
        {
            Throw.InvalidState($"Expected a finite cost, got {Cost}.");
        }

        network.Backward(x, workspace);
        options.Regularizer.AddGradient<double>(Weights, workspace.Gradients[..network.WeightCount], workers: null);
        Noise = MeasureNoise();
    }

    /// <summary>J at the network's parameters.</summary>
    public double Cost { get; }

    /// <summary>The standard deviation of J's rounding.</summary>
    public double Noise { get; }

    private ReadOnlySpan<double> Weights => network.Parameters[..network.WeightCount];

    /// <summary>d = (J(θ + ε) − J(θ − ε))/(2ε), and a measure of what it hides.</summary>
    /// <remarks>
    /// With s(h) = J(θ + h) + J(θ − h) − 2J(θ) and d(h), the roughness is |s(ε) − 4s(ε/2)|/ε + 6|d(ε) − d(ε/2)|. A smooth J has s(h) = h²J″ and
    /// d(h) = J′, up to ε³J⁗ and ε²J‴: curvature cancels, and nothing is left but rounding. A kink at θ ± tε where the slope jumps by a
    /// gives to s(h) a·(h − tε) where h > tε, and half of that over h to d(h): so to the roughness a·(|1 − 3t| + 3t) ≥ a for t ≤ ½, and
    /// 4a·(1 − t) above. The kink's error in d(ε) is a·(1 − t)/2, so at most half the roughness wherever it lies. Neither term would do alone: the
    /// first vanishes at t = ⅓, the second at 0. The gradient does not enter, so a wrong one cannot pass for a kink.
    /// </remarks>
    public CostDifference Of(int index)
    {
        ref double theta = ref network.Parameters[index];
        double step = options.Step * double.Max(1, double.Abs(theta));
        (double difference, double second) = Differences(ref theta, step);
        (double differenceOfHalf, double secondOfHalf) = Differences(ref theta, step / 2);
        double roughness = (double.Abs(second - (4 * secondOfHalf)) / step) + (6 * double.Abs(difference - differenceOfHalf));
        return new(index, workspace.Gradients[index], difference, double.Abs(second) / step, roughness, Noise / step);
    }

    // θ ± h are rounded: the quotient is over the way from one to the other.
    private (double Difference, double Second) Differences(ref double theta, double step)
    {
        double original = theta;
        double above = theta = original + step;
        double costAbove = Evaluate();
        double below = theta = original - step;
        double costBelow = Evaluate();
        theta = original;
        return ((costAbove - costBelow) / (above - below), costAbove - Cost + (costBelow - Cost));
    }

    private double Evaluate() => loss.Evaluate(network.Forward(x, workspace, options.Pass), targets) + options.Regularizer.Penalty(Weights);

    // Fourth differences of J along a line (Moré and Wild, "Estimating computational noise", 2011): of independent roundings they have 70 times the
    // variance. All points lie on one side of θ, so that a kink at θ itself does not count. A result is rounded to 2⁻⁵³ of it in any case.
    private double MeasureNoise()
    {
        Span<double> parameters = network.Parameters;
        double[] originals = parameters.ToArray();
        Span<double> costs = stackalloc double[NoisePoints];
        for (int point = 0; point < NoisePoints; point++)
        {
            for (int i = 0; i < originals.Length; i++)
            {
                double step = NoiseStep * double.Max(1, double.Abs(originals[i]));
                parameters[i] = originals[i] + ((i & 1) == 0 ? (point + 1) * step : -(point + 1) * step);
            }

            costs[point] = Evaluate();
        }

        originals.CopyTo(parameters);
        double sum = 0;
        for (int i = 2; i < NoisePoints - 2; i++)
        {
            double fourth = costs[i - 2] - (4 * costs[i - 1]) + (6 * costs[i]) - (4 * costs[i + 1]) + costs[i + 2];
            sum += fourth * fourth;
        }

        return double.Max(double.Sqrt(sum / (70 * (NoisePoints - 4))), double.Abs(Cost) / (1L << 53));
    }
}

/// <summary>A component of the gradient beside its difference.</summary>
/// <param name="Index">Its index in the flat buffers.</param>
/// <param name="Gradient">g.</param>
/// <param name="Difference">d.</param>
/// <param name="Curvature">|J(θ + ε) + J(θ − ε) − 2J(θ)|/ε: by how much the slope differs between the two sides.</param>
/// <param name="Roughness">Twice the most by which a kink can have spoilt d; of a smooth cost, rounding.</param>
/// <param name="Rounding">The standard deviation of J's rounding over the step.</param>
internal readonly record struct CostDifference(int Index, double Gradient, double Difference, double Curvature, double Roughness, double Rounding);

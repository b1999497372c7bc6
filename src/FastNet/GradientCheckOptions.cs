namespace FastNet;

/// <summary>How <see cref="GradientCheck.Run"/> checks.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// The pass whose gradient is checked. A training pass holds dropout's masks, which are a function of seed and step, and normalises by the batch;
    /// nothing is committed to running statistics.
    /// </summary>
    public Pass Pass { get; init; } = Pass.Training(0);

    /// <summary>Adds its penalty of the weights to the cost, and that penalty's gradient to the gradient.</summary>
    public Regularizer Regularizer { get; init; } = Regularizer.None;

    /// <summary>
    /// ε of a parameter θ is this times max(1, |θ|): above 0, at most 0.01. The default, the cube root of 2⁻⁵², makes the error of the formula,
    /// ε²·J‴/6, about as large as that of rounding, 2⁻⁵³·J/ε.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Step
    {
        get;
        init
        {
            Throw.IfNot(value is > 0 and <= 0.01, nameof(Step), "a value above 0, at most 0.01", value);
            field = value;
        }
    } = 6e-6;

    /// <summary>
    /// The most components that are checked, at least 1. Where a network has more, each parameter gives the same number of them, or all it has, drawn
    /// by <see cref="Seed"/> evenly over its length.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxComponents
    {
        get;
        init => field = Throw.IfNotPositive(value, nameof(MaxComponents));
    } = 10_000;

    /// <summary>Selects the components where not all are checked.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many of the worst components the report names, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int WorstCount
    {
        get;
        init
        {
            Throw.IfNot(value >= 0, nameof(WorstCount), "at least 0", value);
            field = value;
        }
    } = 10;
}

namespace FastNet;

/// <summary>What the course's ratio ‖d − g‖/(‖d‖ + ‖g‖) of differences d and gradients g says.</summary>
public enum GradientVerdict
{
    /// <summary>At most 10⁻⁷: the gradient is right.</summary>
    Correct,

    /// <summary>
    /// Nothing can be said: differences and gradient are apart by no more than rounding gives, and both are so small that this is much of them;
    /// or most components have a kink within reach of the step.
    /// </summary>
    Inconclusive,

    /// <summary>Above 10⁻⁷, at most 10⁻⁵: mostly right; look at the worst components.</summary>
    Suspicious,

    /// <summary>Above 10⁻⁵, at most 10⁻³: mostly wrong in a few components.</summary>
    Doubtful,

    /// <summary>Above 10⁻³, or no number: the gradient is wrong.</summary>
    Wrong,
}

namespace FastNet;

/// <summary>Parameters with settings of their own.</summary>
/// <param name="Name">For messages and reports.</param>
/// <param name="Includes">Which parameters it has: by name, kind or shape.</param>
public sealed record ParameterGroup(string Name, Func<ParameterSlice, bool> Includes)
{
    /// <summary>α of these parameters, above 0; null for the optimizer's. A schedule's factor applies to it too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double? LearningRate
    {
        get;
        init => field = value is null or > 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, $"expected a finite learning rate above 0 for group '{Name}', got {value}.");
    }

    /// <summary>What keeps these parameters small, whatever their kind; null for the optimizer's regularizer, which takes weights only.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>Whether a step leaves them as they are. Their gradients count for nothing, in a norm to clip by neither.</summary>
    public bool IsFrozen { get; init; }
}

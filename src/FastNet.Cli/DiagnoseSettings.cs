namespace FastNet.Cli;

/// <summary>What <c>fastnet diagnose</c> was asked for.</summary>
/// <param name="Train">The training to diagnose.</param>
/// <param name="Arguments">The arguments that fastnet train would get for it.</param>
internal sealed record DiagnoseSettings(TrainSettings Train, TrainArguments Arguments)
{
    /// <summary>The least error that is attainable; null where nobody knows.</summary>
    public double? Attainable { get; init; }

    /// <summary>The gap up to which nothing is amiss; null for what suits the task.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Whether the checks before training are all.</summary>
    public bool PreflightOnly { get; init; }

    public bool LearningCurve { get; init; }

    public bool LambdaSweep { get; init; }

    /// <summary>Whether remedies are tried.</summary>
    public bool Try { get; init; }

    /// <summary>Seconds after which no further remedy is begun.</summary>
    public double Budget { get; init; }

    /// <summary>The report's file; null for none.</summary>
    public string? Report { get; init; }
}

namespace FastNet.Training;

/// <summary>What a preflight check looks at.</summary>
public enum PreflightSubject
{
    /// <summary>Whether the loss starts where guessing does.</summary>
    InitialLoss,

    /// <summary>Whether a few examples can be learnt by heart.</summary>
    OneBatch,

    /// <summary>Whether the network does better than one that sees no input.</summary>
    InputMatters,

    /// <summary>Whether gradients reach every parameter, and units are not alike.</summary>
    GradientFlow,

    /// <summary>Whether a single feature gives the target away.</summary>
    Leakage,
}

/// <summary>How a preflight check came out.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be.</summary>
    Failed,

    /// <summary>Nothing can be said; the sentence says why.</summary>
    NotApplicable,
}

/// <summary>A preflight check.</summary>
/// <param name="Subject">What it looks at.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Sentence">The numbers that were measured, and where it failed what to do.</param>
public sealed record PreflightCheck(PreflightSubject Subject, CheckOutcome Outcome, string Sentence)
{
    internal static PreflightCheck Of(PreflightSubject subject, CheckOutcome outcome, InvariantText sentence) =>
        new(subject, outcome, $"{sentence.ToString()}.");
}

/// <summary>What the preflight checks found.</summary>
/// <param name="Checks">One of each subject, in the order of the subjects.</param>
public sealed record PreflightReport(IReadOnlyList<PreflightCheck> Checks)
{
    /// <summary>Whether none failed.</summary>
    public bool HasPassed => Checks.All(check => check.Outcome != CheckOutcome.Failed);
}

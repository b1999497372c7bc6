namespace FastNet.Training;

/// <summary>What the difference of two errors speaks of.</summary>
public enum GapKind
{
    /// <summary>Train error less the error that is attainable: the network does not fit what it learns from.</summary>
    Bias,

    /// <summary>The error on unseen examples like those of the train part (train-dev where there is one, else dev) less the train error.</summary>
    Variance,

    /// <summary>Dev error less train-dev error: what is judged by differs from what is learnt from.</summary>
    Mismatch,

    /// <summary>Test error less dev error: choices were fitted to the dev part.</summary>
    DevOverfitting,
}

/// <summary>What can be said of a gap.</summary>
public enum GapOutcome
{
    /// <summary>No more than is tolerated, by the interval's upper end.</summary>
    Fine,

    /// <summary>Above 0 by the interval's lower end, and larger than is tolerated.</summary>
    High,

    /// <summary>The interval supports neither.</summary>
    CannotTell,
}

/// <summary>A gap between two errors, and what follows.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Gap">The difference.</param>
/// <param name="Interval">Of the difference: 95 %; from the best of several baselines, 95 % for all of them together.</param>
/// <param name="Outcome">What can be said.</param>
/// <param name="ExamplesNeeded">How many examples in each of the two parts would settle it; null where it is settled, or where examples do not help.</param>
/// <param name="Sentence">The same in words, with the numbers.</param>
public sealed record GapVerdict(GapKind Kind, double Gap, Interval Interval, GapOutcome Outcome, long? ExamplesNeeded, string Sentence);

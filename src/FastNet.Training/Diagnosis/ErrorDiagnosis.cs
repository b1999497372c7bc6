namespace FastNet.Training;

/// <summary>
/// What ails a model, told from its errors on the parts: bias, variance, data mismatch, overfitting to dev (Ng, "Machine learning yearning", 2018, chapters 20 to 43).
/// A verdict is given only where the interval of the difference supports it.
/// </summary>
/// <param name="tolerance">The gap up to which nothing is amiss, in the errors' unit: above 0.</param>
/// <param name="seed">Of the bootstrap's resamples.</param>
public sealed class ErrorDiagnosis(double tolerance, ulong seed)
{
    // Near the tolerance no number of examples would do.
    private const double LeastHalfWidth = 0.25;

    private readonly double tolerance = tolerance > 0 && double.IsFinite(tolerance)
        ? tolerance
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "expected a finite tolerance above 0.");

    /// <summary>The gaps that the given parts allow, in the order in which to work on them.</summary>
    /// <param name="train">The error on what was learnt from.</param>
    /// <param name="trainDev">On unseen examples like those; null where there are none apart from the dev part.</param>
    /// <param name="dev">On what choices are made by.</param>
    /// <param name="test">On what nobody looked at; null where there is none.</param>
    /// <param name="attainable">The least error.</param>
    /// <exception cref="ArgumentException">Shares and distances are mixed.</exception>
    public IReadOnlyList<GapVerdict> Judge(
        MeasuredError train, MeasuredError? trainDev, MeasuredError dev, MeasuredError? test, AttainableError attainable)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(dev);
        ArgumentNullException.ThrowIfNull(attainable);
        List<GapVerdict> verdicts = [JudgeBias(train, attainable), Judge(GapKind.Variance, trainDev ?? dev, train, trainDev is null ? "dev error" : "train-dev error", "train error")];
        if (trainDev is not null)
        {
            verdicts.Add(Judge(GapKind.Mismatch, dev, trainDev, "dev error", "train-dev error"));
        }

        if (test is not null)
        {
            verdicts.Add(Judge(GapKind.DevOverfitting, test, dev, "test error", "dev error"));
        }

        return verdicts;
    }

    /// <summary>What a gap is called where it is high.</summary>
    public static string NameOf(GapKind kind) => kind switch
    {
        GapKind.Bias => "high bias",
        GapKind.Variance => "high variance",
        GapKind.Mismatch => "data mismatch",
        _ => "overfitted to dev",
    };

    private GapVerdict JudgeBias(MeasuredError train, AttainableError attainable)
    {
        double gap = train.Value - attainable.Value;
        Interval interval = attainable.Baseline is { } baseline
            ? train.LessBestOf(baseline, attainable.Candidates, seed)
            : new(train.Interval.Low - attainable.Value, train.Interval.High - attainable.Value);
        if (!attainable.IsBound || IsHigh(gap, interval))
        {
            return Verdict(GapKind.Bias, gap, interval, "train error", $"the attainable one ({attainable.Source})", attainable.Baseline is { } other ? [train, other] : [train]);
        }

        // Nothing below 0 is attainable, so that the train error itself bounds the bias.
        return train.Interval.High <= tolerance
            ? new(GapKind.Bias, gap, interval, GapOutcome.Fine, null, Text($"fine: whatever is attainable, a train error of at most {train.Interval.High:G3} leaves no more than {tolerance:G3}"))
            : new(
                GapKind.Bias, gap, interval, GapOutcome.CannotTell, null,
                Text($"cannot tell: {attainable.Value:G3} is attainable ({attainable.Source}), and the train error is {train.Value:G3}; less may be attainable: say what is"));
    }

    private GapVerdict Judge(GapKind kind, MeasuredError upper, MeasuredError lower, string upperName, string lowerName) =>
        Verdict(kind, upper.Value - lower.Value, upper.Less(lower, seed), upperName, lowerName, [upper, lower]);

    private GapVerdict Verdict(GapKind kind, double gap, Interval interval, string upperName, string lowerName, MeasuredError[] measured)
    {
        if (IsHigh(gap, interval))
        {
            return new(
                kind, gap, interval, GapOutcome.High, null,
                Text($"{NameOf(kind)}: {upperName} less {lowerName} is {gap:G3}, and with 95 % from {interval.Low:G3} to {interval.High:G3}"));
        }

        if (interval.High <= tolerance)
        {
            return new(kind, gap, interval, GapOutcome.Fine, null, Text($"fine: {upperName} less {lowerName} is at most {interval.High:G3}, with 95 %"));
        }

        // A gap above the tolerance has to leave 0 outside, one below it the tolerance.
        double halfWidth = gap > tolerance ? gap : double.Max(tolerance - gap, LeastHalfWidth * tolerance);
        double each = halfWidth / Math.Sqrt(measured.Length);
        long needed = (long)double.Min(measured.Max(error => error.ExamplesFor(each)), long.MaxValue / 2);
        needed = long.Max(needed, measured.Min(error => error.Count) + 1);
        return new(
            kind, gap, interval, GapOutcome.CannotTell, needed,
            Text($"cannot tell: {string.Join(" and ", measured.Select(error => error.Count))} examples give an interval of {interval.Low:G3} to {interval.High:G3}, about {needed} {(measured.Length > 1 ? "in each part " : "")}would do"));
    }

    private bool IsHigh(double gap, Interval interval) => interval.Low > 0 && gap > tolerance;

    private static string Text(InvariantText text) => text.ToString();
}

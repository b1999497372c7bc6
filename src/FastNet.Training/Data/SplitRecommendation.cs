using System.Globalization;

namespace FastNet.Training;

/// <summary>How to share out the examples that there are.</summary>
/// <param name="Ratios">The shares.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SplitRecommendation(SplitRatios Ratios, string Reason)
{
    /// <summary>Dev and test as large as asked and no larger, at most 60/20/20: what they do not need is worth more in train.</summary>
    /// <param name="examples">How many there are, at least 5, of which a fifth is one.</param>
    /// <param name="needed">How many an error rate takes to be measured as finely as asked, in dev and again in test; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static SplitRecommendation For(int examples, int needed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 5);
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1);
        int fifth = examples / 5;
        if (needed > fifth)
        {
            // The half-width of an interval about an error rate goes as 1/√n.
            double wider = Math.Sqrt((double)needed / fifth);
            return new(new(60, 20, 20), string.Create(
                CultureInfo.InvariantCulture,
                $"A fifth of {examples} examples is {fifth}, but {needed} are needed: 60/20/20, "
                + $"and intervals about {wider:0.0#} times as wide as asked."));
        }

        double percent = 100.0 * needed / examples;
        int train = examples - (2 * needed);
        return new(new(train, needed, needed), string.Create(
            CultureInfo.InvariantCulture,
            $"Dev and test take {needed} of {examples} examples each ({percent:0.##} %), as many as are needed; train has the other {train}."));
    }
}

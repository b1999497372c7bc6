namespace FastNet.Training;

/// <summary>How another model does on the examples on which a first one was measured.</summary>
/// <param name="Error">The other's error.</param>
/// <param name="Change">The other's error less the first's: below 0 is better.</param>
/// <param name="Interval">Of the change, 95 %, of the pairs: <see cref="Proportion.PairedDifference"/>, or <see cref="Bootstrap.PairedDifference"/>.</param>
/// <param name="PValue">Of <see cref="McNemar"/>; null for values.</param>
public sealed record PairedChange(MeasuredError Error, double Change, Interval Interval, double? PValue)
{
    /// <summary>Whether the interval leaves 0 outside.</summary>
    public bool IsCertain => !Interval.Contains(0);

    /// <summary>Compares two models on the same examples, in the same order.</summary>
    /// <param name="first">The first one's errors.</param>
    /// <param name="other">The other's.</param>
    /// <param name="seed">Of the bootstrap's resamples.</param>
    /// <exception cref="ArgumentException">The numbers of examples differ, or one is of classes and the other of values.</exception>
    public static PairedChange Of(ExampleErrors first, ExampleErrors other, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        Require.SameLength(first.Distances.Length, other.Distances.Length, nameof(other));
        Require.SameLength(first.IsWrong.Length, other.IsWrong.Length, nameof(other));
        MeasuredError before = first.ToError(seed), after = other.ToError(seed);
        if (!after.IsShare)
        {
            Interval interval = Bootstrap.PairedDifference(
                other.Distances, first.Distances, BootstrapStatistic.RootMeanSquare, seed, resamples: MeasuredError.Resamples(first.Distances.Length));
            return new(after, after.Value - before.Value, interval, null);
        }

        long both = 0, onlyFirst = 0, onlyOther = 0, neither = 0;
        for (int i = 0; i < first.IsWrong.Length; i++)
        {
            (both, onlyOther, onlyFirst, neither) = (first.IsWrong[i], other.IsWrong[i]) switch
            {
                (true, true) => (both + 1, onlyOther, onlyFirst, neither),
                (false, true) => (both, onlyOther + 1, onlyFirst, neither),
                (true, false) => (both, onlyOther, onlyFirst + 1, neither),
                _ => (both, onlyOther, onlyFirst, neither + 1),
            };
        }

        return new(after, after.Value - before.Value, Proportion.PairedDifference(both, onlyOther, onlyFirst, neither), McNemar.PValue(onlyOther, onlyFirst));
    }
}

namespace FastNet.Tuning;

/// <summary>Chooses the point of a trial: a function of the study's seed and the trial's number alone, so that any worker draws the same one.</summary>
public abstract class Sampler
{
    private protected Sampler()
    {
    }

    /// <summary>The configuration of a trial.</summary>
    /// <param name="space">What is chosen.</param>
    /// <param name="seed">The study's.</param>
    /// <param name="trial">The trial's number, at least 0.</param>
    /// <exception cref="ArgumentException">The space is none for this sampler.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number lies outside.</exception>
    public Configuration Draw(SearchSpace space, ulong seed, long trial)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        double[] places = new double[space.Parameters.Count];
        Place(seed, trial, places);
        return space.At(places);
    }

    /// <summary>Fills in the point of a trial.</summary>
    /// <param name="seed">The study's.</param>
    /// <param name="trial">The trial's number.</param>
    /// <param name="places">[parameters], each from 0 to below 1.</param>
    private protected abstract void Place(ulong seed, long trial, Span<double> places);
}

namespace FastNet.Versus;

/// <summary>The times of a work.</summary>
/// <param name="Group">The work's.</param>
/// <param name="Work">Its name.</param>
/// <param name="Threads">Of every contender.</param>
/// <param name="Volume">Of a call.</param>
/// <param name="Microseconds">Of a call, by system and round.</param>
internal sealed record Measurement(string Group, string Work, int Threads, Volume? Volume, IReadOnlyDictionary<string, double[]> Microseconds)
{
    public double FastNet => Quantile.Median(Microseconds[Systems.FastNet]);

    /// <summary>Rival by FastNet in each round, of the fastest rival in each; null where one of them was not timed.</summary>
    public double[]? Ratios(params IReadOnlyList<string> rivals) =>
        rivals.All(Microseconds.ContainsKey)
            ? [.. Microseconds[Systems.FastNet].Select((ours, round) => rivals.Min(rival => Microseconds[rival][round]) / ours)]
            : null;
}

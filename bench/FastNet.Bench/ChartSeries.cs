namespace FastNet.Bench;

/// <summary>Points joined by a line.</summary>
/// <param name="Name">In the legend; empty for a line that continues the one before.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">One for each x.</param>
internal sealed record ChartSeries(string Name, double[] X, double[] Y)
{
    /// <summary>Which of the colours; series of one network share theirs.</summary>
    public int Color { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Whether the points are what was measured, and are marked.</summary>
    public bool IsMeasured { get; init; } = true;
}

namespace FastNet.Bench;

/// <summary>What marks the points of a series.</summary>
internal enum ChartMarks
{
    /// <summary>Filled circles on a thick line.</summary>
    Filled,

    /// <summary>Open squares on a thin line.</summary>
    Open,

    /// <summary>None, on a thin line: what was not measured.</summary>
    None,
}

/// <summary>Points joined by a line.</summary>
/// <param name="Name">In the legend; empty for a line that continues the one before.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">One for each x.</param>
/// <param name="Color">Which of the colours; series that belong together share theirs.</param>
/// <param name="Marks">Of the points.</param>
internal sealed record ChartSeries(string Name, double[] X, double[] Y, int Color, ChartMarks Marks = ChartMarks.Filled);

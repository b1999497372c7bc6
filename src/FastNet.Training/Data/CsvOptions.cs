namespace FastNet.Training;

/// <summary>How to read examples from a CSV file. Cells are separated by commas, semicolons, tabs or bars, whichever the first line has.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether the first line holds names; null to find out: it does if none of its cells is a number. A line that may be either
    /// is refused: the numbers from 0 on, or numbers with a class of no other row.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The target's column, by name or by its number from 1 on; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// What the target is; null to find out: classes if it holds text, or whole numbers of which at most 20, and at most half as many as
    /// there are examples, differ. Text where at least nine of ten different cells are numbers, and not few whole ones, is refused.
    /// </summary>
    public LearningTask? Task { get; init; }
}

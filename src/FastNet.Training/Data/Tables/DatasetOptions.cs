namespace FastNet.Training;

/// <summary>How to make examples of a table.</summary>
public sealed record DatasetOptions : TableOptions
{
    /// <summary>The columns to be predicted, by name or by number from 1 on: one class, or one number or several; empty for the last column.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// What the target is; null to find out: classes if it holds text, or whole numbers of which at most 20, and at most half as many as
    /// there are examples, differ. Text where at least nine of ten different cells are numbers, and not few whole ones, is refused.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>What stands for a missing number, by the train part; null where nothing may be missing, as <see cref="TableOptions.AllowsMissing"/> says too.</summary>
    public MissingNumber? MissingNumbers { get; init => (field, AllowsMissing) = (value, value is not null); }

    /// <summary>Whether a feature of its own says where a number was missing.</summary>
    public bool HasIndicators { get; init; }

    /// <summary>A file of its own in which the targets stand, all its columns if none are named; null where they are columns of the data's file.</summary>
    public string? TargetFile { get; init; }

    /// <summary>Columns that are no features, but are kept: what a split goes by.</summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <inheritdoc/>
    internal override ColumnKind[] KindsOf(TableLayout layout)
    {
        ColumnKind[] given = base.KindsOf(layout);
        ColumnKind[] kinds = [.. given];
        int[] keys = [.. KeyColumns.Select(layout.Find)];
        foreach (int target in TargetFile is null ? TargetsOf(layout) : [])
        {
            string? other = given[target] == ColumnKind.Ignored ? "is ignored" : given[target] == ColumnKind.Text ? "is named as a feature" : keys.Contains(target) ? "a split goes by" : null;
            kinds[target] = other is null
                ? ColumnKind.Text
                : throw new InvalidDataException($"{layout.File}: row 1, column {target + 1}: expected a target apart from other columns, got '{layout.Names[target]}', which {other}.");
        }

        foreach (int key in keys)
        {
            kinds[key] = ColumnKind.Text;
        }

        return kinds;
    }

    /// <summary>What each column of the targets' own file is read as.</summary>
    internal ColumnKind[] KindsOfTargetFile(TableLayout layout)
    {
        int[] targets = [.. Targets.Select(layout.Find)];
        return [.. Enumerable.Range(0, layout.Names.Length).Select(column => targets.Length == 0 || targets.Contains(column) ? ColumnKind.Text : ColumnKind.Ignored)];
    }

    /// <summary>Where the targets stand among the data's own columns.</summary>
    internal int[] TargetsOf(TableLayout layout) => Targets.Count == 0 ? [layout.Names.Length - 1] : [.. Targets.Select(layout.Find)];
}

/// <summary>What stands for a missing number.</summary>
public enum MissingNumber
{
    /// <summary>The mean of the column's numbers in the train part.</summary>
    Mean,

    /// <summary>The median of the column's numbers in the train part.</summary>
    Median,
}

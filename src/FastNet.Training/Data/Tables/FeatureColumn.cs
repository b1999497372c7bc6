namespace FastNet.Training;

/// <summary>A column that a network gets, as one feature or several.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Its place in the file, from 0 on.</param>
public abstract record FeatureColumn(string Name, int Index)
{
    /// <summary>What its features are called.</summary>
    public abstract IReadOnlyList<string> FeatureNames { get; }
}

/// <summary>A number as it is; where it is missing, another, and a feature that says so.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Its place in the file, from 0 on.</param>
/// <param name="Fill">What stands for a missing number; null where none may be missing.</param>
/// <param name="HasIndicator">Whether a second feature is 1 where the number is missing, else 0.</param>
public sealed record NumberColumn(string Name, int Index, double? Fill = null, bool HasIndicator = false) : FeatureColumn(Name, Index)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> FeatureNames => HasIndicator ? [Name, $"{Name} missing"] : [Name];
}

/// <summary>One of several texts: a feature for each, 1 for the cell's own and 0 for the others; all 0 where it is missing.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Its place in the file, from 0 on.</param>
/// <param name="Categories">The texts in the order of the features.</param>
/// <param name="AllowsMissing">Whether the cell may be missing.</param>
public sealed record CategoryColumn(string Name, int Index, IReadOnlyList<string> Categories, bool AllowsMissing = false) : FeatureColumn(Name, Index)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> FeatureNames => [.. Categories.Select(category => $"{Name}={category}")];
}

/// <summary>A column that is to be predicted.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Its place in the file, from 0 on.</param>
public sealed record TargetColumn(string Name, int Index);

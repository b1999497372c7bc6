namespace FastNet.Training;

/// <summary>What a model makes of a file's columns: which are features and how they become numbers, and which are to be predicted.</summary>
public sealed class DataSchema
{
    /// <summary>A schema of known columns.</summary>
    /// <param name="features">The features, in the order in which the network gets them.</param>
    /// <param name="targets">What is predicted; at least one.</param>
    /// <param name="hasHeader">Whether the names come from a header, and columns are found by them.</param>
    /// <param name="ignored">The names of the file's other columns.</param>
    /// <exception cref="ArgumentException">A column is said twice or lies outside, or there is no target.</exception>
    public DataSchema(IReadOnlyList<FeatureColumn> features, IReadOnlyList<TargetColumn> targets, bool hasHeader, IReadOnlyList<string>? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        Ignored = ignored ?? [];
        ColumnCount = features.Count + targets.Count + Ignored.Count;
        int[] indices = [.. features.Select(feature => feature.Index), .. targets.Select(target => target.Index)];
        if (targets.Count == 0 || indices.Distinct().Count() < indices.Length || indices.Any(index => (uint)index >= (uint)ColumnCount))
        {
            throw new ArgumentException($"expected at least one target, and columns that differ, from 0 to {ColumnCount - 1}; got {string.Join(", ", indices)}.");
        }

        Features = features;
        Targets = targets;
        HasHeader = hasHeader;
        FeatureNames = [.. features.SelectMany(feature => feature.FeatureNames)];
    }

    /// <summary>The features, in the order in which the network gets them.</summary>
    public IReadOnlyList<FeatureColumn> Features { get; }

    /// <summary>What is predicted.</summary>
    public IReadOnlyList<TargetColumn> Targets { get; }

    /// <summary>Whether the names come from a header.</summary>
    public bool HasHeader { get; }

    /// <summary>The names of the columns that are passed over.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Columns of the file.</summary>
    public int ColumnCount { get; }

    /// <summary>A name for each number that the network gets.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Columns of numbers, none of them missing, and behind or between them one target.</summary>
    /// <param name="features">The features' names, in the file's order.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="targetIndex">The target's place in the file, from 0 on.</param>
    /// <param name="hasHeader">Whether the names come from a header.</param>
    /// <exception cref="ArgumentException">The target's place lies outside.</exception>
    public static DataSchema OfNumbers(IReadOnlyList<string> features, string target, int targetIndex, bool hasHeader)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new(
            [.. features.Select((name, i) => new NumberColumn(name, i < targetIndex ? i : i + 1))], [new(target, targetIndex)], hasHeader);
    }

    /// <summary>What is expected of a number.</summary>
    internal static string InReach { get; } = $"a number at most {Normalizer.MostScales:0e0} deviations from the train part's mean";

    /// <summary>Refuses numbers that no network could use, so far are they from those that the normaliser was fitted on.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Where each of <see cref="Features"/> stands in it.</param>
    /// <param name="normalizer">Fitted on the train part's features.</param>
    /// <exception cref="InvalidDataException">There is one; the message says where it stands.</exception>
    internal void RequireInReach(Table table, IReadOnlyList<int> columns, Normalizer normalizer)
    {
        int feature = 0;
        for (int i = 0; i < Features.Count; i++)
        {
            if (Features[i] is NumberColumn)
            {
                RequireInReach(table, columns[i], normalizer, feature);
            }

            feature += Features[i].FeatureNames.Count;
        }
    }

    /// <summary>The same of one column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Where it stands in it.</param>
    /// <param name="normalizer">Fitted on the train part.</param>
    /// <param name="feature">Its place in the normaliser.</param>
    /// <exception cref="InvalidDataException">There is one; the message says where it stands.</exception>
    internal static void RequireInReach(Table table, int column, Normalizer normalizer, int feature)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            TableCells cells = new(table, row);
            EncodedNumber.RequireInReach(cells, column, cells.Number(column), normalizer, feature);
        }
    }
}

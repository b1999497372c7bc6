using System.Numerics;

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

    /// <summary>The features of a table's rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Where each of <see cref="Features"/> stands in it.</param>
    /// <returns>[rows, features].</returns>
    /// <exception cref="InvalidDataException">A cell is not what its column takes; the message says where it stands.</exception>
    internal T[] Encode<T>(Table table, IReadOnlyList<int> columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] encoded = new T[(long)table.Rows * FeatureNames.Count];
        int first = 0;
        for (int i = 0; i < Features.Count; i++)
        {
            Span<T> destination = encoded.AsSpan(first);
            switch (Features[i])
            {
                case NumberColumn number:
                    Encode(number, table, columns[i], destination);
                    break;
                case CategoryColumn category:
                    Encode(category, table, columns[i], destination);
                    break;
            }

            first += Features[i].FeatureNames.Count;
        }

        return encoded;
    }

    /// <summary>The values of a table's targets.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Where each of <see cref="Targets"/> stands in it.</param>
    /// <returns>[rows, targets].</returns>
    /// <exception cref="InvalidDataException">A cell is no finite number; the message says where it stands.</exception>
    internal static T[] EncodeValues<T>(Table table, IReadOnlyList<int> columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[(long)table.Rows * columns.Count];
        for (int j = 0; j < columns.Count; j++)
        {
            for (int row = 0; row < table.Rows; row++)
            {
                values[((long)row * columns.Count) + j] = Finite<T>(table.Columns[columns[j]].Number(row), table, row, columns[j]);
            }
        }

        return values;
    }

    /// <summary>The classes of a table's target.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Where the target stands in it.</param>
    /// <param name="classNames">The classes in the order of their numbers.</param>
    /// <exception cref="InvalidDataException">A cell is none of them; the message says where it stands.</exception>
    internal static int[] EncodeClasses(Table table, int column, IReadOnlyList<string> classNames)
    {
        Dictionary<string, int> numbers = classNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] classes = new int[table.Rows];
        for (int row = 0; row < classes.Length; row++)
        {
            string cell = table.Columns[column].Text(row);
            classes[row] = numbers.TryGetValue(cell, out int number)
                ? number
                : throw table.Error(row, column, cell.Length == 0 ? "a class" : $"one of the classes {TableLayout.Quote(string.Join(", ", classNames), 200)}");
        }

        return classes;
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
            double value = table.Columns[column].Number(row);
            if (!double.IsNaN(value) && !normalizer.IsInReach(value, feature))
            {
                throw table.Error(row, column, InReach);
            }
        }
    }

    private void Encode<T>(NumberColumn column, Table table, int index, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = FeatureNames.Count;
        for (int row = 0; row < table.Rows; row++)
        {
            Span<T> features = destination[(row * stride)..];
            double value = table.Columns[index].Number(row);
            if (double.IsNaN(value) && column.Fill is { } fill && table.Columns[index].Text(row).Length == 0)
            {
                features[0] = T.CreateTruncating(fill);
                if (column.HasIndicator)
                {
                    features[1] = T.One;
                }

                continue;
            }

            features[0] = Finite<T>(value, table, row, index);
        }
    }

    private void Encode<T>(CategoryColumn column, Table table, int index, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, int> numbers = column.Categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int stride = FeatureNames.Count;
        for (int row = 0; row < table.Rows; row++)
        {
            string cell = table.Columns[index].Text(row);
            if (numbers.TryGetValue(cell, out int number))
            {
                destination[(row * stride) + number] = T.One;
            }
            else if (cell.Length > 0 || !column.AllowsMissing)
            {
                throw table.Error(row, index, $"one of the model's categories {TableLayout.Quote(string.Join(", ", column.Categories), 200)}");
            }
        }
    }

    private static T Finite<T>(double value, Table table, int row, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T number = T.CreateTruncating(value);
        return T.IsFinite(number) ? number : throw table.Error(row, column, double.IsNaN(value) ? "a number" : "a finite number");
    }
}

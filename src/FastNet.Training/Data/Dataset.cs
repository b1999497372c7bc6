using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Examples in memory: a row of features for each, and a class or a row of target values. It never changes.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Dataset<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] features;
    private readonly int[] classes;
    private readonly T[] values;

    /// <summary>Examples of classes.</summary>
    /// <param name="features">[count, featureCount], row by row; kept, not copied.</param>
    /// <param name="featureCount">Features of an example, at least 1.</param>
    /// <param name="classes">[count], each from 0 to the number of class names − 1; kept, not copied.</param>
    /// <param name="classNames">The classes in the order of their numbers; null for their numbers up to the largest that occurs.</param>
    /// <param name="featureNames">[featureCount]; null for "column 1" and so on.</param>
    /// <exception cref="ArgumentException">A length does not fit, a feature is not finite, or a class lies outside.</exception>
    public Dataset(
        T[] features, int featureCount, int[] classes, IReadOnlyList<string>? classNames = null, IReadOnlyList<string>? featureNames = null)
        : this(features, featureCount, classes ?? throw new ArgumentNullException(nameof(classes)), [], 0, featureNames)
    {
        ClassNames = classNames ?? [.. Enumerable.Range(0, classes.Length == 0 ? 0 : classes.Max() + 1).Select(Number)];
        for (int i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)ClassNames.Count)
            {
                throw new ArgumentException($"expected a class from 0 to {ClassNames.Count - 1}, got {classes[i]} in row {i}.", nameof(classes));
            }
        }
    }

    /// <summary>Examples of values.</summary>
    /// <param name="features">[count, featureCount], row by row; kept, not copied.</param>
    /// <param name="featureCount">Features of an example, at least 1.</param>
    /// <param name="values">[count, valueCount], row by row; kept, not copied.</param>
    /// <param name="valueCount">Target values of an example, at least 1.</param>
    /// <param name="featureNames">[featureCount]; null for "column 1" and so on.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite.</exception>
    public Dataset(T[] features, int featureCount, T[] values, int valueCount, IReadOnlyList<string>? featureNames = null)
        : this(features, featureCount, [], values ?? throw new ArgumentNullException(nameof(values)), valueCount, featureNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(valueCount, 1);
        RequireFinite(values, valueCount, nameof(values));
        ClassNames = [];
    }

    private Dataset(
        T[] features, int featureCount, int[] classes, T[] values, int valueCount, IReadOnlyList<string>? featureNames)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        Count = valueCount == 0 ? classes.Length : values.Length / valueCount;
        if (features.Length != (long)Count * featureCount || values.Length != (long)Count * valueCount)
        {
            throw new ArgumentException(
                $"expected {featureCount} features for each target, got {features.Length} features and {classes.Length + values.Length} targets.",
                nameof(features));
        }

        RequireFinite(features, featureCount, nameof(features));
        this.features = features;
        this.classes = classes;
        this.values = values;
        FeatureCount = featureCount;
        ValueCount = valueCount;
        FeatureNames = featureNames ?? [.. Enumerable.Range(1, featureCount).Select(column => $"column {Number(column)}")];
        ClassNames = [];
        if (FeatureNames.Count != featureCount)
        {
            throw new ArgumentException($"expected {featureCount} names, got {FeatureNames.Count}.", nameof(featureNames));
        }
    }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>Features of an example.</summary>
    public int FeatureCount { get; }

    /// <summary>Target values of an example; 0 where the targets are classes.</summary>
    public int ValueCount { get; }

    /// <summary>Whether the targets are classes.</summary>
    public bool HasClasses => ValueCount == 0;

    /// <summary>[FeatureCount].</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The classes in the order of their numbers; empty where the targets are values.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[count, features].</summary>
    public ReadOnlyMatrixSpan<T> Features => new(features, Count, FeatureCount);

    /// <summary>[count]; empty where the targets are values.</summary>
    public ReadOnlySpan<int> Classes => classes;

    /// <summary>[count, values]; empty where the targets are classes.</summary>
    public ReadOnlyMatrixSpan<T> Values => HasClasses ? default : new(values, Count, ValueCount);

    /// <summary>What a loss compares outputs with.</summary>
    public Targets<T> Targets => HasClasses ? new(Classes) : new(Values);

    /// <summary>Reads examples from a file of any format that <see cref="Table.Read(string, TableOptions?)"/> knows.</summary>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row, column, what was expected and
    /// what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> FromFile(string path, DatasetOptions? options = null) => TableDataset<T>.Read(path, options).Data;

    /// <summary>The examples of the given rows, in that order; features and targets go together. They are copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside.</exception>
    public Dataset<T> Select(ReadOnlySpan<int> rows)
    {
        T[] selectedFeatures = new T[rows.Length * FeatureCount];
        int[] selectedClasses = new int[HasClasses ? rows.Length : 0];
        T[] selectedValues = new T[rows.Length * ValueCount];
        for (int i = 0; i < rows.Length; i++)
        {
            Features.Row(rows[i]).CopyTo(selectedFeatures.AsSpan(i * FeatureCount));
            if (HasClasses)
            {
                selectedClasses[i] = classes[rows[i]];
            }
            else
            {
                Values.Row(rows[i]).CopyTo(selectedValues.AsSpan(i * ValueCount));
            }
        }

        return With(selectedFeatures, selectedClasses, selectedValues);
    }

    internal Dataset<T> WithFeatures(T[] newFeatures) => With(newFeatures, classes, values);

    internal Dataset<T> WithValues(T[] newValues) => With(features, classes, newValues);

    private Dataset<T> With(T[] newFeatures, int[] newClasses, T[] newValues) => HasClasses
        ? new(newFeatures, FeatureCount, newClasses, ClassNames, FeatureNames)
        : new(newFeatures, FeatureCount, newValues, ValueCount, FeatureNames);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void RequireFinite(T[] numbers, int columns, string parameter)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!T.IsFinite(numbers[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"expected finite numbers, got {numbers[i]} in row {i / columns}, column {i % columns}."),
                    parameter);
            }
        }
    }
}

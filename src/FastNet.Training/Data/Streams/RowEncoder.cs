using System.Numerics;

namespace FastNet.Training;

/// <summary>Makes normalised features and a target of a row's cells, with the bits of <see cref="DataSchema"/> and <see cref="Normalizer"/> in memory.</summary>
internal sealed class RowEncoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DataSchema schema;
    private readonly Normalizer normalizer;
    private readonly Normalizer? targetNormalizer;
    private readonly Lookup? classes;
    private readonly DatasetOptions options;

    // For each feature column: its categories, null for numbers.
    private readonly Lookup?[] categories;

    // Of each feature: what 0 and 1 become.
    private readonly T[] zeros;
    private readonly T[] ones;

    public RowEncoder(DataSchema schema, Normalizer normalizer, Normalizer? targetNormalizer, IReadOnlyList<string> classNames, DatasetOptions options)
    {
        this.schema = schema;
        this.normalizer = normalizer;
        this.targetNormalizer = targetNormalizer;
        this.options = options;
        classes = targetNormalizer is null ? new Lookup(classNames) : null;
        categories = [.. schema.Features.Select(feature => feature is CategoryColumn category ? new Lookup(category.Categories) : null)];
        zeros = [.. Enumerable.Range(0, schema.FeatureNames.Count).Select(feature => Normalized(normalizer, T.Zero, feature))];
        ones = [.. Enumerable.Range(0, schema.FeatureNames.Count).Select(feature => Normalized(normalizer, T.One, feature))];
    }

    /// <summary>Features of an example.</summary>
    public int FeatureCount => zeros.Length;

    /// <summary>Target values of an example; 0 for classes.</summary>
    public int ValueCount => targetNormalizer?.Centers.Count ?? 0;

    /// <summary>Makes an example of the row that is read.</summary>
    /// <param name="rows">The row.</param>
    /// <param name="features">[features].</param>
    /// <param name="values">[target values].</param>
    /// <returns>The class; 0 for values.</returns>
    /// <exception cref="InvalidDataException">A cell is not what the first pass saw.</exception>
    public int Encode(TextRows rows, Span<T> features, Span<T> values)
    {
        zeros.CopyTo(features);
        int first = 0;
        for (int i = 0; i < categories.Length; i++)
        {
            FeatureColumn column = schema.Features[i];
            ReadOnlySpan<char> cell = rows[column.Index];
            bool isMissing = options.AllowsMissing && TableCell.IsMissing(cell);
            if (categories[i] is not { } known)
            {
                first += EncodeNumber((NumberColumn)column, cell, isMissing, rows, features, first);
                continue;
            }

            if (!isMissing)
            {
                int number = known.Find(cell);
                features[first + (number >= 0 ? number : throw Changed(rows, column.Index, cell))] = ones[first + number];
            }

            first += known.Count;
        }

        for (int i = 0; i < values.Length; i++)
        {
            int target = schema.Targets[i].Index;
            values[i] = Normalized(targetNormalizer!, T.CreateTruncating(TableCell.ParseNumber(rows[target], options.DecimalComma, rows.Layout, rows.Line, target)), i);
        }

        if (classes is null)
        {
            return 0;
        }

        int place = schema.Targets[0].Index;
        int number1 = classes.Find(rows[place]);
        return number1 >= 0 ? number1 : throw Changed(rows, place, rows[place]);
    }

    private int EncodeNumber(NumberColumn column, ReadOnlySpan<char> cell, bool isMissing, TextRows rows, Span<T> features, int first)
    {
        T value = T.CreateTruncating(isMissing ? column.Fill!.Value : TableCell.ParseNumber(cell, options.DecimalComma, rows.Layout, rows.Line, column.Index));
        features[first] = Normalized(normalizer, value, first);
        if (!column.HasIndicator)
        {
            return 1;
        }

        features[first + 1] = isMissing ? ones[first + 1] : zeros[first + 1];
        return 2;
    }

    private static T Normalized(Normalizer normalizer, T value, int feature) => normalizer.Scales[feature] == 0
        ? T.Zero
        : T.CreateTruncating((double.CreateTruncating(value) - normalizer.Centers[feature]) / normalizer.Scales[feature]);

    private static InvalidDataException Changed(TextRows rows, int column, ReadOnlySpan<char> cell) =>
        rows.Layout.Error(rows.Line, column, "a text that was there in the first pass", cell);

    /// <summary>The numbers of texts.</summary>
    private sealed class Lookup
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers;

        public Lookup(IReadOnlyList<string> texts)
        {
            Count = texts.Count;
            numbers = texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public int Count { get; }

        public int Find(ReadOnlySpan<char> text) => numbers.TryGetValue(text, out int number) ? number : -1;
    }
}

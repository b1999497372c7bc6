using System.Numerics;

namespace FastNet.Training;

/// <summary>Makes features of a row's cells, wherever the row is: the one way from a file's columns to what a network gets.</summary>
internal sealed class FeatureEncoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DataSchema schema;
    private readonly IReadOnlyList<int> columns;
    private readonly Normalizer? normalizer;

    // For each feature column: its categories, null for numbers.
    private readonly TextNumbers?[] categories;

    // Of each feature: what 0 and 1 become.
    private readonly T[] zeros;
    private readonly T[] ones;

    /// <summary>An encoder of a schema's features.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="columns">Where each of them stands.</param>
    /// <param name="normalizer">What features go through; null for nothing.</param>
    public FeatureEncoder(DataSchema schema, IReadOnlyList<int> columns, Normalizer? normalizer = null)
    {
        this.schema = schema;
        this.columns = columns;
        this.normalizer = normalizer;
        categories = [.. schema.Features.Select(feature => feature is CategoryColumn category ? new TextNumbers(category.Categories) : null)];
        zeros = [.. Enumerable.Range(0, schema.FeatureNames.Count).Select(feature => Normalized(T.Zero, feature))];
        ones = [.. Enumerable.Range(0, schema.FeatureNames.Count).Select(feature => Normalized(T.One, feature))];
    }

    /// <summary>What numbers must be in reach of; null for nothing.</summary>
    public Normalizer? Reach { get; init; }

    /// <summary>Whether the categories are those of a first pass over the same rows.</summary>
    public bool IsSecondPass { get; init; }

    /// <summary>Features of a row.</summary>
    public int Count => zeros.Length;

    /// <summary>Takes a row's features.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="features">[features].</param>
    /// <exception cref="InvalidDataException">A cell is not what its column takes; the message says where it stands.</exception>
    public void Encode<TCells>(TCells cells, Span<T> features)
        where TCells : struct, ICells
    {
        zeros.CopyTo(features);
        int first = 0;
        for (int i = 0; i < categories.Length; i++)
        {
            if (categories[i] is { } known)
            {
                Encode((CategoryColumn)schema.Features[i], known, cells, columns[i], features, first);
                first += known.Texts.Count;
            }
            else
            {
                NumberColumn column = (NumberColumn)schema.Features[i];
                Encode(column, cells, columns[i], features, first);
                first += column.HasIndicator ? 2 : 1;
            }
        }
    }

    /// <summary>The features of a table's rows.</summary>
    /// <returns>[rows, features].</returns>
    /// <exception cref="InvalidDataException">As of a row.</exception>
    public T[] Encode(Table table)
    {
        T[] encoded = new T[(long)table.Rows * Count];
        for (int row = 0; row < table.Rows; row++)
        {
            Encode(new TableCells(table, row), encoded.AsSpan(row * Count, Count));
        }

        return encoded;
    }

    private void Encode<TCells>(NumberColumn column, TCells cells, int index, Span<T> features, int first)
        where TCells : struct, ICells
    {
        double number = cells.Number(index);
        if (double.IsNaN(number) && column.Fill is { } fill && cells.Text(index).IsEmpty)
        {
            features[first] = Normalized(T.CreateTruncating(fill), first);
            if (column.HasIndicator)
            {
                features[first + 1] = ones[first + 1];
            }

            return;
        }

        EncodedNumber.RequireInReach(cells, index, number, Reach, first);
        features[first] = Normalized(EncodedNumber.Finite<T, TCells>(cells, index, number), first);
    }

    private void Encode<TCells>(CategoryColumn column, TextNumbers known, TCells cells, int index, Span<T> features, int first)
        where TCells : struct, ICells
    {
        ReadOnlySpan<char> cell = cells.Text(index);
        int number = known.Find(cell);
        if (number >= 0)
        {
            features[first + number] = ones[first + number];
        }
        else if (!cell.IsEmpty || !column.AllowsMissing)
        {
            throw cells.Error(
                index, IsSecondPass ? TextNumbers.SeenBefore : $"one of the model's categories {TableLayout.Quote(string.Join(", ", column.Categories), 200)}");
        }
    }

    private T Normalized(T value, int feature) => normalizer is null ? value : normalizer.Apply(value, feature);
}

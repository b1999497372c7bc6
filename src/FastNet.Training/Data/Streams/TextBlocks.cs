using System.Numerics;
using System.Runtime.InteropServices;

namespace FastNet.Training;

/// <summary>Takes rows of text some at a time.</summary>
/// <param name="rows">The rows.</param>
/// <param name="encoder">Makes examples of them.</param>
/// <param name="passedOver">The columns that it does not read.</param>
/// <param name="size">Rows of a block, the last one perhaps excepted.</param>
internal sealed class TextBlocks<T>(TextRows rows, RowEncoder<T> encoder, int[] passedOver, int size)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // They grow with the rows that come: a block of many columns may be large, and a file short.
    private readonly List<T> features = [];
    private readonly List<T> values = [];
    private readonly List<int> classes = [];
    private readonly List<long> lines = [];

    /// <summary>The next rows; null at the end.</summary>
    /// <exception cref="InvalidDataException">A cell is not what its column takes.</exception>
    public ExampleBlock<T>? Next()
    {
        features.Clear();
        values.Clear();
        classes.Clear();
        lines.Clear();
        while (lines.Count < size && rows.Read())
        {
            foreach (int column in passedOver)
            {
                // A quote that is closed on another line may have swallowed rows.
                _ = rows[column];
            }

            int label = encoder.Encode(rows, Added(features, encoder.FeatureCount), Added(values, encoder.ValueCount));
            lines.Add(rows.Line);
            if (encoder.Classes is not null)
            {
                classes.Add(label);
            }
        }

        return lines.Count == 0 ? null : new([.. features], [.. values], [.. classes], [.. lines]);
    }

    private static Span<T> Added(List<T> list, int count)
    {
        int first = list.Count;
        CollectionsMarshal.SetCount(list, first + count);
        return CollectionsMarshal.AsSpan(list)[first..];
    }
}

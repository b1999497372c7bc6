using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Training;

/// <summary>Room for some examples as a network takes them.</summary>
internal sealed class EncodedExamples<T>(RowEncoder<T> encoder, int count)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] features = new T[count * encoder.FeatureCount];
    private readonly T[] values = new T[count * encoder.ValueCount];
    private readonly int[] classes = new int[encoder.ValueCount == 0 ? count : 0];

    public int Count => count;

    /// <summary>What an example takes in a block that is shuffled.</summary>
    public static long BytesOf(RowEncoder<T> encoder) => ((long)(encoder.FeatureCount + encoder.ValueCount) * Unsafe.SizeOf<T>()) + (2 * sizeof(int));

    /// <summary>The most that arrays have room for.</summary>
    public static int Most(RowEncoder<T> encoder) => Array.MaxLength / int.Max(encoder.FeatureCount, encoder.ValueCount);

    /// <summary>Makes an example of the row that is read.</summary>
    public void Encode(TextRows rows, int index)
    {
        int label = encoder.Encode(rows, FeaturesOf(index), ValuesOf(index));
        if (classes.Length > 0)
        {
            classes[index] = label;
        }
    }

    public void Copy(int index, EncodedExamples<T> from, int fromIndex)
    {
        from.FeaturesOf(fromIndex).CopyTo(FeaturesOf(index));
        from.ValuesOf(fromIndex).CopyTo(ValuesOf(index));
        if (classes.Length > 0)
        {
            classes[index] = from.classes[fromIndex];
        }
    }

    /// <summary>The first of them.</summary>
    public MiniBatch<T> First(int number) => new(
        new ReadOnlyMatrixSpan<T>(features.AsSpan(0, number * encoder.FeatureCount), number, encoder.FeatureCount),
        classes.Length > 0
            ? new Targets<T>(classes.AsSpan(0, number))
            : new Targets<T>(new ReadOnlyMatrixSpan<T>(values.AsSpan(0, number * encoder.ValueCount), number, encoder.ValueCount)));

    private Span<T> FeaturesOf(int index) => features.AsSpan(index * encoder.FeatureCount, encoder.FeatureCount);

    private Span<T> ValuesOf(int index) => values.AsSpan(index * encoder.ValueCount, encoder.ValueCount);
}

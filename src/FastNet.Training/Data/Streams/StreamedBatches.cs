using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Training;

/// <summary>
/// A part of a <see cref="StreamedTable{T}"/> in batches, ready for a network: each example once an epoch. Blocks of rows are read one after another; the
/// train part's are each in an order that is a function of seed, epoch and block. A file that is sorted should be shuffled first: a block only
/// sees its neighbours. The last batch may be shorter. A batch allocates nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StreamedBatches<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a block takes if nothing else was said: 64 MiB.</summary>
    public const long UsualBytes = 64L << 20;

    private readonly StreamedTable<T> table;
    private readonly SplitPart part;
    private readonly ulong seed;
    private readonly RowEncoder<T> encoder;
    private readonly bool isShuffled;

    // A block in the file's order, and a batch of it.
    private readonly Examples block;
    private readonly Examples batch;
    private readonly int[] order;
    private StreamedRows? source;
    private long row;
    private int epoch;
    private int blocks;
    private int inBlock;
    private int taken;

    internal StreamedBatches(StreamedTable<T> table, SplitPart part, int batchSize, long bytes, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (table[part] == 0)
        {
            throw new ArgumentException($"expected at least one example in the {SplitRows.Name(part)} part, got none.", nameof(part));
        }

        (this.table, this.part, this.seed) = (table, part, seed);
        encoder = table.CreateEncoder();
        BatchSize = (int)long.Min(batchSize, table[part]);
        isShuffled = part == SplitPart.Train;
        BlockSize = (int)(BatchSize * long.Clamp(bytes / (Examples.BytesOf(encoder) * BatchSize), 1, long.Min(MostBatches(), (table[part] + BatchSize - 1) / BatchSize)));
        block = new Examples(encoder, BlockSize);
        batch = isShuffled ? new Examples(encoder, BatchSize) : block;
        order = new int[isShuffled ? BlockSize : 0];
    }

    /// <summary>Examples of a batch, the last one perhaps excepted; never more than there are.</summary>
    public int BatchSize { get; }

    /// <summary>Examples of a block: a multiple of the batch's.</summary>
    public int BlockSize { get; }

    /// <summary>Examples of an epoch.</summary>
    public long Count => table[part];

    /// <summary>Starts an epoch; one that runs is given up.</summary>
    /// <param name="epoch">Selects the order, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Dispose();
        this.epoch = epoch;
        (row, blocks, inBlock, taken) = (0, 0, 0, 0);
        source = table.OpenRows();
    }

    /// <summary>The next batch, which holds until another is asked for; false at the end of the epoch.</summary>
    /// <exception cref="InvalidOperationException">No epoch was started.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    public bool TryNext(out MiniBatch<T> next)
    {
        next = default;
        if (taken == inBlock && !FillBlock(source ?? throw new InvalidOperationException("Expected an epoch that was started, got none.")))
        {
            return false;
        }

        int count = int.Min(BatchSize, inBlock - taken);
        if (isShuffled)
        {
            batch.Gather(block, order.AsSpan(taken, count));
        }

        next = batch.Slice(isShuffled ? 0 : taken, count);
        taken += count;
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        source?.Dispose();
        source = null;
    }

    private bool FillBlock(StreamedRows source)
    {
        (inBlock, taken) = (0, 0);
        while (inBlock < BlockSize && source.Rows.Read())
        {
            if (table.PartOf(row++) == part)
            {
                block.Encode(source.Rows, inBlock++);
            }
        }

        if (inBlock < BlockSize)
        {
            table.RequireRows(row);
        }

        if (isShuffled && inBlock > 0)
        {
            // 32 bits of the epoch, 32 of the block.
            new Philox(seed, RandomPurpose.Shuffle, ((ulong)epoch << 32) + (ulong)blocks++, Layer).Permute(order.AsSpan(0, inBlock));
        }

        return inBlock > 0;
    }

    // Layer 0 orders what is in memory.
    private const int Layer = 1;

    private long MostBatches() => Array.MaxLength / ((long)BatchSize * int.Max(encoder.FeatureCount, encoder.ValueCount));

    /// <summary>Room for some examples.</summary>
    private sealed class Examples(RowEncoder<T> encoder, int count)
    {
        private readonly T[] features = new T[count * encoder.FeatureCount];
        private readonly T[] values = new T[count * encoder.ValueCount];
        private readonly int[] classes = new int[encoder.ValueCount == 0 ? count : 0];

        public static long BytesOf(RowEncoder<T> encoder) => ((long)(encoder.FeatureCount + encoder.ValueCount) * Unsafe.SizeOf<T>()) + (2 * sizeof(int));

        public void Encode(TextRows rows, int index)
        {
            int label = encoder.Encode(rows, FeaturesOf(index), ValuesOf(index));
            if (classes.Length > 0)
            {
                classes[index] = label;
            }
        }

        public void Gather(Examples from, ReadOnlySpan<int> indices)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                from.FeaturesOf(indices[i]).CopyTo(FeaturesOf(i));
                from.ValuesOf(indices[i]).CopyTo(ValuesOf(i));
                if (classes.Length > 0)
                {
                    classes[i] = from.classes[indices[i]];
                }
            }
        }

        public MiniBatch<T> Slice(int first, int count) => new(
            new ReadOnlyMatrixSpan<T>(features, features.Length / encoder.FeatureCount, encoder.FeatureCount).Slice(first, count),
            classes.Length > 0
                ? new Targets<T>(classes.AsSpan(first, count))
                : new Targets<T>(new ReadOnlyMatrixSpan<T>(values, values.Length / encoder.ValueCount, encoder.ValueCount).Slice(first, count)));

        private Span<T> FeaturesOf(int index) => features.AsSpan(index * encoder.FeatureCount, encoder.FeatureCount);

        private Span<T> ValuesOf(int index) => values.AsSpan(index * encoder.ValueCount, encoder.ValueCount);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// A part of a <see cref="StreamedTable{T}"/> in batches, ready for a network: each example once an epoch. Rows are read block by block, and a block's
/// order is a function of seed, epoch and block. A file that is sorted should be shuffled first: a block only sees its neighbours. The last
/// batch may be shorter. A batch allocates nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StreamedBatches<T> : IBatches<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Layer 0 orders what is in memory.
    private const int Layer = 1;

    private readonly StreamedTable<T> table;
    private readonly SplitPart part;
    private readonly ulong seed;
    private readonly bool isShuffled;
    private readonly bool dropsLast;
    private readonly RowEncoder<T> encoder;
    private readonly EncodedExamples<T> block;
    private readonly int[] order;
    private EncodedExamples<T> batch;
    private StreamedRows? source;
    private int epoch;

    // Of the epoch: rows that were read, whole blocks that were begun, examples that were handed out.
    private long row;
    private int blocks;
    private long done;

    // Of the block.
    private int filled;
    private int taken;

    internal StreamedBatches(StreamedTable<T> table, SplitPart part, int batchSize, ulong seed, bool shuffle, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (table[part] == 0)
        {
            throw new ArgumentException($"expected at least one example in the {SplitRows.Name(part)} part, got none.", nameof(part));
        }

        (this.table, this.part, this.seed, isShuffled, dropsLast) = (table, part, seed, shuffle, dropLast);
        encoder = table.CreateEncoder();
        BlockSize = (int)long.Clamp(table.BlockBytes / EncodedExamples<T>.BytesOf(encoder), 1, long.Min(EncodedExamples<T>.Most(encoder), table[part]));
        block = new EncodedExamples<T>(encoder, isShuffled ? BlockSize : 1);
        order = new int[isShuffled ? BlockSize : 0];
        batch = new EncodedExamples<T>(encoder, 0);
        Resize(batchSize);
    }

    /// <summary>Examples of a batch, the last one perhaps excepted; never more than there are.</summary>
    public int BatchSize { get; private set; }

    /// <summary>Examples of a block.</summary>
    public int BlockSize { get; }

    /// <summary>Examples of an epoch.</summary>
    public long ExampleCount => table[part];

    bool IBatches<T>.DropsLast => dropsLast;

    string IBatches<T>.Order => isShuffled ? $"an order shuffled by seed {seed} within blocks of {BlockSize}" : "the file's own order";

    /// <summary>Starts an epoch; one that runs is given up.</summary>
    /// <param name="epoch">Selects the order, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Dispose();
        this.epoch = epoch;
        (row, blocks, done, filled, taken) = (0, 0, 0, 0, 0);
        source = table.OpenRows();
    }

    /// <summary>The next batch, which holds until another is asked for; false at the end of the epoch.</summary>
    /// <exception cref="InvalidOperationException">No epoch was started.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    public bool TryNext(out MiniBatch<T> next)
    {
        bool hasNext = ((IBatches<T>)this).HasBatchFrom(done);
        next = hasNext ? Next(source ?? throw new InvalidOperationException("Expected an epoch that was started, got none.")) : default;
        return hasNext;
    }

    MiniBatch<T> IBatches<T>.From(long first)
    {
        if (first < done)
        {
            StartEpoch(epoch);
        }

        if (first != done)
        {
            Skip(first);
        }

        return Next(source!);
    }

    void IBatches<T>.Resize(int batchSize) => Resize(batchSize);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        source?.Dispose();
        source = null;
    }

    private void Resize(int batchSize)
    {
        int most = EncodedExamples<T>.Most(encoder);
        int size = (int)long.Min(batchSize, ExampleCount);
        BatchSize = size <= most
            ? size
            : throw new ArgumentOutOfRangeException(
                nameof(batchSize), batchSize, $"expected batches of at most {most} examples of {encoder.FeatureCount} features, got {batchSize}.");
        batch = batch.Count < BatchSize ? new EncodedExamples<T>(encoder, BatchSize) : batch;
    }

    private MiniBatch<T> Next(StreamedRows source)
    {
        int count = (int)long.Min(BatchSize, ExampleCount - done);
        for (int i = 0; i < count; i++)
        {
            if (!isShuffled)
            {
                FindRow(source);
                batch.Encode(source.Rows, i);
                continue;
            }

            if (taken == filled)
            {
                FillBlock(source);
            }

            batch.Copy(i, block, order[taken++]);
        }

        done += count;
        if (done == ExampleCount)
        {
            RequireEnd(source);
        }

        return batch.First(count);
    }

    private void FillBlock(StreamedRows source)
    {
        (filled, taken) = ((int)long.Min(BlockSize, ExampleCount - ((long)blocks * BlockSize)), 0);
        for (int i = 0; i < filled; i++)
        {
            FindRow(source);
            block.Encode(source.Rows, i);
        }

        // 32 bits of the epoch, 32 of the block.
        new Philox(seed, RandomPurpose.Shuffle, ((ulong)epoch << 32) + (ulong)blocks, Layer).Permute(order.AsSpan(0, filled));
        blocks = checked(blocks + 1);
    }

    // Passes over examples up to one of the epoch's order.
    private void Skip(long first)
    {
        StartEpoch(epoch);
        long skipped = isShuffled ? first - (first % BlockSize) : first;
        blocks = isShuffled ? checked((int)(skipped / BlockSize)) : 0;
        for (long i = 0; i < skipped; i++)
        {
            FindRow(source!);
        }

        if (isShuffled)
        {
            FillBlock(source!);
            taken = (int)(first - skipped);
        }

        done = first;
    }

    private void FindRow(StreamedRows source)
    {
        do
        {
            if (!source.Rows.Read())
            {
                table.RequireRows(row);
            }
        }
        while (table.PartOf(row++) != part);
    }

    // Rows that were added since the first pass are no one's.
    private void RequireEnd(StreamedRows source)
    {
        while (source.Rows.Read())
        {
            row++;
        }

        table.RequireRows(row);
    }
}

using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Some examples of an epoch.</summary>
/// <param name="features">[batch, features].</param>
/// <param name="targets">As many.</param>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct MiniBatch<T>(ReadOnlyMatrixSpan<T> features, Targets<T> targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>[batch, features].</summary>
    public ReadOnlyMatrixSpan<T> Features { get; } = features;

    /// <summary>As many.</summary>
    public Targets<T> Targets { get; } = targets;

    /// <summary>The number of examples.</summary>
    public int Count => Features.Rows;
}

/// <summary>
/// A data set in batches. An epoch is one pass over all of it, in a fresh order that is a function of seed and epoch; an example and its
/// target go together; the last batch may be shorter. After construction nothing is allocated.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MiniBatches<T> : IBatches<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dataset<T> data;
    private readonly bool shuffle;
    private readonly bool dropLast;
    private readonly ulong seed;
    private readonly BatchAugmentation<T>? augmentation;
    private readonly int[] order;
    private T[] features = [];
    private int[] classes = [];
    private T[] values = [];
    private int epoch;

    /// <summary>Batches of a data set, in the order of epoch 0.</summary>
    /// <param name="data">At least one example.</param>
    /// <param name="batchSize">At least 1.</param>
    /// <param name="seed">Selects the orders.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own; else batches are views of the data, and nothing is copied.</param>
    /// <param name="dropLast">Whether examples that do not fill the last batch are left out; a data set smaller than a batch is one batch.</param>
    /// <param name="augmentation">What gives each epoch copies of its own; null for the examples themselves.</param>
    /// <exception cref="ArgumentException">A number lies outside, there is no example, or the augmentation is of other examples.</exception>
    public MiniBatches(
        Dataset<T> data, int batchSize, ulong seed = 0, bool shuffle = true, bool dropLast = false, BatchAugmentation<T>? augmentation = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (data.Count == 0)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(data));
        }

        this.data = data;
        this.seed = seed;
        this.shuffle = shuffle;
        this.dropLast = dropLast;
        this.augmentation = augmentation;
        augmentation?.Check(data);
        order = [.. Enumerable.Range(0, IsView ? 0 : data.Count)];
        Resize(batchSize);
        StartEpoch(0);
    }

    /// <summary>Examples of a batch, the last one perhaps excepted; never more than there are examples.</summary>
    public int BatchSize { get; private set; }

    /// <summary>Batches of an epoch.</summary>
    public int Count => dropLast ? data.Count / BatchSize : ((data.Count - 1) / BatchSize) + 1;

    long IBatches<T>.ExampleCount => data.Count;

    bool IBatches<T>.DropsLast => dropLast;

    string IBatches<T>.Order => shuffle ? string.Create(CultureInfo.InvariantCulture, $"an order shuffled by seed {seed}") : "the data's own order";

    private bool IsView => !shuffle && augmentation is null;

    /// <summary>A batch of the epoch; it holds until the next one is asked for.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public MiniBatch<T> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return From(index * BatchSize);
        }
    }

    /// <summary>Puts the examples into the order of an epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        this.epoch = epoch;
        if (shuffle)
        {
            new Philox(seed, RandomPurpose.Shuffle, (ulong)epoch).Permute(order);
        }
    }

    MiniBatch<T> IBatches<T>.From(long first) => From((int)first);

    void IBatches<T>.Resize(int batchSize) => Resize(batchSize);

    // Nothing is open.
    void IDisposable.Dispose()
    {
    }

    private void Resize(int batchSize)
    {
        BatchSize = int.Min(batchSize, data.Count);
        int gathered = IsView ? 0 : BatchSize;
        if (features.Length < gathered * data.FeatureCount)
        {
            features = new T[gathered * data.FeatureCount];
            classes = new int[data.HasClasses ? gathered : 0];
            values = new T[gathered * (augmentation is { MixesTargets: true } && data.HasClasses ? data.ClassNames.Count : data.ValueCount)];
        }
    }

    private MiniBatch<T> From(int first)
    {
        int count = int.Min(BatchSize, data.Count - first);
        return IsView ? new(data.Features.Slice(first, count), data.Targets.Slice(first, count)) : Gather(order.AsSpan(first, count));
    }

    private MiniBatch<T> Gather(ReadOnlySpan<int> rows)
    {
        MatrixSpan<T> x = new(features, rows.Length, data.FeatureCount);
        if (augmentation is null)
        {
            GatherRows(data.Features, rows, x);
        }
        else
        {
            augmentation.Apply(rows, epoch, x);
        }

        if (augmentation is { MixesTargets: true })
        {
            MatrixSpan<T> mixed = new(values, rows.Length, data.HasClasses ? data.ClassNames.Count : data.ValueCount);
            augmentation.ApplyToTargets(rows, epoch, mixed);
            return new(x, new Targets<T>(mixed));
        }

        if (data.HasClasses)
        {
            ReadOnlySpan<int> all = data.Classes;
            for (int i = 0; i < rows.Length; i++)
            {
                classes[i] = all[rows[i]];
            }

            return new(x, new Targets<T>(classes.AsSpan(0, rows.Length)));
        }

        MatrixSpan<T> t = new(values, rows.Length, data.ValueCount);
        GatherRows(data.Values, rows, t);
        return new(x, new Targets<T>(t));
    }

    private static void GatherRows(ReadOnlyMatrixSpan<T> from, ReadOnlySpan<int> rows, MatrixSpan<T> to)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            from.Row(rows[i]).CopyTo(to.Row(i));
        }
    }
}

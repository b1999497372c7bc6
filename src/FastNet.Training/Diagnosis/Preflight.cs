using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// What to look at before a long training (after Karpathy, "A recipe for training neural networks", 2019): the initial loss, one batch learnt by
/// heart, a network that sees no input, gradients at every layer, features that give the target away. All trials run on copies.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="network">The network as it is to be trained; it stays as it is, bit for bit.</param>
/// <param name="loss">What is to become small.</param>
/// <param name="createOptimizer">Makes an optimizer, with all settings, of the network it is given.</param>
public sealed class Preflight<T>(Network<T> network, Loss<T> loss, Func<Network<T>, Optimizer<T>> createOptimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples of a step, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 2.</exception>
    public int BatchSize { get; init => field = AtLeast(2, value, nameof(BatchSize)); } = 32;

    /// <summary>The most steps in which one batch is to be learnt by heart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int OneBatchSteps { get; init => field = AtLeast(1, value, nameof(OneBatchSteps)); } = 2000;

    /// <summary>The most steps within which the network is compared with one that sees no input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int ComparisonSteps { get; init => field = AtLeast(1, value, nameof(ComparisonSteps)); } = 300;

    /// <summary>Selects the examples of each batch and part.</summary>
    public ulong Seed { get; init; } = network?.Seed ?? 0;

    /// <summary>What the features are made of, so that a column of categories is judged as one; null where each feature is a column of its own.</summary>
    public DataSchema? Schema { get; init; }

    internal Network<T> Network { get; } = network ?? throw new ArgumentNullException(nameof(network));

    internal Loss<T> Loss { get; } = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <summary>Runs all checks. The same network, data and seed give the same report.</summary>
    /// <param name="train">What the network is to learn from, as it is to see it: normalised.</param>
    /// <param name="dev">What it is to be evaluated on; null to set each third of the train part aside in turn for the comparison.</param>
    /// <exception cref="ArgumentException">There is no example, a part does not fit network, loss or schema, or the function makes another network's optimizer.</exception>
    public PreflightReport Run(Dataset<T> train, Dataset<T>? dev = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(train));
        }

        if (Schema is not null)
        {
            Require.SameLength(Schema.FeatureNames.Count, train.FeatureCount, nameof(train));
        }

        return new(
        [
            InitialLossCheck.Run(this, train),
            OneBatchCheck.Run(this, train),
            InputMattersCheck.Run(this, train, dev),
            GradientFlowCheck.Run(this, train),
            LeakageCheck.Run(train, Schema, Seed),
        ]);
    }

    /// <summary>A training of a copy, which may change.</summary>
    internal TrainingCopy<T> Train(Network<T> copy, int maxBatch) => new(copy, Loss, createOptimizer, maxBatch);

    /// <summary>The train part in batches that batch norm can take.</summary>
    internal MiniBatches<T> Batches(Dataset<T> data, int batchSize) => new(data, batchSize, Seed, dropLast: true);

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"expected at least {least}, got {value}.");
}

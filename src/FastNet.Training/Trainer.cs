using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// Runs epochs of mini-batches: forward, loss, backward, step; evaluates the dev part after each, or oftener. A step allocates nothing. The same network,
/// data and seed give the same parameters on any number of threads, in one go or resumed.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="network">What learns.</param>
/// <param name="optimizer">The optimizer of this network; its regularizers' penalties are added to the reported cost.</param>
/// <param name="loss">What is to become small.</param>
public sealed class Trainer<T>(Network<T> network, Optimizer<T> optimizer, Loss<T> loss)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>When to end before the last epoch, and restore the best one; null for never. It needs a dev part.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>What every learning rate is multiplied by, step by step; null for 1. Epochs count from 1 and steps from 0 in each fit.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>An average of the parameters, which is then evaluated, and with which training ends; null for the parameters themselves.</summary>
    public Averaging<T>? Averaging { get; init; }

    /// <summary>
    /// The most examples of a forward and backward pass: a larger batch comes in parts whose gradients are accumulated, for a workspace that is
    /// as much smaller. Null for the whole batch. With batch norm each part has statistics of its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? MicroBatchSize
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MicroBatchSize), value, $"expected at least 1 example, got {value}.");
    }

    /// <summary>Whether examples that do not fill the last batch are left out: others in each epoch where they are shuffled.</summary>
    public bool DropsLastBatch { get; init; }

    /// <summary>What training sees in the place of its examples; null for themselves. Evaluation always sees the examples.</summary>
    public BatchAugmentation<T>? Augmentation { get; init; }

    /// <summary>How the training is watched, and changed as it runs; null for not at all.</summary>
    public Steering? Steering { get; init; }

    /// <summary>
    /// Steps between two evaluations of the dev part within an epoch, counted from the training's first step; null for those after each epoch alone.
    /// Early stopping goes by each of them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? EvaluationSteps
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(EvaluationSteps), value, $"expected at least 1 step, got {value}.");
    }

    /// <summary>Whether the train part is evaluated after each epoch too: its cost without dropout.</summary>
    public bool EvaluatesTrain { get; init; }

    /// <summary>Where and how often the state of the training is saved, to be resumed; null for never.</summary>
    public Autosave? Autosave { get; init; }

    /// <summary>Files of the best or last epochs; null for none. The best ones need a dev part.</summary>
    public KeptCheckpoints<T>? KeptCheckpoints { get; init; }

    /// <summary>Threads to divide the work among, leased for the whole fit; null for the caller's own. Results have the same bits.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>Selects the order of the examples in each epoch.</summary>
    public ulong Seed { get; init; } = network?.Seed ?? 0;

    /// <summary>Whether each epoch has a fresh order; else the data's own, and nothing is copied.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Called after each epoch, on the caller's thread.</summary>
    public Action<EpochRecord>? EpochEnded { get; init; }

    /// <summary>Called after each evaluation within an epoch, on the caller's thread.</summary>
    public Action<StepRecord>? StepEvaluated { get; init; }

    /// <summary>Called after each step with the examples seen in this fit so far.</summary>
    public Action<long>? StepEnded { get; init; }

    internal Network<T> Network { get; } = network ?? throw new ArgumentNullException(nameof(network));

    internal Optimizer<T> Optimizer { get; } = optimizer ?? throw new ArgumentNullException(nameof(optimizer));

    internal Loss<T> Loss { get; } = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <summary>
    /// Trains. However it ends, an exception of a callback included, the network has finite parameters: with early stopping the
    /// best ones; without, those of the last whole epoch. The optimizer keeps the moments of its last step.
    /// </summary>
    /// <param name="train">What it learns from: at least one example.</param>
    /// <param name="dev">What it is evaluated on after each epoch; null for nothing.</param>
    /// <param name="epochs">Passes over the train part, at least 1.</param>
    /// <param name="batchSize">Examples of a step, at least 1.</param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">
    /// A number lies outside, a part does not fit the network, the optimizer or the average is another network's, or what needs a dev part has none.
    /// </exception>
    /// <exception cref="NotSupportedException">A state is to be saved, and a layer is not registered.</exception>
    public TrainingHistory Fit(
        Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize, CancellationToken cancellationToken = default)
    {
        TrainingLoop<T> loop = Loop(train, dev, epochs, batchSize);
        return loop.Run(cancellationToken);
    }

    /// <summary>
    /// Trains on a file that is read row by row, in each epoch again, evaluated on its dev part where it has one; else as
    /// <see cref="Fit(Dataset{T}, Dataset{T}?, int, int, CancellationToken)"/>.
    /// </summary>
    /// <param name="data">The file.</param>
    /// <param name="epochs">Passes over the train part, at least 1.</param>
    /// <param name="batchSize">Examples of a step, at least 1.</param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">As for data in memory; or an <see cref="Augmentation"/> is asked for, which needs the examples there.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TrainingHistory Fit(StreamedTable<T> data, int epochs, int batchSize, CancellationToken cancellationToken = default)
    {
        TrainingLoop<T> loop = Loop(data, epochs, batchSize);
        return loop.Run(cancellationToken);
    }

    /// <summary>
    /// Goes on with a training whose state <see cref="Autosave"/> has saved: with the same network, optimizer, loss, data and options as then, the
    /// result has the bits of a training that never stopped.
    /// </summary>
    /// <param name="path">The saved state.</param>
    /// <param name="train">What it learned from.</param>
    /// <param name="dev">What it was evaluated on.</param>
    /// <param name="epochs">Passes over the train part in all, at least those that the state has reached; more than at first is allowed.</param>
    /// <param name="batchSize">Examples of a step.</param>
    /// <param name="allowsOtherHyperparameters">
    /// Whether optimizer settings, schedule, regularizers, loss or early stopping may be others than then, on purpose: another learning rate from here on.
    /// </param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">As <see cref="Fit(Dataset{T}, Dataset{T}?, int, int, CancellationToken)"/>.</exception>
    /// <exception cref="InvalidDataException">The file is torn, or of another training; the message says what was expected and what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TrainingHistory Resume(
        string path, Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize, bool allowsOtherHyperparameters = false,
        CancellationToken cancellationToken = default)
    {
        TrainingLoop<T> loop = Loop(train, dev, epochs, batchSize);
        loop.Load(path, allowsOtherHyperparameters);
        return loop.Run(cancellationToken);
    }

    /// <summary>
    /// Goes on with a training on a file that is read row by row; else as
    /// <see cref="Resume(string, Dataset{T}, Dataset{T}?, int, int, bool, CancellationToken)"/>.
    /// </summary>
    /// <param name="path">The saved state.</param>
    /// <param name="data">The file, of the same rows and parts.</param>
    /// <param name="epochs">Passes over the train part in all, at least those that the state has reached; more than at first is allowed.</param>
    /// <param name="batchSize">Examples of a step.</param>
    /// <param name="allowsOtherHyperparameters">As for data in memory.</param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">As for data in memory.</exception>
    /// <exception cref="InvalidDataException">The state is torn, or of another training; or the file is no longer that of the first pass.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TrainingHistory Resume(
        string path, StreamedTable<T> data, int epochs, int batchSize, bool allowsOtherHyperparameters = false, CancellationToken cancellationToken = default)
    {
        TrainingLoop<T> loop = Loop(data, epochs, batchSize);
        loop.Load(path, allowsOtherHyperparameters);
        return loop.Run(cancellationToken);
    }

    private TrainingLoop<T> Loop(Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize) =>
        new(this, new DatasetExamples<T>(train), dev is null ? null : new DatasetExamples<T>(dev), epochs, batchSize);

    private TrainingLoop<T> Loop(StreamedTable<T> data, int epochs, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(
            this, new StreamedPart<T>(data, SplitPart.Train), data[SplitPart.Dev] > 0 ? new StreamedPart<T>(data, SplitPart.Dev) : null, epochs, batchSize);
    }
}

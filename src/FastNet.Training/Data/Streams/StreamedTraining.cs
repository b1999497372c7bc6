using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// Epochs over a <see cref="StreamedTable{T}"/>: forward, loss, backward, step for each batch; the dev part, read row by row too, is evaluated after each.
/// The same network, file and seeds give the same parameters on any number of threads.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="network">What learns.</param>
/// <param name="optimizer">The optimizer of this network.</param>
/// <param name="loss">What is to become small.</param>
public sealed class StreamedTraining<T>(Network<T> network, Optimizer<T> optimizer, Loss<T> loss)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly Optimizer<T> optimizer = optimizer ?? throw new ArgumentNullException(nameof(optimizer));
    private readonly Loss<T> loss = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <summary>When to end before the last epoch, and restore the best one; null for never. It needs a dev part.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Threads to divide the work among; null for the caller's own. Results have the same bits.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>Selects the order of the examples in each epoch.</summary>
    public ulong Seed { get; init; } = network?.Seed ?? 0;

    /// <summary>About how much memory a block of the train part may take, within which it is shuffled.</summary>
    public long BlockBytes { get; init; } = StreamedBatches<T>.UsualBytes;

    /// <summary>Called after each epoch, on the caller's thread.</summary>
    public Action<EpochRecord>? EpochEnded { get; init; }

    /// <summary>Trains. The network ends with the parameters of the best epoch under early stopping, else of the last whole one.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="epochs">Passes over the train part, at least 1.</param>
    /// <param name="batchSize">Examples of a step, at least 1.</param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">A number lies outside, something does not fit the network, or early stopping has no dev part.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    public TrainingHistory Fit(StreamedTable<T> data, int epochs, int batchSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        bool hasDev = data[SplitPart.Dev] > 0;
        if ((EarlyStopping is not null && !hasDev) || optimizer.Target != network)
        {
            throw new ArgumentException(optimizer.Target == network
                ? "expected a dev part for early stopping to watch, got none."
                : "expected the optimizer of the training's network, got another's.");
        }

        using StreamedBatches<T> train = data.CreateBatches(SplitPart.Train, batchSize, BlockBytes, Seed);
        using StreamedBatches<T>? dev = hasDev ? data.CreateBatches(SplitPart.Dev, batchSize) : null;
        if ((train.BatchSize == 1 || train.Count % train.BatchSize == 1) && network.Layers.Any(layer => layer is BatchNormLayer))
        {
            throw new ArgumentException($"expected batches of at least 2 examples for batch norm, got {train.Count} examples in batches of {train.BatchSize}.", nameof(batchSize));
        }

        Workspace<T> workspace = network.CreateWorkspace(int.Max(train.BatchSize, dev?.BatchSize ?? 1), Workers);
        Snapshot<T> best = new(network);
        List<EpochRecord> records = [];
        int bestEpoch = 0;
        double bestMeasure = double.PositiveInfinity;
        using WorkerPool.Lease lease = Workers?.TakeLease() ?? default;
        try
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                long start = Stopwatch.GetTimestamp();
                if (RunEpoch(train, workspace, epoch, cancellationToken) is not { } cost)
                {
                    return new(records, bestEpoch, TrainingEnd.Cancelled, $"it was cancelled in epoch {epoch}");
                }

                double seconds = double.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-9);
                double penalty = optimizer.Penalty();
                Evaluation? ofDev = dev is null ? null : Evaluate(dev, workspace, epoch);
                if (!double.IsFinite(cost + penalty + (ofDev?.Loss ?? 0)) || !Finite.Are(network.Parameters) || !Finite.Are(network.State))
                {
                    return new(records, bestEpoch, TrainingEnd.NotFinite, string.Create(
                        CultureInfo.InvariantCulture, $"a loss, a parameter or a running statistic was not finite by step {optimizer.StepCount} (epoch {epoch})"));
                }

                records.Add(new(epoch, cost + penalty, penalty, null, ofDev, train.Count / seconds));
                double measure = EarlyStopping?.Of(ofDev!.Value) ?? double.NegativeInfinity;
                if (EarlyStopping is null || measure < bestMeasure - EarlyStopping.MinimumImprovement)
                {
                    (bestMeasure, bestEpoch) = (measure, epoch);
                    best.Take(network);
                }

                EpochEnded?.Invoke(records[^1]);
                if (EarlyStopping is { } stopping && epoch - bestEpoch >= stopping.Patience)
                {
                    return new(records, bestEpoch, TrainingEnd.StoppedEarly, $"the dev part saw no improvement in {stopping.Patience} epochs");
                }
            }

            return new(records, bestEpoch, TrainingEnd.Completed, $"all {epochs} epochs were run");
        }
        finally
        {
            best.RestoreTo(network);
        }
    }

    /// <summary>How the network does on a part that is read row by row; for regression in the normalised target's unit.</summary>
    /// <exception cref="ArgumentException">The part does not fit the network, or has no example.</exception>
    public Evaluation Evaluate(StreamedTable<T> data, SplitPart part, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(data);
        using StreamedBatches<T> batches = data.CreateBatches(part, batchSize, bytes: 0);
        return Evaluate(batches, network.CreateWorkspace(batches.BatchSize, Workers), epoch: 0);
    }

    // The mean cost; null where it was cancelled. It ends at once where the cost is not finite.
    private double? RunEpoch(StreamedBatches<T> batches, Workspace<T> workspace, int epoch, CancellationToken cancellationToken)
    {
        double sum = 0;
        double whole = 0;
        batches.StartEpoch(epoch);
        while (double.IsFinite(sum) && batches.TryNext(out MiniBatch<T> batch))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            // Examples that all have weight 0 teach nothing.
            double divisor = loss.Divisor(batch.Targets);
            if (divisor == 0)
            {
                continue;
            }

            workspace.ClearGradients();
            ReadOnlyMatrixSpan<T> outputs = network.Forward(batch.Features, workspace, Pass.Training(optimizer.StepCount));
            sum += loss.Evaluate(outputs, batch.Targets, workspace.OutputGradient, divisor) * divisor;
            whole += divisor;
            if (double.IsFinite(sum))
            {
                network.Backward(batch.Features, workspace);
                network.CommitStatistics(workspace);
                optimizer.Step(workspace.Gradients, Workers);
            }
        }

        return sum / whole;
    }

    private Evaluation Evaluate(StreamedBatches<T> batches, Workspace<T> workspace, int epoch)
    {
        EvaluationSum<T> evaluation = new(loss);
        batches.StartEpoch(epoch);
        while (batches.TryNext(out MiniBatch<T> batch))
        {
            evaluation.Add(network.Forward(batch.Features, workspace, Pass.Inference), batch.Targets);
        }

        return evaluation.Result;
    }
}

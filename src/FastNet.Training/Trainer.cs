using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// Runs epochs of mini-batches: forward, loss, backward, step; evaluates the dev part after each. A step allocates nothing. The same network,
/// data and seed give the same parameters on any number of threads.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="network">What learns.</param>
/// <param name="optimizer">The network's optimizer; its regularizer's penalty is added to the reported cost.</param>
/// <param name="loss">What is to become small.</param>
public sealed class Trainer<T>(Network<T> network, Optimizer<T> optimizer, Loss<T> loss)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly Optimizer<T> optimizer = optimizer ?? throw new ArgumentNullException(nameof(optimizer));
    private readonly Loss<T> loss = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <summary>When to end before the last epoch, and restore the best one; null for never. It needs a dev part.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Threads to divide the work among, leased for the whole fit; null for the caller's own. Results have the same bits.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>Selects the order of the examples in each epoch.</summary>
    public ulong Seed { get; init; } = network?.Seed ?? 0;

    /// <summary>Whether each epoch has a fresh order; else the data's own, and nothing is copied.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Called after each epoch, on the caller's thread.</summary>
    public Action<EpochRecord>? EpochEnded { get; init; }

    /// <summary>Called after each step with the examples seen in this fit so far.</summary>
    public Action<long>? StepEnded { get; init; }

    /// <summary>
    /// Trains. However it ends, an exception of a callback included, the network has finite parameters: with early stopping those of the best
    /// epoch; without, those of the last whole epoch.
    /// </summary>
    /// <param name="train">What it learns from: at least one example.</param>
    /// <param name="dev">What it is evaluated on after each epoch; null for nothing.</param>
    /// <param name="epochs">Passes over the train part, at least 1.</param>
    /// <param name="batchSize">Examples of a step, at least 1.</param>
    /// <param name="cancellationToken">Ends training before the next step; no exception is thrown.</param>
    /// <exception cref="ArgumentException">A number lies outside, a part does not fit the network, or early stopping has no dev part.</exception>
    public TrainingHistory Fit(
        Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (EarlyStopping is not null && dev is null)
        {
            throw new ArgumentException("expected a dev part for early stopping to watch, got none.", nameof(dev));
        }

        MiniBatches<T> batches = new(train, batchSize, Seed, Shuffle);
        Workspace<T> workspace = network.CreateWorkspace(batches.BatchSize, Workers);
        BestParameters<T> best = new(network, EarlyStopping);
        List<EpochRecord> records = [];
        using WorkerPool.Lease lease = Workers?.TakeLease() ?? default;
        try
        {
            (TrainingEnd end, string reason) = RunEpochs();
            return new TrainingHistory(records, best.Epoch, end, reason);
        }
        finally
        {
            best.Restore();
        }

        (TrainingEnd End, string Reason) RunEpochs()
        {
            long examples = 0;
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                long start = Stopwatch.GetTimestamp();
                batches.StartEpoch(epoch);
                double sum = 0;
                for (int i = 0; i < batches.Count; i++)
                {
                    if (cancellationToken.IsCancellationRequested)
                    {
                        return (TrainingEnd.Cancelled, $"it was cancelled in epoch {epoch}");
                    }

                    MiniBatch<T> batch = batches[i];
                    double cost = Step(batch, workspace);
                    if (!double.IsFinite(cost))
                    {
                        return (TrainingEnd.NotFinite, string.Create(
                            CultureInfo.InvariantCulture, $"the loss was {cost} at step {optimizer.StepCount + 1} (epoch {epoch}, batch {i + 1})"));
                    }

                    sum += cost * batch.Count;
                    examples += batch.Count;
                    StepEnded?.Invoke(examples);
                }

                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Evaluation? evaluation = dev is null ? null : Evaluation.Of(network, loss, dev, workspace);
                EpochRecord record = new(epoch, (sum / train.Count) + optimizer.Penalty(), evaluation, train.Count / seconds);
                if (!best.AreFinite || !double.IsFinite(record.TrainCost) || !double.IsFinite(evaluation?.Loss ?? 0))
                {
                    return (TrainingEnd.NotFinite, $"a parameter or a loss was not finite after step {optimizer.StepCount} (epoch {epoch})");
                }

                records.Add(record);
                best.Offer(epoch, evaluation);
                EpochEnded?.Invoke(record);
                if (EarlyStopping is { } stopping && epoch - best.Epoch >= stopping.Patience)
                {
                    return (TrainingEnd.StoppedEarly, $"the dev part saw no improvement in {stopping.Patience} epochs");
                }
            }

            return (TrainingEnd.Completed, $"all {epochs} epochs were run");
        }
    }

    // The step's number also selects the dropout masks; it goes on where an earlier fit of this optimizer ended.
    private double Step(MiniBatch<T> batch, Workspace<T> workspace)
    {
        ReadOnlyMatrixSpan<T> outputs = network.Forward(batch.Features, workspace, Pass.Training(optimizer.StepCount));
        double cost = loss.Evaluate(outputs, batch.Targets, workspace.OutputGradient);
        if (double.IsFinite(cost))
        {
            workspace.ClearGradients();
            network.Backward(batch.Features, workspace);
            network.CommitStatistics(workspace);
            optimizer.Step(workspace.Gradients, Workers);
        }

        return cost;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>One training: its epochs and steps, the best so far, and the state from which it can go on.</summary>
internal sealed partial class TrainingLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<T> trainer;
    private readonly Network<T> network;
    private readonly Optimizer<T> optimizer;
    private readonly Loss<T> loss;
    private readonly IExamples<T> train;
    private readonly IExamples<T>? dev;
    private readonly int epochs;
    private readonly IBatches<T> batches;
    private readonly int batchSize;
    private readonly SteeredSettings<T> steered;
    private Workspace<T> workspace;
    private JudgedNetwork<T> judged;
    private readonly Snapshot<T> best;
    private readonly Checkpoint<T> checkpoint;
    private TrainingProgress progress;

    public TrainingLoop(Trainer<T> trainer, IExamples<T> train, IExamples<T>? dev, int epochs, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (dev is null && (trainer.EarlyStopping is not null || trainer.EvaluationSteps is not null || trainer.KeptCheckpoints?.Best > 0))
        {
            throw new ArgumentException("expected a dev part for early stopping, evaluations within epochs and the best epochs' checkpoints to watch, got none.", nameof(dev));
        }

        if (trainer.EarlyStopping?.Measure == StoppingMeasure.DevF1 && dev!.ClassCount == 0)
        {
            throw new ArgumentException("expected classes for early stopping by F1, got values.", nameof(dev));
        }

        this.trainer = trainer;
        (network, optimizer, loss) = (trainer.Network, trainer.Optimizer, trainer.Loss);
        if (optimizer.Target != network || (trainer.Averaging is { } averaging && averaging.Average.Source != network))
        {
            throw new ArgumentException("expected the optimizer and the average of the trainer's network, got another's.");
        }

        (this.train, this.dev, this.epochs) = (train, dev, epochs);
        trainer.KeptCheckpoints?.Begin();
        batches = train.CreateBatches(trainer, batchSize);
        this.batchSize = batches.BatchSize;
        steered = new SteeredSettings<T>(network, optimizer, train.Count);
        if (FlawOfBatches(batches.BatchSize) is { } flaw)
        {
            throw new ArgumentException(flaw);
        }

        workspace = network.CreateWorkspace(PartOf(batches.BatchSize), trainer.Workers);
        judged = new JudgedNetwork<T>(network, workspace, trainer.Averaging, trainer.Workers);
        best = new Snapshot<T>(network);
        checkpoint = new Checkpoint<T>(network, optimizer, trainer.Averaging?.Average, best);
        progress = new TrainingProgress
        {
            Data = TrainingSetting.OfData(trainer, train, dev, batches),
            Hyperparameters = TrainingSetting.OfHyperparameters(trainer),
            FirstStep = optimizer.StepCount,
        };
    }

    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        using WorkerPool.Lease lease = trainer.Workers?.TakeLease() ?? default;
        try
        {
            (TrainingEnd end, string reason) = RunEpochs(cancellationToken);
            return History(end, reason);
        }
        catch (StateNotSavedException exception)
        {
            return History(TrainingEnd.NotSaved, exception.Message);
        }
        finally
        {
            batches.Dispose();
            best.RestoreTo(network);
            optimizer.LearningRateFactor = trainer.Schedule is null ? optimizer.LearningRateFactor : 1;
        }
    }

    private bool IsOutOfPatience => trainer.EarlyStopping is { } stopping && progress.Evaluations - progress.BestEvaluation >= stopping.Patience;

    private string Impatience => trainer.EvaluationSteps is null
        ? $"the dev part saw no improvement in {trainer.EarlyStopping!.Patience} epochs"
        : $"the dev part saw no improvement in {trainer.EarlyStopping!.Patience} evaluations";

    // In this training, without those that were rolled back.
    private long StepsDone => optimizer.StepCount - progress.FirstStep;

    private string NotFinite =>
        $"a parameter, a running statistic, a moment or a loss was not finite after step {optimizer.StepCount} (epoch {progress.Epoch}): "
        + NonFinite.Describe<T>(network, workspace.Gradients, optimizer);

    private bool IsFinite
    {
        get
        {
            bool isFinite = Finite.Are(network.Parameters) && Finite.Are(network.State);
            for (int i = 0; i < optimizer.MomentNames.Count; i++)
            {
                isFinite &= Finite.Are(optimizer.Moment(i));
            }

            return isFinite;
        }
    }

    private (TrainingEnd End, string Reason) RunEpochs(CancellationToken cancellationToken)
    {
        // A resumed training may have ended in the epoch that it was saved in.
        while (progress.Epoch <= epochs)
        {
            batches.StartEpoch(progress.Epoch);
            long start = Stopwatch.GetTimestamp();
            long examplesBefore = progress.Examples;
            while (batches.HasBatchFrom(progress.Position))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return SaveAndEnd($"it was cancelled in epoch {progress.Epoch}");
                }

                if (Obey() is { } end)
                {
                    return end;
                }

                // A larger batch may be more than is left.
                if (!batches.HasBatchFrom(progress.Position))
                {
                    break;
                }

                MiniBatch<T> batch = batches.From(progress.Position);
                double divisor = loss.Divisor(batch.Targets);

                // Examples that all have weight 0 teach nothing.
                double cost = divisor == 0 ? 0 : Step(batch, divisor);
                if (!double.IsFinite(cost))
                {
                    return (TrainingEnd.NotFinite, string.Create(
                        CultureInfo.InvariantCulture,
                        $"the loss was {cost} at step {optimizer.StepCount + 1} (epoch {progress.Epoch}, batch {progress.Batches + 1}): {NonFinite.Describe<T>(network, workspace.Gradients, optimizer)}"));
                }

                progress.Batches++;
                progress.Position += batch.Count;
                progress.StepsMade++;
                progress.Obeyed = 0;
                progress.Sum += cost * divisor;
                progress.Divisor += divisor;
                progress.Examples += batch.Count;

                // Before the state is saved: a training that goes on from it has it behind.
                if (divisor > 0 && trainer.EvaluationSteps is { } every && StepsDone % every == 0 && batches.HasBatchFrom(progress.Position))
                {
                    if (!EvaluateStep())
                    {
                        return (TrainingEnd.NotFinite, NotFinite);
                    }

                    // No state: it would go on.
                    if (IsOutOfPatience)
                    {
                        trainer.StepEnded?.Invoke(progress.Examples);
                        return (TrainingEnd.StoppedEarly, Impatience);
                    }
                }

                if (divisor > 0 && trainer.Autosave is { } autosave && optimizer.StepCount % autosave.EverySteps == 0 && !TrySave())
                {
                    return (TrainingEnd.NotFinite, NotFinite);
                }

                trainer.StepEnded?.Invoke(progress.Examples);
            }

            double seconds = double.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-9);
            if (!EndEpoch(long.Max(0, progress.Examples - examplesBefore) / seconds))
            {
                return (TrainingEnd.NotFinite, NotFinite);
            }

            if (IsOutOfPatience)
            {
                return (TrainingEnd.StoppedEarly, Impatience);
            }

            (progress.Epoch, progress.Batches, progress.Position, progress.Sum, progress.Divisor) = (progress.Epoch + 1, 0, 0, 0, 0);
        }

        return (TrainingEnd.Completed, $"all {epochs} epochs were run");
    }

    // The step's number also selects the dropout masks; it goes on where an earlier fit of this optimizer ended.
    private double Step(MiniBatch<T> batch, double divisor)
    {
        long step = optimizer.StepCount;
        optimizer.LearningRateFactor =
            trainer.Schedule?.Rate(1, new ScheduleTime(progress.Epoch, step - progress.FirstStep)) ?? optimizer.LearningRateFactor;
        double cost = Backpropagation.Run(network, loss, workspace, batch, step, divisor);
        if (!double.IsFinite(cost))
        {
            return cost;
        }

        optimizer.Step(workspace.Gradients, trainer.Workers);
        trainer.Averaging?.Update(ScheduleUnit.Step, progress.Epoch);
        return cost;
    }

    // False where something was not finite: the epoch does not count.
    private bool EndEpoch(double examplesPerSecond)
    {
        trainer.Averaging?.Update(ScheduleUnit.Epoch, progress.Epoch);
        judged.Refresh(batches, optimizer.StepCount);
        Evaluation? ofTrain = trainer.EvaluatesTrain ? judged.Evaluate(loss, train) : null;
        Evaluation? ofDev = dev is null ? null : EvaluateDev(dev);
        double penalty = optimizer.Penalty();
        EpochRecord record = new(progress.Epoch, (progress.Sum / progress.Divisor) + penalty, penalty, ofTrain, ofDev, examplesPerSecond) { Step = StepsDone };
        if (!judged.IsFinite || !double.IsFinite(record.TrainCost) || !double.IsFinite(ofDev?.Loss ?? 0) || !double.IsFinite(ofTrain?.Loss ?? 0))
        {
            return false;
        }

        progress.Epochs.Add(record);
        OfferBest(ofDev);
        if (trainer.KeptCheckpoints is { } checkpoints)
        {
            double measure = ofDev is { } known ? trainer.EarlyStopping?.Of(known) ?? known.Loss : record.TrainCost;
            Write("an epoch's network", () => checkpoints.Offer(progress.Epoch, measure, judged.Network));
            progress.Kept = checkpoints.Kept;
        }

        trainer.EpochEnded?.Invoke(record);
        return true;
    }

    // The dev part within an epoch; false where something was not finite.
    private bool EvaluateStep()
    {
        judged.Refresh(batches, optimizer.StepCount);
        Evaluation ofDev = EvaluateDev(dev!);
        if (!judged.IsFinite || !double.IsFinite(ofDev.Loss))
        {
            return false;
        }

        progress.Steps.Add(new(progress.Epoch, StepsDone, ofDev));
        if (trainer.EarlyStopping is not null)
        {
            OfferBest(ofDev);
        }

        trainer.StepEvaluated?.Invoke(progress.Steps[^1]);
        return true;
    }

    private Evaluation EvaluateDev(IExamples<T> dev)
    {
        progress.Evaluations++;
        return judged.Evaluate(loss, dev, trainer.EarlyStopping?.Measure == StoppingMeasure.DevF1);
    }

    // With early stopping the best parameters so far; without, the last epoch's.
    private void OfferBest(Evaluation? ofDev)
    {
        if (trainer.EarlyStopping is { } stopping)
        {
            double measure = stopping.Of(ofDev!.Value);
            if (!(measure < (progress.BestMeasure ?? double.PositiveInfinity) - stopping.MinimumImprovement))
            {
                return;
            }

            progress.BestMeasure = measure;
        }

        best.Take(judged.Network);
        (progress.BestEpoch, progress.BestStep, progress.BestEvaluation) = (progress.Epoch, StepsDone, progress.Evaluations);
    }

    private TrainingHistory History(TrainingEnd end, string reason) => new(progress.Epochs, progress.BestEpoch, end, reason)
    {
        Steps = progress.Steps,
        BestStep = progress.BestStep,
        Settings = new Dictionary<string, string>(progress.Data.Concat(progress.Hyperparameters), StringComparer.Ordinal),
    };

    private int PartOf(int size) => int.Min(trainer.MicroBatchSize ?? size, size);

    // In the epoch under way a batch begins where it is now, in those to come at the first example.
    private string? FlawOfBatches(int size, long position = 0)
    {
        int part = PartOf(size);
        int last = int.Min(Smallest(Last(train.Count)), Smallest(Last(train.Count - position)));
        int smallest = int.Min(Smallest(size), trainer.DropsLastBatch ? int.MaxValue : last);
        return smallest == 1 && network.Layers.Any(layer => layer is BatchNormLayer)
            ? $"expected passes of at least 2 examples for batch norm, as one example has no variance; got {train.Count - position} examples in batches of {size}, "
                + $"{part} a pass, which leave one over: take another size, or drop the last batch."
            : null;

        int Last(long examples) => (int)((examples + size - 1) % size) + 1;

        int Smallest(int batch) => batch % part == 0 ? part : batch % part;
    }
}

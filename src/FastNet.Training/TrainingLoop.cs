using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>One training: its epochs and steps, the best so far, and the state from which it can go on.</summary>
internal sealed class TrainingLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<T> trainer;
    private readonly Network<T> network;
    private readonly Optimizer<T> optimizer;
    private readonly Loss<T> loss;
    private readonly Dataset<T> train;
    private readonly Dataset<T>? dev;
    private readonly int epochs;
    private readonly MiniBatches<T> batches;
    private readonly int batchSize;
    private readonly SteeredSettings<T> steered;
    private Workspace<T> workspace;
    private JudgedNetwork<T> judged;
    private readonly Snapshot<T> best;
    private readonly Checkpoint<T> checkpoint;
    private TrainingProgress progress;

    public TrainingLoop(Trainer<T> trainer, Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (dev is null && (trainer.EarlyStopping is not null || trainer.KeptCheckpoints is not null))
        {
            throw new ArgumentException("expected a dev part for early stopping and kept checkpoints to watch, got none.", nameof(dev));
        }

        if (trainer.EarlyStopping?.Measure == StoppingMeasure.DevF1 && !dev!.HasClasses)
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
        trainer.KeptCheckpoints?.Restore([]);
        batches = new MiniBatches<T>(train, batchSize, trainer.Seed, trainer.Shuffle, trainer.DropsLastBatch, trainer.Augmentation);
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
            Data = TrainingSetting.OfData(trainer, train, dev, batches.BatchSize),
            Hyperparameters = TrainingSetting.OfHyperparameters(trainer),
            FirstStep = optimizer.StepCount,
        };
    }

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="path">The state.</param>
    /// <param name="allowsOtherHyperparameters">Whether what does not shape the steps may differ.</param>
    public void Load(string path, bool allowsOtherHyperparameters)
    {
        IReadOnlyDictionary<string, string> metadata = NetworkFile.ReadMetadata(path);
        if (!metadata.TryGetValue(TrainingProgress.Key, out string? json))
        {
            throw new InvalidDataException($"{path}: expected the state of a training, got a file without one.");
        }

        TrainingProgress saved;
        try
        {
            saved = TrainingProgress.FromJson(json);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InvalidDataException($"{path}: expected the progress of a training, got something else: {exception.Message}", exception);
        }

        if (saved.Flaw(train.Count) is { } flaw)
        {
            throw new InvalidDataException($"{path}: {flaw}.");
        }

        if (saved.Epoch > epochs)
        {
            throw new ArgumentException($"expected at least {saved.Epoch} epochs, which the state has reached, got {epochs}.", nameof(path));
        }

        RequireSame(path, TrainingSetting.OfData(trainer, train, dev, batches.BatchSize), saved.Data);
        SortedDictionary<string, string> hyperparameters = TrainingSetting.OfHyperparameters(trainer);
        if (!allowsOtherHyperparameters)
        {
            RequireSame(path, hyperparameters, saved.Hyperparameters);
        }

        // What was measured otherwise is not to be compared with.
        if (!IsSame(hyperparameters, saved.Hyperparameters, "loss") || !IsSame(hyperparameters, saved.Hyperparameters, "stopping"))
        {
            saved.BestMeasure = null;
            saved.Kept = [];
        }

        saved.Hyperparameters = hyperparameters;
        GoOnFrom(path, saved);
    }

    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        using WorkerPool.Lease lease = trainer.Workers?.TakeLease() ?? default;
        try
        {
            (TrainingEnd end, string reason) = RunEpochs(cancellationToken);
            return new TrainingHistory(progress.Epochs, progress.BestEpoch, end, reason) { Settings = Settings };
        }
        catch (StateNotSavedException exception)
        {
            return new TrainingHistory(progress.Epochs, progress.BestEpoch, TrainingEnd.NotSaved, exception.Message) { Settings = Settings };
        }
        finally
        {
            best.RestoreTo(network);
            optimizer.LearningRateFactor = trainer.Schedule is null ? optimizer.LearningRateFactor : 1;
        }
    }

    private Dictionary<string, string> Settings => new(progress.Data.Concat(progress.Hyperparameters), StringComparer.Ordinal);

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
                    Save();
                    return (TrainingEnd.Cancelled, $"it was cancelled in epoch {progress.Epoch}");
                }

                if (Obey())
                {
                    Save();
                    return (TrainingEnd.Cancelled, $"it was told to stop in epoch {progress.Epoch}");
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
                progress.Sum += cost * divisor;
                progress.Divisor += divisor;
                progress.Examples += batch.Count;
                if (divisor > 0 && trainer.Autosave is { } autosave && optimizer.StepCount % autosave.EverySteps == 0)
                {
                    // What is not finite must not take the place of a state that is.
                    if (!IsFinite)
                    {
                        return (TrainingEnd.NotFinite, NotFinite);
                    }

                    Save();
                }

                trainer.StepEnded?.Invoke(progress.Examples);
            }

            double seconds = double.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-9);
            if (!EndEpoch(long.Max(0, progress.Examples - examplesBefore) / seconds))
            {
                return (TrainingEnd.NotFinite, NotFinite);
            }

            if (trainer.EarlyStopping is { } stopping && progress.Epoch - progress.BestEpoch >= stopping.Patience)
            {
                return (TrainingEnd.StoppedEarly, $"the dev part saw no improvement in {stopping.Patience} epochs");
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
        workspace.ClearGradients();
        double cost = 0;
        for (int first = 0; first < batch.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, batch.Count - first);
            ReadOnlyMatrixSpan<T> x = batch.Features.Slice(first, count);
            ReadOnlyMatrixSpan<T> outputs = network.Forward(x, workspace, Pass.Training(step, first));
            cost += loss.Evaluate(outputs, batch.Targets.Slice(first, count), workspace.OutputGradient, divisor);
            if (!double.IsFinite(cost))
            {
                return cost;
            }

            network.Backward(x, workspace);
            network.CommitStatistics(workspace);
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
        Evaluation? ofDev = dev is null ? null : judged.Evaluate(loss, dev, trainer.EarlyStopping?.Measure == StoppingMeasure.DevF1);
        double penalty = optimizer.Penalty();
        EpochRecord record = new(progress.Epoch, (progress.Sum / progress.Divisor) + penalty, penalty, ofTrain, ofDev, examplesPerSecond);
        if (!judged.IsFinite || !double.IsFinite(record.TrainCost) || !double.IsFinite(ofDev?.Loss ?? 0) || !double.IsFinite(ofTrain?.Loss ?? 0))
        {
            return false;
        }

        progress.Epochs.Add(record);
        OfferBest(ofDev);
        if (trainer.KeptCheckpoints is { } checkpoints)
        {
            double measure = trainer.EarlyStopping?.Of(ofDev!.Value) ?? ofDev!.Value.Loss;
            Write("an epoch's network", () => checkpoints.Offer(progress.Epoch, measure, judged.Network));
            progress.Kept = checkpoints.Kept;
        }

        trainer.EpochEnded?.Invoke(record);
        return true;
    }

    // With early stopping the best epoch so far; without, the last.
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
        progress.BestEpoch = progress.Epoch;
    }

    private void Write(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateNotSavedException($"{what} could not be written after step {optimizer.StepCount}: {exception.Message}", exception);
        }
    }

    private static bool IsSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> saved, string name) =>
        saved.TryGetValue(name, out string? other) && other == expected[name];

    private static void RequireSame(string path, SortedDictionary<string, string> expected, SortedDictionary<string, string> saved)
    {
        foreach ((string name, string value) in expected)
        {
            if (!IsSame(expected, saved, name))
            {
                throw new InvalidDataException($"{path}: expected a training with {value}; got one with {saved.GetValueOrDefault(name, "none")}.");
            }
        }
    }

    private void Save()
    {
        if (trainer.Autosave is { } autosave)
        {
            SaveTo(autosave.Path, autosave.Metadata);
        }
    }

    private void SaveTo(string path, IReadOnlyDictionary<string, string>? more = null)
    {
        Dictionary<string, string> metadata = new(more ?? new Dictionary<string, string>()) { [TrainingProgress.Key] = progress.ToJson() };
        Write("the state", () => checkpoint.Save(path, metadata));
    }

    // What was changed comes first: a file knows the architecture as it was then, dropout's probabilities included.
    private void GoOnFrom(string path, TrainingProgress saved)
    {
        Adopt(saved.Steered);
        checkpoint.Load(path);
        progress = saved;
        trainer.KeptCheckpoints?.Restore(saved.Kept);
    }

    private void Adopt(SteeredValues values)
    {
        steered.Apply(values);
        batches.Resize(values.BatchSize ?? batchSize);
        if (PartOf(batches.BatchSize) > workspace.MaxBatch)
        {
            workspace = network.CreateWorkspace(PartOf(batches.BatchSize), trainer.Workers);
            judged = new JudgedNetwork<T>(network, workspace, trainer.Averaging, trainer.Workers);
        }
    }

    // Carries out what the training is told; true where it is to stop.
    private bool Obey()
    {
        while (trainer.Steering?.Source.CommandAt(progress.StepsMade) is { } command)
        {
            if (FlawOf(command) is { } flaw)
            {
                trainer.Steering.Refused?.Invoke(command, flaw);
                continue;
            }

            trainer.Steering.Applying?.Invoke(new SteeringEntry(progress.StepsMade, command));
            switch (command)
            {
                case StopTraining:
                    return true;
                case SaveState(string name):
                    SaveTo(StateFile(name));
                    break;
                case RollBack rollBack:
                    Return(rollBack.Name ?? progress.Changes[^1]);
                    break;
                default:
                    string before = string.Create(CultureInfo.InvariantCulture, $"before-{progress.StepsMade}-{progress.Changes.Count}");
                    SaveTo(StateFile(before));
                    progress.Changes.Add(before);
                    progress.Steered = progress.Steered.With(command);
                    Adopt(progress.Steered);
                    break;
            }
        }

        return false;
    }

    private void Return(string name)
    {
        long stepsMade = progress.StepsMade;
        TrainingProgress saved = TrainingProgress.FromJson(NetworkFile.ReadMetadata(StateFile(name))[TrainingProgress.Key]);
        GoOnFrom(StateFile(name), saved);
        progress.StepsMade = stepsMade;
        batches.StartEpoch(progress.Epoch);
    }

    private string? FlawOf(SteeringCommand command) => command switch
    {
        SaveState(string name) when !IsName(name) => $"expected a name of letters, digits, hyphens and underscores, got '{name}'",
        RollBack(null) when progress.Changes.Count == 0 => "expected a change to take back, got none",
        RollBack(string name) when !IsName(name) || !File.Exists(StateFile(name)) => $"expected the name of a saved state, got '{name}'",
        SetBatchSize(int size) when size >= 1 => FlawOfBatches(int.Min(size, train.Count)),
        _ => steered.Flaw(command),
    };

    private static bool IsName(string name) => name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private string StateFile(string name) => Path.Combine(trainer.Steering!.Folder, name + ".state");

    private int PartOf(int size) => int.Min(trainer.MicroBatchSize ?? size, size);

    private string? FlawOfBatches(int size)
    {
        int part = PartOf(size);
        int last = (train.Count - 1) % size + 1;
        int smallest = int.Min(Smallest(size), trainer.DropsLastBatch ? int.MaxValue : Smallest(last));
        return smallest == 1 && network.Layers.Any(layer => layer is BatchNormLayer)
            ? $"expected passes of at least 2 examples for batch norm, as one example has no variance; got {train.Count} examples in batches of {size}, "
                + $"{part} a pass, which leave one over: take another size, or drop the last batch."
            : null;

        int Smallest(int batch) => batch % part == 0 ? part : batch % part;
    }
}

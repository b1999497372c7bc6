using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A training whose settings go with its data: what does not is refused before anything is said or written.</summary>
internal sealed class PlannedTraining
{
    private readonly TrainSettings settings;
    private readonly TrainingSource source;
    private readonly TrainedModel<float> model;
    private readonly TrainReport report;
    private readonly Loss<float> loss;
    private readonly BatchAugmentation<float>? augmentation;
    private readonly EarlyStopping? stopping;
    private readonly int batchSize;

    /// <summary>Plans it.</summary>
    /// <param name="settings">How.</param>
    /// <param name="source">What it learns from and is judged by.</param>
    /// <param name="model">The model, made for the data.</param>
    /// <param name="report">What says what training will do.</param>
    /// <exception cref="InvalidDataException">The settings do not go with the data.</exception>
    public PlannedTraining(TrainSettings settings, TrainingSource source, TrainedModel<float> model, TrainReport report)
    {
        (this.settings, this.source, this.model, this.report) = (settings, source, model, report);
        long count = source[SplitPart.Train];
        bool hasDev = source[SplitPart.Dev] > 0;
        batchSize = (int)long.Min(settings.BatchSize ?? TrainSettings.DefaultBatchSize(count), count);
        settings.CheckParts(count, batchSize, hasDev);
        loss = CreateLoss(settings, model);
        augmentation = source.CreateAugmentation(settings.Augmentation, settings.Network.Seed);

        // Patience without end still keeps the best epoch.
        stopping = hasDev ? new(settings.Patience > 0 ? settings.Patience : int.MaxValue, measure: settings.MetricFor(source.ClassCounts(SplitPart.Train))) : null;
    }

    /// <summary>The steps, if nothing ends it early.</summary>
    public long Steps => settings.Epochs * StepsOfEpoch;

    private long StepsOfEpoch => ((source[SplitPart.Train] - 1) / batchSize) + 1;

    /// <summary>The loss of a training.</summary>
    /// <exception cref="InvalidDataException">Labels are to be smoothed where there are none.</exception>
    public static Loss<float> CreateLoss(TrainSettings settings, TrainedModel<float> model) =>
        settings.LabelSmoothing == 0 ? model.CreateLoss()
        : model.Task == LearningTask.Classification ? new SoftmaxCrossEntropy<float>(settings.LabelSmoothing)
        : throw new InvalidDataException("--label-smoothing: expected a target of classes, got one of numbers.");

    /// <summary>Trains the model's network.</summary>
    /// <param name="terminal">Where plan and progress are written.</param>
    /// <param name="interruption">Ends it early.</param>
    /// <exception cref="TrainingFailedException">Not one epoch was finished.</exception>
    public TrainingHistory Run(Terminal terminal, Interruption interruption)
    {
        Network<float> network = model.Network;
        long count = source[SplitPart.Train];
        Optimizer<float> optimizer = settings.Optimization.Create(network, count);
        Schedule? schedule = settings.Optimization.CreateSchedule(settings.Epochs);
        bool dropsLast = settings.Network.BatchNorm && count % batchSize == 1;
        report.Plan(optimizer, schedule, batchSize, (int)long.Min(int.MaxValue, StepsOfEpoch), dropsLast);

        using WorkerPool? workers = settings.Threads > 1 ? new WorkerPool(settings.Threads) : null;
        interruption.BeginTraining();
        TrainProgress progress = new(settings, terminal, model, count, batchSize);
        Trainer<float> trainer = new(network, optimizer, loss)
        {
            EarlyStopping = stopping,
            EvaluationSteps = settings.EvaluationSteps,
            Schedule = schedule,
            Averaging = settings.Optimization.CreateAveraging(network, settings.Epochs),
            MicroBatchSize = settings.MicroBatchSize,
            DropsLastBatch = dropsLast,
            Autosave = settings.Autosave is { } steps ? new(settings.StateFile, steps) { Metadata = settings.Arguments } : null,
            KeptCheckpoints = CreateKeptCheckpoints(settings, model),
            Workers = workers,
            Augmentation = augmentation,
            Steering = settings.Steering.Create(settings, optimizer, terminal),
            Seed = settings.Network.Seed,
            EpochEnded = progress.EpochEnded,
            StepEvaluated = progress.StepEvaluated,
            StepEnded = progress.StepEnded,
        };
        TrainingHistory history = progress.Run(() => source.Run(trainer, settings, batchSize, interruption.Token));
        return history.BestEpoch > 0
            ? history
            : throw new TrainingFailedException($"expected at least one whole epoch, but {history.StoppedBecause}: no model was written.");
    }

    private static KeptCheckpoints<float>? CreateKeptCheckpoints(TrainSettings settings, TrainedModel<float> model)
    {
        if (settings.KeptCheckpoints + settings.LastCheckpoints == 0)
        {
            return null;
        }

        // A training that begins has none yet; what another has left there is not its own.
        Directory.CreateDirectory(settings.CheckpointFolder);
        foreach (string left in settings.Resume is null ? Directory.GetFiles(settings.CheckpointFolder, "epoch-*.safetensors") : [])
        {
            File.Delete(left);
        }

        return new(settings.CheckpointFolder, settings.KeptCheckpoints, settings.LastCheckpoints, (path, network) => model.With(network).Save(path));
    }
}

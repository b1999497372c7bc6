using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: data, split, network, training, report, file.</summary>
internal static class TrainingRun
{
    public static void Execute(TrainSettings settings, Terminal terminal, Interruption interruption)
    {
        TrainingSource source = CreateSource(settings);
        TrainedModel<float> model = source.CreateModel(settings.Network);
        BatchAugmentation<float>? augmentation = source.CreateAugmentation(settings.Augmentation, settings.Network.Seed);
        Terminal talk = settings.Results.IsJson ? terminal.Silenced() : terminal;
        TrainReport report = new(settings, talk, model);
        report.Start(source);
        TrainingHistory history = Fit(settings, source, augmentation, model, talk, interruption);
        End(settings, source, model, history, report, terminal);
    }

    /// <summary>Trains a model's network.</summary>
    /// <param name="settings">How.</param>
    /// <param name="source">What it learns from and is judged by.</param>
    /// <param name="augmentation">What it sees in the place of its examples; null for themselves.</param>
    /// <param name="model">The model, made for the data.</param>
    /// <param name="terminal">Where plan and progress are written.</param>
    /// <param name="interruption">Ends it early.</param>
    /// <exception cref="TrainingFailedException">Not one epoch was finished.</exception>
    public static TrainingHistory Fit(
        TrainSettings settings, TrainingSource source, BatchAugmentation<float>? augmentation, TrainedModel<float> model, Terminal terminal, Interruption interruption)
    {
        Network<float> network = model.Network;
        TrainReport report = new(settings, terminal, model);
        long count = source[SplitPart.Train];
        bool hasDev = source[SplitPart.Dev] > 0;
        int batchSize = (int)long.Min(settings.BatchSize ?? TrainSettings.DefaultBatchSize(count), count);
        settings.CheckBatches(count, batchSize, hasDev);
        Optimizer<float> optimizer = settings.Optimization.Create(network, count);
        Schedule? schedule = settings.Optimization.CreateSchedule(settings.Epochs);
        bool dropsLast = settings.Network.BatchNorm && count % batchSize == 1;
        report.Plan(optimizer, schedule, batchSize, (int)long.Min(int.MaxValue, ((count - 1) / batchSize) + 1), dropsLast);

        using WorkerPool? workers = settings.Threads > 1 ? new WorkerPool(settings.Threads) : null;
        interruption.BeginTraining();
        TrainProgress progress = new(settings, terminal, model, count);
        Trainer<float> trainer = new(network, optimizer, CreateLoss(settings, model))
        {
            // Patience without end still keeps the best epoch.
            EarlyStopping = hasDev ? new(settings.Patience > 0 ? settings.Patience : int.MaxValue, measure: settings.MetricFor(source.ClassCounts(SplitPart.Train))) : null,
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

    private static TrainingSource CreateSource(TrainSettings settings)
    {
        if (settings.Stream)
        {
            return new StreamSource(settings.Data, settings.Network.Seed);
        }

        TrainingData<float> data = new(settings.Data, settings.Network.Seed);
        return new TableSource(data, data.Raw, settings.Data.Split);
    }

    private static void End(
        TrainSettings settings, TrainingSource source, TrainedModel<float> model, TrainingHistory history, TrainReport report, Terminal terminal)
    {
        model = model.From(new Dictionary<string, string>(history.Settings) { ["fastnet"] = typeof(TrainedModel<>).Assembly.GetName().Version!.ToString() });

        // Figures first: a model that has none is not worth a file.
        JudgedPart[] parts =
        [
            .. new[] { SplitPart.Train, SplitPart.Dev, SplitPart.Test }.Where(part => source[part] > 0)
                .Select(part => new JudgedPart(part, source[part], RequireFinite(source.Evaluate(model, part)))),
        ];
        OutputFile.Write(settings.Output, model.Save);
        report.End(history, parts, source.BaselineOf(JudgedPart.Judge(parts).Part));
        new TrainingResult(settings, model, parts, history, source.Parts).Write(terminal);
        if (history.End == TrainingEnd.NotSaved)
        {
            throw new TrainingFailedException($"expected a training to its end, but {history.StoppedBecause}; the model has the best epoch before.");
        }
    }

    private static Evaluation RequireFinite(Evaluation evaluation) => double.IsFinite(evaluation.Loss) && double.IsFinite(evaluation.Error)
        ? evaluation
        : throw new TrainingFailedException("expected a model whose predictions are finite, got one whose are not: no model was written.");

    public static Loss<float> CreateLoss(TrainSettings settings, TrainedModel<float> model) =>
        settings.LabelSmoothing == 0 ? model.CreateLoss()
        : model.Task == LearningTask.Classification ? new SoftmaxCrossEntropy<float>(settings.LabelSmoothing)
        : throw new InvalidDataException("--label-smoothing: expected a target of classes, got one of numbers.");

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

using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: data, split, network, training, report, file.</summary>
internal static class TrainingRun
{
    public static void Execute(TrainSettings settings, Terminal terminal, Interruption interruption)
    {
        TrainingData<float> data = new(settings.Data, settings.Network.Seed);
        Split<float> raw = data.Raw;
        TrainedModel<float> model = data.CreateModel(settings.Network);
        Terminal talk = settings.Results.IsJson ? terminal.Silenced() : terminal;
        TrainReport report = new(settings, talk, model);
        AugmentationOptions.Check(settings.Augmentation, data.All);
        report.Start(data);
        TrainingHistory history = Fit(settings, data, raw, model, talk, interruption);
        End(settings, raw, model, history, report, terminal);
    }

    /// <summary>Trains a model's network.</summary>
    /// <param name="settings">How.</param>
    /// <param name="data">What the model was made for.</param>
    /// <param name="raw">The parts to train and to judge by.</param>
    /// <param name="model">The model.</param>
    /// <param name="terminal">Where plan and progress are written.</param>
    /// <param name="interruption">Ends it early.</param>
    /// <exception cref="TrainingFailedException">Not one epoch was finished.</exception>
    public static TrainingHistory Fit(
        TrainSettings settings, TrainingData<float> data, Split<float> raw, TrainedModel<float> model, Terminal terminal, Interruption interruption)
    {
        Network<float> network = model.Network;
        TrainReport report = new(settings, terminal, model);
        int batchSize = int.Min(settings.BatchSize ?? TrainSettings.DefaultBatchSize(raw.Train.Count), raw.Train.Count);
        settings.CheckBatches(raw.Train.Count, batchSize, hasDev: raw.Dev is not null);
        Optimizer<float> optimizer = settings.Optimization.Create(network, raw.Train.Count);
        Schedule? schedule = settings.Optimization.CreateSchedule(settings.Epochs);
        bool dropsLast = settings.Network.BatchNorm && raw.Train.Count % batchSize == 1;
        report.Plan(optimizer, schedule, batchSize, ((raw.Train.Count - 1) / batchSize) + 1, dropsLast);

        using WorkerPool? workers = settings.Threads > 1 ? new WorkerPool(settings.Threads) : null;
        interruption.BeginTraining();
        TrainProgress progress = new(settings, terminal, model, raw.Train.Count);
        Trainer<float> trainer = new(network, optimizer, CreateLoss(settings, model))
        {
            // Patience without end still keeps the best epoch.
            EarlyStopping = raw.Dev is null ? null : new(settings.Patience > 0 ? settings.Patience : int.MaxValue, measure: settings.MetricFor(raw.Train)),
            Schedule = schedule,
            Averaging = settings.Optimization.CreateAveraging(network, settings.Epochs),
            MicroBatchSize = settings.MicroBatchSize,
            DropsLastBatch = dropsLast,
            Autosave = settings.Autosave is { } steps ? new(settings.StateFile, steps) { Metadata = settings.Arguments } : null,
            KeptCheckpoints = CreateKeptCheckpoints(settings, model),
            Workers = workers,
            Augmentation = AugmentationOptions.Create(settings.Augmentation, data, raw.Train, settings.Network.Seed),
            Steering = settings.Steering.Create(settings, optimizer, terminal),
            Seed = settings.Network.Seed,
            EpochEnded = progress.EpochEnded,
            StepEnded = progress.StepEnded,
        };
        Dataset<float> prepared = data.Prepare(raw.Train);
        Dataset<float>? preparedDev = raw.Dev is null ? null : data.Prepare(raw.Dev);

        // What differs from the state's arguments was given anew, on purpose.
        TrainingHistory history = progress.Run(() => settings.Resume is { } state
            ? trainer.Resume(state, prepared, preparedDev, settings.Epochs, batchSize, allowsOtherHyperparameters: true, interruption.Token)
            : trainer.Fit(prepared, preparedDev, settings.Epochs, batchSize, interruption.Token));

        if (history.BestEpoch == 0)
        {
            throw new TrainingFailedException($"expected at least one whole epoch, but {history.StoppedBecause}: no model was written.");
        }

        return history;
    }

    private static void End(TrainSettings settings, Split<float> raw, TrainedModel<float> model, TrainingHistory history, TrainReport report, Terminal terminal)
    {
        model = model.From(new Dictionary<string, string>(history.Settings) { ["fastnet"] = typeof(TrainedModel<>).Assembly.GetName().Version!.ToString() });

        // Figures first: a model that has none is not worth a file.
        Evaluation train = Evaluate(model, raw.Train);
        Evaluation? dev = raw.Dev is null ? null : Evaluate(model, raw.Dev);
        Evaluation? test = raw.Test is null ? null : Evaluate(model, raw.Test);
        OutputFile.Write(settings.Output, model.Save);
        report.End(history, raw, train, dev, test);
        new TrainingResult(settings, model, raw, history, train, dev, test).Write(terminal);
        if (history.End == TrainingEnd.NotSaved)
        {
            throw new TrainingFailedException($"expected a training to its end, but {history.StoppedBecause}; the model has the best epoch before.");
        }
    }

    private static Evaluation Evaluate(TrainedModel<float> model, Dataset<float> part)
    {
        Evaluation evaluation = model.Evaluate(part);
        return double.IsFinite(evaluation.Loss) && double.IsFinite(evaluation.Error)
            ? evaluation
            : throw new TrainingFailedException("expected a model whose predictions are finite, got one whose are not: no model was written.");
    }

    public static Loss<float> CreateLoss(TrainSettings settings, TrainedModel<float> model) =>
        settings.LabelSmoothing == 0 ? model.CreateLoss()
        : model.Task == LearningTask.Classification ? new SoftmaxCrossEntropy<float>(settings.LabelSmoothing)
        : throw new InvalidDataException("--label-smoothing: expected a target of classes, got one of numbers.");

    private static KeptCheckpoints<float>? CreateKeptCheckpoints(TrainSettings settings, TrainedModel<float> model)
    {
        if (settings.KeptCheckpoints == 0)
        {
            return null;
        }

        // A training that begins has none yet; what another has left there is not its own.
        Directory.CreateDirectory(settings.CheckpointFolder);
        foreach (string left in settings.Resume is null ? Directory.GetFiles(settings.CheckpointFolder, "epoch-*.safetensors") : [])
        {
            File.Delete(left);
        }

        return new(settings.CheckpointFolder, settings.KeptCheckpoints, (path, network) => model.With(network).Save(path));
    }
}

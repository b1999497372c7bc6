using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: data, split, network, training, report, file.</summary>
internal static class TrainingRun
{
    public static void Execute(TrainSettings settings, Terminal terminal, Interruption interruption)
    {
        TrainingData data = new(settings.Data, settings.Network.Seed);
        Split<float> raw = data.Raw;
        TrainedModel<float> model = data.CreateModel(settings.Network);
        Network<float> network = model.Network;
        TrainReport report = new(settings, terminal, model);
        report.Start(data.Csv, raw);

        int batchSize = settings.BatchSize ?? TrainSettings.DefaultBatchSize(raw.Train.Count);
        using WorkerPool? workers = settings.Threads > 1 ? new WorkerPool(settings.Threads) : null;
        interruption.BeginTraining();
        TrainProgress progress = new(settings, terminal, model, raw.Train.Count);
        TrainingHistory history = progress.Run(() => new Trainer<float>(network, CreateOptimizer(settings, network, raw.Train.Count), model.CreateLoss())
        {
            // Patience without end still keeps the best epoch.
            EarlyStopping = raw.Dev is null ? null : new(settings.Patience > 0 ? settings.Patience : int.MaxValue),
            Workers = workers,
            Seed = settings.Network.Seed,
            EpochEnded = progress.EpochEnded,
            StepEnded = progress.StepEnded,
        }.Fit(data.Prepare(raw.Train), raw.Dev is null ? null : data.Prepare(raw.Dev), settings.Epochs, batchSize, interruption.Token));

        if (history.BestEpoch == 0)
        {
            throw new TrainingFailedException($"expected at least one whole epoch, but {history.StoppedBecause}: no model was written.");
        }

        // Figures first: a model that has none is not worth a file.
        Evaluation train = Evaluate(model, raw.Train);
        Evaluation? dev = raw.Dev is null ? null : Evaluate(model, raw.Dev);
        Evaluation? test = raw.Test is null ? null : Evaluate(model, raw.Test);
        OutputFile.Write(settings.Output, model.Save);
        report.End(history, raw, train, dev, test);
    }

    private static Evaluation Evaluate(TrainedModel<float> model, Dataset<float> part)
    {
        Evaluation evaluation = model.Evaluate(part);
        return double.IsFinite(evaluation.Loss) && double.IsFinite(evaluation.Error)
            ? evaluation
            : throw new TrainingFailedException("expected a model whose predictions are finite, got one whose are not: no model was written.");
    }

    private static Optimizer<float> CreateOptimizer(TrainSettings settings, Network<float> network, int trainingExamples)
    {
        Optimizer<float> optimizer = settings.Optimizer switch
        {
            OptimizerKind.Gd => new GradientDescent<float>(network),
            OptimizerKind.Momentum => new Momentum<float>(network),
            OptimizerKind.RmsProp => new RmsProp<float>(network),
            _ => new Adam<float>(network),
        };
        optimizer.LearningRate = settings.LearningRate;
        optimizer.Regularizer = settings.WeightDecay > 0
            ? Regularizer.WeightDecay(settings.WeightDecay)
            : Regularizer.L2(settings.Network.L2, trainingExamples);
        return optimizer;
    }
}

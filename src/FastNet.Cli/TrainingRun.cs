using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: data, split, network, training, report, file.</summary>
internal static class TrainingRun
{
    private const string CarriedData = "digits.csv.gz";
    private const int ManyFeatures = 32;

    public static void Execute(TrainSettings settings, Terminal terminal, Interruption interruption)
    {
        CsvDataset<float> csv = Read(settings);
        Split<float> raw = Cut(csv.Data, settings);
        Normalizer normalizer = Normalizer.Fit(raw.Train.Features);
        Normalizer? targetNormalizer = csv.Task == LearningTask.Regression ? FitTarget(raw.Train, csv, settings) : null;
        csv.RequireInReach(normalizer, targetNormalizer);
        Dataset<float> Prepare(Dataset<float> part) =>
            targetNormalizer is null ? normalizer.Apply(part) : targetNormalizer.ApplyToValues(normalizer.Apply(part));

        Network<float> network = new(csv.Data.FeatureCount, Layers(settings, csv.Data.FeatureCount, csv.Data.HasClasses ? csv.Data.ClassNames.Count : 1), settings.Seed);
        TrainedModel<float> model = targetNormalizer is null
            ? TrainedModel<float>.Classifier(network, normalizer, csv.Schema, csv.Data.ClassNames)
            : TrainedModel<float>.Regressor(network, normalizer, csv.Schema, targetNormalizer);
        TrainReport report = new(settings, terminal, model);
        report.Start(Name(settings), csv, raw);

        int batchSize = settings.BatchSize ?? TrainSettings.DefaultBatchSize(raw.Train.Count);
        using WorkerPool? workers = settings.Threads > 1 ? new WorkerPool(settings.Threads) : null;
        interruption.BeginTraining();
        TrainProgress progress = new(settings, terminal, model, raw.Train.Count);
        TrainingHistory history = progress.Run(() => new Trainer<float>(network, CreateOptimizer(settings, network, raw.Train.Count), model.CreateLoss())
        {
            // Patience without end still keeps the best epoch.
            EarlyStopping = raw.Dev is null ? null : new(settings.Patience > 0 ? settings.Patience : int.MaxValue),
            Workers = workers,
            Seed = settings.Seed,
            EpochEnded = progress.EpochEnded,
            StepEnded = progress.StepEnded,
        }.Fit(Prepare(raw.Train), raw.Dev is null ? null : Prepare(raw.Dev), settings.Epochs, batchSize, interruption.Token));

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

    private static string Name(TrainSettings settings) => settings.Data ?? CarriedData;

    private static CsvDataset<float> Read(TrainSettings settings)
    {
        if (settings.Data is not null)
        {
            return CsvDataset<float>.Read(settings.Data, settings.Csv);
        }

        using Stream digits = typeof(TrainingRun).Assembly.GetManifestResourceStream(CarriedData)
            ?? throw new InvalidDataException($"{CarriedData}: expected the digits inside the tool, got none.");
        return CsvDataset<float>.Read(digits, CarriedData, settings.Csv);
    }

    private static Split<float> Cut(Dataset<float> data, TrainSettings settings)
    {
        try
        {
            return data.HasClasses
                ? Split.Stratified(data, settings.Ratios, settings.Seed)
                : Split.Random(data, settings.Ratios, settings.Seed);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{Name(settings)}: {exception.Message.Split(" (Parameter")[0]}", exception);
        }
    }

    private static Normalizer FitTarget(Dataset<float> train, CsvDataset<float> csv, TrainSettings settings)
    {
        Normalizer normalizer = Normalizer.Fit(train.Values);
        return normalizer.Deviations[0] > 0
            ? normalizer
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Name(settings)}: column {csv.Schema.TargetIndex + 1} ({csv.Schema.Target}): expected values that differ, got only {normalizer.Means[0]}."));
    }

    private static List<Layer> Layers(TrainSettings settings, int inputs, int outputs)
    {
        List<Layer> layers = [];
        double inputKeepProbability = settings.InputKeepProbability ?? (inputs >= ManyFeatures ? 0.8 : 1);
        if (inputKeepProbability < 1)
        {
            layers.Add(Layer.Dropout(inputKeepProbability));
        }

        foreach (int units in settings.Hidden)
        {
            layers.Add(Layer.Dense(units));
            layers.Add(settings.Activation switch
            {
                ActivationKind.LeakyRelu => Layer.LeakyRelu(),
                ActivationKind.Tanh => Layer.Tanh(),
                ActivationKind.Sigmoid => Layer.Sigmoid(),
                _ => Layer.Relu(),
            });
            if (settings.KeepProbability < 1)
            {
                layers.Add(Layer.Dropout(settings.KeepProbability));
            }
        }

        layers.Add(Layer.Dense(outputs));
        return layers;
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
            : Regularizer.L2(settings.L2, trainingExamples);
        return optimizer;
    }
}

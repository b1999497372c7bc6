using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet train</c> was asked for.</summary>
internal sealed record TrainSettings
{
    private const int SkewedClasses = 10;

    public required DataSettings Data { get; init; }

    public required NetworkSettings Network { get; init; }

    public required OptimizationSettings Optimization { get; init; }

    /// <summary>What of a class's probability the others are to get.</summary>
    public double LabelSmoothing { get; init; }

    public int Epochs { get; init; }

    /// <summary>Examples of a step; null for what suits their number.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The most examples of a pass; null for a whole batch.</summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Epochs without an improvement of the dev part; 0 to run all.</summary>
    public int Patience { get; init; }

    /// <summary>What tells the best epoch; null for what suits the classes.</summary>
    public StoppingMeasure? Metric { get; init; }

    public int Threads { get; init; }

    public string Output { get; init; } = string.Empty;

    /// <summary>Steps between two savings of the state; null for none.</summary>
    public int? Autosave { get; init; }

    /// <summary>What the state's file says of the arguments.</summary>
    public IReadOnlyDictionary<string, string>? Arguments { get; init; }

    /// <summary>The state to go on from; null to begin.</summary>
    public string? Resume { get; init; }

    /// <summary>How many of the best epochs' models are kept; 0 for none but the best.</summary>
    public int KeptCheckpoints { get; init; }

    /// <summary>How many of the last epochs' models are kept.</summary>
    public int LastCheckpoints { get; init; }

    /// <summary>Steps between two evaluations within an epoch; null for those after each epoch alone.</summary>
    public int? EvaluationSteps { get; init; }

    /// <summary>When the training is looked at before it begins.</summary>
    public PreflightTime Preflight { get; init; }

    /// <summary>Whether the data is read row by row, and never all at once.</summary>
    public bool Stream { get; init; }

    /// <summary>How the train part is altered; null for not at all.</summary>
    public Augmentation? Augmentation { get; init; }

    public required SteeringSettings Steering { get; init; }

    public bool Quiet { get; init; }

    /// <summary>The folder of the states that a steered training can go back to.</summary>
    public string StateFolder => Output + ".states";

    /// <summary>The log of a steered training.</summary>
    public string SteeringLog => Output + ".steering";

    /// <summary>What is written beside the model.</summary>
    public ResultFiles Results { get; init; } = new();

    /// <summary>The file of the training's state.</summary>
    public string StateFile => Output + ".state";

    /// <summary>The folder of the best epochs' models.</summary>
    public string CheckpointFolder => Output + ".checkpoints";

    /// <summary>Refuses options that do not go together, and a file that could not be written after the work.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public void Check()
    {
        Optimization.Check();
        string?[] read = [Data.File, Data.Options.TargetFile, Resume, Steering.Watched, Steering.Replayed];
        OutputFile.Check(Output, read);
        if (Autosave is not null)
        {
            OutputFile.Check(StateFile, [.. read.Where(file => file != Resume)]);
        }

        if (Steering.Watched is not null)
        {
            OutputFile.Check(SteeringLog, read);
        }

        Results.Check([Output, StateFile, .. read]);

        if (KeptCheckpoints + LastCheckpoints > 0 && File.Exists(CheckpointFolder))
        {
            throw new InvalidDataException($"{(KeptCheckpoints > 0 ? "--keep-checkpoints" : "--keep-last")}: expected {CheckpointFolder} to be a folder, got a file.");
        }
    }

    /// <summary>Refuses what does not go with the data's parts.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public void CheckParts(long trainingExamples, int batchSize, bool hasDev)
    {
        if (KeptCheckpoints > 0 && !hasDev)
        {
            throw new InvalidDataException("--keep-checkpoints: expected a dev part to tell the best epochs by (--split), got none.");
        }

        if ((EvaluationSteps is not null || Metric is not null) && !hasDev)
        {
            throw new InvalidDataException($"{(EvaluationSteps is null ? "--metric" : "--evaluate-every")}: expected a dev part (--split), got none.");
        }

        if (!Network.BatchNorm)
        {
            return;
        }

        if (batchSize == 1)
        {
            throw new InvalidDataException("--batch-size: expected at least 2 examples with --batch-norm, as one has no variance; got 1.");
        }

        int last = (int)(trainingExamples % batchSize is 0 or 1 ? batchSize : trainingExamples % batchSize);
        if (MicroBatchSize is { } part && (part == 1 || (part < batchSize && batchSize % part == 1) || (part < last && last % part == 1)))
        {
            throw new InvalidDataException(
                $"--micro-batch: expected parts of at least 2 examples with --batch-norm; got batches of {batchSize} and a last one of {last} in parts of {part}.");
        }
    }

    /// <summary>What tells the best epoch: F1 where one class is ten times as frequent as another.</summary>
    /// <param name="classCounts">Of the train part; empty for numbers.</param>
    /// <exception cref="InvalidDataException">F1 is asked for, and there are no classes.</exception>
    public StoppingMeasure MetricFor(IReadOnlyList<long> classCounts)
    {
        if (classCounts.Count == 0)
        {
            return Metric == StoppingMeasure.DevF1 ? throw new InvalidDataException("--metric: expected a target of classes for F1, got one of numbers.") : Metric ?? StoppingMeasure.DevLoss;
        }

        return Metric ?? (classCounts.Max() >= SkewedClasses * classCounts.Min() ? StoppingMeasure.DevF1 : StoppingMeasure.DevLoss);
    }

    /// <summary>The largest of 8, 16, 32 and 64 that leaves 32 steps an epoch; 8 where there are fewer.</summary>
    public static int DefaultBatchSize(long trainingExamples) =>
        (int)ulong.Clamp(BitOperations.RoundUpToPowerOf2((ulong)(trainingExamples / 32) + 1) / 2, 8, 64);
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A file that is read row by row.</summary>
internal sealed class StreamSource : TrainingSource
{
    private const int SampleSize = 10_000;

    private readonly StreamedTable<float> table;

    /// <summary>Does the first pass.</summary>
    /// <exception cref="InvalidDataException">It is no table to learn from, or what is asked for needs all rows at once.</exception>
    public StreamSource(DataSettings settings, ulong seed)
    {
        SplitSettings split = settings.Split;
        string? refused = settings.File is null ? "a file"
            : split.Columns.Any() ? "a split by rows alone, without --group, --time or --source"
            : split.Duplicates == DuplicatePolicy.Refuse ? "no search for duplicates, which needs all rows at once"
            : null;
        table = refused is null
            ? StreamedTable<float>.Open(settings.File!, new() { Data = settings.Options, Ratios = split.Ratios, Seed = seed, Normalizer = settings.Normalizer })
            : throw new InvalidDataException($"--stream: expected {refused}.");
    }

    public override DataSchema Schema => table.Schema;

    public override LearningTask Task => table.Task;

    public override bool TaskIsGuessed => table.TaskIsGuessed;

    public override IReadOnlyList<string> ClassNames => table.ClassNames;

    public override string SplitDescription => ", by a hash of the row's number";

    public override long this[SplitPart part] => table[part];

    public override IEnumerable<string> Remarks =>
    [
        "read row by row: shuffled within blocks of rows, equal examples not looked for",
        .. ClassCounts(SplitPart.Train).Index().Where(count => count.Item == 0)
            .Select(count => $"the class '{Terminal.Printable(ClassNames[count.Index])}' has no example in the train part: it is never learned"),
    ];

    public override IReadOnlyList<long> ClassCounts(SplitPart part) => table.ClassCounts(part);

    public override Baseline BaselineOf(SplitPart part)
    {
        double error = table.ConstantError(part);
        return table.TargetNormalizer is { Centers: var means } targets
            ? Baseline.OfMeans(means, means.Count == 1 ? error * targets.Scales[0] : error)
            : Baseline.OfClass(ClassNames[ClassCounts(SplitPart.Train).Index().MaxBy(count => count.Item).Index], error);
    }

    public override TrainedModel<float> CreateModel(NetworkSettings settings)
    {
        int inputs = Schema.FeatureNames.Count;
        return table.CreateModel(new(inputs, settings.Layers(inputs, int.Max(ClassNames.Count, Schema.Targets.Count)), settings.Seed));
    }

    public override BatchAugmentation<float>? CreateAugmentation(Augmentation? augmentation, ulong seed) =>
        augmentation is null ? null : throw new InvalidDataException("--stream: expected no --augment, which needs the examples in memory.");

    public override Dataset<float>? Sample(SplitPart part) => this[part] > 0 ? table.Take(part, SampleSize) : null;

    public override TrainingHistory Run(Trainer<float> trainer, TrainSettings settings, int batchSize, CancellationToken cancellationToken) =>
        settings.Resume is { } state
            ? trainer.Resume(state, table, settings.Epochs, batchSize, allowsOtherHyperparameters: true, cancellationToken)
            : trainer.Fit(table, settings.Epochs, batchSize, cancellationToken);

    public override Evaluation Evaluate(TrainedModel<float> model, SplitPart part)
    {
        Evaluation evaluation = table.Evaluate(model.Network, model.CreateLoss(), part);
        return evaluation with { Error = model.FoldBackError(evaluation.Error) };
    }
}

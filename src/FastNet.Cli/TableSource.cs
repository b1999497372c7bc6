using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A table in memory.</summary>
/// <param name="data">The table.</param>
/// <param name="parts">The parts to train and to judge by: the table's own, or others that were made of them.</param>
/// <param name="split">How they were cut.</param>
internal sealed class TableSource(TrainingData<float> data, Split<float> parts, SplitSettings split) : TrainingSource
{
    public override DataSchema Schema => data.Schema;

    public override LearningTask Task => data.Plan.Task;

    public override bool TaskIsGuessed => data.Plan.TaskIsGuessed;

    public override IReadOnlyList<string> ClassNames => data.All.ClassNames;

    public override string SplitDescription => split.Describe(Task);

    public override Split<float> Parts => parts;

    public override long this[SplitPart part] => Part(part)?.Count ?? 0;

    public override IEnumerable<string> Remarks
    {
        get
        {
            if (data.Moved > 0)
            {
                yield return $"{data.Moved} examples equal others and went with them to the train part (--duplicates)";
            }

            int single = Array.IndexOf(CountClasses(data.All), 1);
            if (single >= 0)
            {
                yield return $"the class '{Terminal.Printable(ClassNames[single])}' occurs once: it is in the train part only";
            }
        }
    }

    public override IReadOnlyList<long> ClassCounts(SplitPart part) => CountClasses(Part(part)!);

    public override Baseline BaselineOf(SplitPart part) => Baseline.Of(parts.Train, Part(part)!);

    public override TrainedModel<float> CreateModel(NetworkSettings settings) => data.CreateModel(settings);

    public override BatchAugmentation<float>? CreateAugmentation(Augmentation? augmentation, ulong seed) =>
        AugmentationOptions.Create(augmentation, data, parts.Train, seed);

    public override Dataset<float>? Sample(SplitPart part) => Part(part) is { } examples ? data.Prepare(examples) : null;

    public override TrainingHistory Run(Trainer<float> trainer, TrainSettings settings, int batchSize, CancellationToken cancellationToken)
    {
        Dataset<float> train = data.Prepare(parts.Train);
        Dataset<float>? dev = parts.Dev is null ? null : data.Prepare(parts.Dev);
        return settings.Resume is { } state
            ? trainer.Resume(state, train, dev, settings.Epochs, batchSize, allowsOtherHyperparameters: true, cancellationToken)
            : trainer.Fit(train, dev, settings.Epochs, batchSize, cancellationToken);
    }

    public override Evaluation Evaluate(TrainedModel<float> model, SplitPart part) => model.Evaluate(Part(part)!);

    private static long[] CountClasses(Dataset<float> examples)
    {
        long[] counts = new long[examples.ClassNames.Count];
        foreach (int k in examples.Classes)
        {
            counts[k]++;
        }

        return counts;
    }

    private Dataset<float>? Part(SplitPart part) => part switch
    {
        SplitPart.Train => parts.Train,
        SplitPart.TrainDev => parts.TrainDev,
        SplitPart.Dev => parts.Dev,
        _ => parts.Test,
    };
}

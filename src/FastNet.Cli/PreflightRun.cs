using FastNet.Training;

namespace FastNet.Cli;

/// <summary>When a training is looked at before it begins.</summary>
internal enum PreflightTime
{
    /// <summary>Before a long training.</summary>
    Auto,

    /// <summary>Before any.</summary>
    Always,

    /// <summary>Before none.</summary>
    Never,
}

/// <summary>The checks before a training, as it is to be trained.</summary>
internal static class PreflightRun
{
    // The checks take up to 3,500 steps of their own, mostly fewer than 1,000.
    private const long LongTraining = 20_000;

    /// <summary>Whether a training is looked at.</summary>
    /// <param name="time">When it is to be.</param>
    /// <param name="steps">Its steps, if nothing ends it early.</param>
    public static bool IsDue(PreflightTime time, long steps) => time == PreflightTime.Always || (time == PreflightTime.Auto && steps >= LongTraining);

    /// <summary>Runs the checks on copies of a network.</summary>
    public static PreflightReport Of(TrainSettings settings, TrainingSource source, TrainedModel<float> untrained)
    {
        long count = source[SplitPart.Train];

        // Whether the input matters is a matter of examples like those of train.
        return new Preflight<float>(
            untrained.Network, PlannedTraining.CreateLoss(settings, untrained), network => settings.Optimization.Create(network, count))
        {
            BatchSize = int.Max(2, settings.BatchSize ?? TrainSettings.DefaultBatchSize(count)),
            Schema = source.Schema,
            Seed = settings.Network.Seed,
        }.Run(source.Sample(SplitPart.Train)!, source.Sample(SplitPart.TrainDev) ?? source.Sample(SplitPart.Dev));
    }
}

using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>What a resumed training must share with the one that was saved, for its bits to be the same: each in words.</summary>
internal static class TrainingSetting
{
    /// <summary>What nothing can take the place of: the network, its average, the data, and how they are cut into steps.</summary>
    public static SortedDictionary<string, string> OfData<T>(Trainer<T> trainer, IExamples<T> train, IExamples<T>? dev, IBatches<T> batches)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(StringComparer.Ordinal)
        {
            ["architecture"] = $"the architecture {new Architecture(trainer.Network.Inputs, trainer.Network.Layers, trainer.Network.Seed).ToJson()}",
            ["average"] = $"the average {trainer.Averaging?.ToString() ?? "none"}",
            ["batches"] = string.Create(
                CultureInfo.InvariantCulture,
                $"batches of {batches.BatchSize}{(trainer.MicroBatchSize is { } part ? $" in parts of {part}" : "")}{(trainer.DropsLastBatch ? ", the last short one dropped" : "")}"),
            ["augmentation"] = $"the augmentation {trainer.Augmentation?.ToString() ?? "none"}",
            ["order"] = batches.Order,
            ["train"] = $"a train part of {train.Describe()}",
            ["dev"] = dev is null ? "no dev part" : $"a dev part of {dev.Describe()}",
        };

    /// <summary>What may be changed on purpose.</summary>
    public static SortedDictionary<string, string> OfHyperparameters<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(StringComparer.Ordinal)
        {
            ["optimizer"] = $"{trainer.Optimizer}",
            ["parameters"] = string.Join("; ", trainer.Optimizer.Treatments().Select(Describe)),
            ["clipping"] = $"clipping {trainer.Optimizer.Clipping?.ToString() ?? "of nothing"}",
            ["noise"] = $"noise of {trainer.Optimizer.Noise?.ToString() ?? "nothing"}",
            ["loss"] = $"{trainer.Loss}",
            ["schedule"] = $"the schedule {trainer.Schedule?.ToString() ?? "none"}",
            ["evaluation"] = trainer.EvaluationSteps is { } every ? string.Create(CultureInfo.InvariantCulture, $"an evaluation every {every} steps") : "an evaluation each epoch",
            ["measure"] = $"the measure {trainer.EarlyStopping?.Measure ?? StoppingMeasure.DevLoss}",
            ["stopping"] = $"early stopping {trainer.EarlyStopping?.ToString() ?? "never"}",
        };

    private static string Describe(ParameterTreatment treatment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{treatment.Slice.Name} {(treatment.IsFrozen ? "frozen" : $"at {treatment.LearningRate}, regularizer {treatment.Regularizer}")}");
}

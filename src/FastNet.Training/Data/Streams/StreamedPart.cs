using System.Numerics;

namespace FastNet.Training;

/// <summary>A part of a file that is read row by row.</summary>
internal sealed class StreamedPart<T>(StreamedTable<T> table, SplitPart part) : IExamples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public long Count => table[part];

    public int ClassCount => table.ClassNames.Count;

    public string Describe() => $"{Count} examples of rows #{table.Fingerprint}";

    public IBatches<T> CreateBatches(Trainer<T> trainer, int batchSize) => trainer.Augmentation is null
        ? new StreamedBatches<T>(table, part, batchSize, trainer.Seed, trainer.Shuffle, trainer.DropsLastBatch)
        : throw new ArgumentException("expected no augmentation of a file that is read row by row, as it alters examples in memory.", nameof(trainer));

    public Evaluation Evaluate(Network<T> network, Loss<T> loss, Workspace<T> workspace, ConfusionMatrix? counts)
    {
        EvaluationSum<T> sum = new(loss, counts);
        using StreamedBatches<T> batches = table.CreateBatches(part, workspace.MaxBatch, shuffle: false);
        batches.StartEpoch(0);
        while (batches.TryNext(out MiniBatch<T> batch))
        {
            sum.Add(network.Forward(batch.Features, workspace, Pass.Inference), batch.Targets);
        }

        return sum.Result;
    }
}

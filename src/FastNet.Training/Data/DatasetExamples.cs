using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastNet.Training;

/// <summary>A data set in memory.</summary>
internal sealed class DatasetExamples<T>(Dataset<T> data) : IExamples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dataset<T> data = data ?? throw new ArgumentNullException(nameof(data));

    public long Count => data.Count;

    public int ClassCount => data.ClassNames.Count;

    public string Describe()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(data.Features.Values));
        hash.AppendData(MemoryMarshal.AsBytes(data.Classes));
        hash.AppendData(MemoryMarshal.AsBytes(data.Values.Values));
        return $"{Count} examples #{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}";
    }

    public IBatches<T> CreateBatches(Trainer<T> trainer, int batchSize) =>
        new MiniBatches<T>(data, batchSize, trainer.Seed, trainer.Shuffle, trainer.DropsLastBatch, trainer.Augmentation);

    public Evaluation Evaluate(Network<T> network, Loss<T> loss, Workspace<T> workspace, ConfusionMatrix? counts) =>
        Evaluation.Of(network, loss, data, workspace, counts);
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastNet.Training;

/// <summary>What a resumed training must share with the one that was saved.</summary>
internal static class TrainingSetting
{
    public static string Describe<T>(Trainer<T> trainer, Dataset<T> train, Dataset<T>? dev, int batchSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string micro = trainer.MicroBatchSize is { } size ? $" in parts of {size}" : string.Empty;
        string last = trainer.DropsLastBatch ? ", the last short one dropped" : string.Empty;
        string order = trainer.Shuffle ? $"shuffled by seed {trainer.Seed}" : "in order";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"batches of {batchSize}{micro}{last}, {order}; train {Describe(train)}; dev {(dev is null ? "none" : Describe(dev))}; {trainer.Loss.GetType().Name.Split('`')[0]}; "
            + $"schedule {trainer.Schedule?.ToString() ?? "none"}");
    }

    private static string Describe<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(data.Features.Values));
        hash.AppendData(MemoryMarshal.AsBytes(data.Classes));
        hash.AppendData(MemoryMarshal.AsBytes(data.Values.Values));
        return $"{data.Count} examples #{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}";
    }
}

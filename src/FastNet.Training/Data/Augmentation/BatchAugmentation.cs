using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>What training sees in the place of its examples: copies, altered before they are normalised, others in each epoch.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="augmenter">Of the train part's raw features, and of its targets as training takes them.</param>
/// <param name="normalizer">What altered features go through; null for nothing.</param>
public sealed class BatchAugmentation<T>(Augmenter<T> augmenter, Normalizer? normalizer = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Augmenter<T> augmenter = augmenter ?? throw new ArgumentNullException(nameof(augmenter));

    /// <summary>Whether targets are mixed too.</summary>
    internal bool MixesTargets => augmenter.Augmentation.MixesTargets;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{augmenter.Augmentation} of {augmenter.Augmentation.Shape?.ToString() ?? "rows"}, seed {augmenter.Seed}");

    /// <summary>Refuses an augmenter of other examples.</summary>
    internal void Check(Dataset<T> data)
    {
        if (augmenter.Train.Count != data.Count || augmenter.Train.FeatureCount != data.FeatureCount)
        {
            throw new ArgumentException(
                $"expected an augmentation of the {data.Count} examples of {data.FeatureCount} features that are trained on, "
                + $"got one of {augmenter.Train.Count} of {augmenter.Train.FeatureCount}.", nameof(data));
        }
    }

    internal void Apply(ReadOnlySpan<int> rows, int epoch, MatrixSpan<T> destination)
    {
        augmenter.Apply(rows, epoch, destination);
        normalizer?.Apply<T>(destination, destination);
    }

    internal void ApplyToTargets(ReadOnlySpan<int> rows, int epoch, MatrixSpan<T> destination) => augmenter.ApplyToTargets(rows, epoch, destination);
}

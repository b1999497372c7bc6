using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// Alters the examples of a train part. What becomes of an example is a function of seed, epoch and its number in the train part: the same bits in
/// any batch, in any order, on any thread, after a resumption. After construction nothing is allocated.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>For one thread at a time; several of them on parts of a batch give the bits of one on the whole.</remarks>
public sealed class Augmenter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AugmentationContext context;
    private readonly GeometricStep[] geometricSteps;
    private readonly ValueStep[] valueSteps;
    private readonly MixUp? mixUp;
    private readonly T[] partner;

    /// <summary>An augmenter of a train part.</summary>
    /// <param name="augmentation">What is done.</param>
    /// <param name="train">At least one example.</param>
    /// <param name="seed">Selects the random numbers.</param>
    /// <exception cref="ArgumentException">There is no example, or it does not have as many features as the image has numbers.</exception>
    public Augmenter(Augmentation augmentation, Dataset<T> train, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(train));
        }

        if (augmentation.Shape is { } shape && shape.FeatureCount != train.FeatureCount)
        {
            throw new ArgumentException(
                $"expected {shape.FeatureCount} features, as images of {shape} have, got {train.FeatureCount}.", nameof(train));
        }

        (Augmentation, Train, Seed) = (augmentation, train, seed);
        geometricSteps = [.. augmentation.Steps.OfType<GeometricStep>()];
        valueSteps = [.. augmentation.Steps.OfType<ValueStep>()];
        mixUp = augmentation.Steps[^1] as MixUp;
        context = new AugmentationContext(
            augmentation.Shape, augmentation.Fill, valueSteps.Any(step => step is Jitter) ? [.. Normalizer.Fit(train.Features).Scales] : []);
        partner = new T[mixUp is null ? 0 : train.FeatureCount];
    }

    /// <summary>What is done.</summary>
    public Augmentation Augmentation { get; }

    /// <summary>The examples as they are.</summary>
    public Dataset<T> Train { get; }

    /// <summary>Selects the random numbers.</summary>
    public ulong Seed { get; }

    /// <summary>The altered features of some examples.</summary>
    /// <param name="indices">Numbers of examples in the train part.</param>
    /// <param name="epoch">From 0 on.</param>
    /// <param name="destination">[indices, features]; apart from the train part.</param>
    /// <exception cref="ArgumentException">The destination has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example, or the epoch is negative.</exception>
    public void Apply(ReadOnlySpan<int> indices, int epoch, MatrixSpan<T> destination)
    {
        Check(indices, epoch, destination, Train.FeatureCount);
        for (int i = 0; i < indices.Length; i++)
        {
            Span<T> row = destination.Row(i);
            Alter(indices[i], epoch, row);
            if (mixUp is not null)
            {
                (double lambda, int other) = Mixture(indices[i], epoch);
                Alter(other, epoch, partner);
                Mix(lambda, row, partner, row);
            }
        }
    }

    /// <summary>
    /// The targets of the altered examples, mixed where <see cref="Augmentation.MixesTargets"/>: values, or for classes the probability of each.
    /// </summary>
    /// <param name="indices">Numbers of examples in the train part.</param>
    /// <param name="epoch">From 0 on.</param>
    /// <param name="destination">[indices, values], or [indices, outputs] with at least as many outputs as classes.</param>
    /// <exception cref="ArgumentException">The destination has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example, or the epoch is negative.</exception>
    public void ApplyToTargets(ReadOnlySpan<int> indices, int epoch, MatrixSpan<T> destination)
    {
        Check(indices, epoch, destination, Train.HasClasses ? int.Max(destination.Columns, Train.ClassNames.Count) : Train.ValueCount);
        for (int i = 0; i < indices.Length; i++)
        {
            (double lambda, int other) = Mixture(indices[i], epoch);
            Span<T> row = destination.Row(i);
            if (Train.HasClasses)
            {
                // 1 − λ rounded makes a sum that rounds to 1.
                T share = T.CreateTruncating(lambda);
                row.Clear();
                row[Train.Classes[indices[i]]] = share;
                row[Train.Classes[other]] += T.One - share;
            }
            else
            {
                Mix(lambda, Train.Values.Row(indices[i]), Train.Values.Row(other), row);
            }
        }
    }

    private void Alter(int example, int epoch, Span<T> destination)
    {
        ReadOnlySpan<T> features = Train.Features.Row(example);
        if (geometricSteps.Length == 0)
        {
            features.CopyTo(destination);
        }
        else
        {
            // A pixel of the last image comes from a place in the one before, and so on back to the first.
            PixelMap map = PixelMap.Identity;
            for (int step = 0; step < geometricSteps.Length; step++)
            {
                map = map.After(geometricSteps[step].Draw(Random(example, epoch, step), context.Shape!));
            }

            map.Apply(features, destination, context.Shape!, context.Fill);
        }

        for (int step = 0; step < valueSteps.Length; step++)
        {
            valueSteps[step].Apply(destination, Random(example, epoch, geometricSteps.Length + step), context);
        }
    }

    private (double Lambda, int Partner) Mixture(int example, int epoch) =>
        mixUp?.Draw(Random(example, epoch, geometricSteps.Length + valueSteps.Length), Train.Count) ?? (1, example);

    // Each example has a stream of its own in each epoch, for each step in its place.
    private Philox Random(int example, int epoch, int step) =>
        new(Seed, RandomPurpose.Augment, ((ulong)(uint)example << 32) | (uint)epoch, step);

    private static void Mix(double lambda, ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = T.CreateTruncating(MixUp.Mix(lambda, double.CreateTruncating(x[i]), double.CreateTruncating(other[i])));
        }
    }

    private void Check(ReadOnlySpan<int> indices, int epoch, MatrixSpan<T> destination, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (destination.Rows != indices.Length || destination.Columns != columns)
        {
            throw new ArgumentException(
                $"expected a [{indices.Length}, {columns}] matrix, got [{destination.Rows}, {destination.Columns}].", nameof(destination));
        }

        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Train.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"expected examples from 0 to {Train.Count - 1}, got {index}.");
            }
        }
    }
}

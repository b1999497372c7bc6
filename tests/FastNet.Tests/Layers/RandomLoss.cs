using System.Numerics;
using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>What a network is trained for.</summary>
public enum LossKind
{
    CrossEntropyOfClasses,
    CrossEntropyOfProbabilities,
    BinaryCrossEntropy,
    MeanSquaredError,
    MeanAbsoluteError,
    Huber,
    Hinge,
}

/// <summary>A random loss of random targets, in the product and in the reference.</summary>
/// <param name="Kind">The loss.</param>
/// <param name="HasSmoothing">Softmax: labels are smoothed.</param>
/// <param name="HasWeights">Softmax: classes have weights. Binary: positive targets of each column have.</param>
/// <param name="HasExampleWeights">Examples have weights.</param>
/// <param name="Seed">Draws targets and weights.</param>
internal sealed record RandomLoss(LossKind Kind, bool HasSmoothing, bool HasWeights, bool HasExampleWeights, ulong Seed)
{
    private const double Delta = 0.7;

    public static Gen<RandomLoss> Generator { get; } =
        from kind in Gen.Elements(Enum.GetValues<LossKind>())
        from smoothing in Gen.Elements(false, true)
        from weights in Gen.Elements(false, true)
        from exampleWeights in Gen.Elements(false, true)
        from seed in Gen.Choose(0, int.MaxValue)
        select new RandomLoss(kind, smoothing, weights, exampleWeights, (ulong)seed);

    /// <summary>The product's loss, for a batch.</summary>
    public BatchLoss<T> OfBatch<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Loss<T> loss = Kind switch
        {
            LossKind.CrossEntropyOfClasses or LossKind.CrossEntropyOfProbabilities => new SoftmaxCrossEntropy<T>(Smoothing, Weights(columns)),
            LossKind.BinaryCrossEntropy => new BinaryCrossEntropy<T>(Weights(columns)),
            LossKind.MeanSquaredError => new MeanSquaredError<T>(),
            LossKind.MeanAbsoluteError => new MeanAbsoluteError<T>(),
            LossKind.Huber => new Huber<T>(Delta),
            _ => new Hinge<T>(),
        };
        int[]? classes = Kind == LossKind.CrossEntropyOfClasses ? Classes(rows, columns) : null;
        return new(loss, columns, classes, Rounded<T>(Targets(rows, columns).Values), ExampleWeights(rows) is { } weights ? Rounded<T>(weights) : null);
    }

    /// <summary>The reference's loss of outputs.</summary>
    public Dual Evaluate(Dual[,] outputs)
    {
        (int rows, int columns) = (outputs.GetLength(0), outputs.GetLength(1));
        double[]? v = ExampleWeights(rows);
        double[]? weights = HasWeights ? Weights(columns) : null;
        Matrix targets = Targets(rows, columns);
        return Kind switch
        {
            LossKind.CrossEntropyOfClasses => ReferenceLosses.SoftmaxCrossEntropy(
                outputs, ReferenceLosses.OneHot(Classes(rows, columns), columns), v, Smoothing, weights, areClasses: true),
            LossKind.CrossEntropyOfProbabilities => ReferenceLosses.SoftmaxCrossEntropy(outputs, targets, v, Smoothing, weights),
            LossKind.BinaryCrossEntropy => ReferenceLosses.BinaryCrossEntropy(outputs, targets, v, weights),
            LossKind.MeanSquaredError => ReferenceLosses.MeanSquaredError(outputs, targets, v),
            LossKind.MeanAbsoluteError => ReferenceLosses.MeanAbsoluteError(outputs, targets, v),
            LossKind.Huber => ReferenceLosses.Huber(outputs, targets, v, Delta),
            _ => ReferenceLosses.Hinge(outputs, targets, v),
        };
    }

    /// <summary>
    /// [rows, outputs]: for the hinge −1 and 1, else probabilities; those of softmax add up to about 1, as the loss would grow with the classes
    /// and its rounding hide the gradient.
    /// </summary>
    public Matrix Targets(int rows, int outputs)
    {
        Func<double, double> target = Kind switch
        {
            LossKind.Hinge => uniform => uniform < 0.5 ? -1 : 1,
            LossKind.CrossEntropyOfProbabilities => uniform => uniform * 2 / Math.Max(2, outputs),
            _ => uniform => uniform,
        };
        return new(Random(3, rows * outputs, target), rows, outputs);
    }

    public override string ToString() =>
        $"new RandomLoss(LossKind.{Kind}, HasSmoothing: {LayerSource.Of(HasSmoothing)}, HasWeights: {LayerSource.Of(HasWeights)}, "
        + $"HasExampleWeights: {LayerSource.Of(HasExampleWeights)}, Seed: {Seed})";

    private double Smoothing => HasSmoothing ? 0.2 : 0;

    private int[] Classes(int rows, int outputs) => [.. Random(2, rows, uniform => outputs * uniform).Select(value => Math.Min((int)value, outputs - 1))];

    private double[] Weights(int outputs) => HasWeights ? Random(4, outputs, uniform => 0.3 + (2 * uniform)) : [];

    private double[]? ExampleWeights(int rows) => HasExampleWeights ? Random(5, rows, uniform => 3 * uniform) : null;

    // Rounded to float, so that float and double have the same.
    private double[] Random(ulong stream, int count, Func<double, double> ofUniform)
    {
        Philox random = new(Seed, RandomPurpose.Trial, stream);
        return [.. Enumerable.Range(0, count).Select(i => (double)(float)ofUniform(random.Uniform(i)))];
    }

    private static T[] Rounded<T>(double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. values.Select(T.CreateTruncating)];
}

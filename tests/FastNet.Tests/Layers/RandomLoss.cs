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

    /// <summary>The product's loss of outputs, which writes the gradient where one is asked for.</summary>
    public double Evaluate(ReadOnlyMatrixSpan<double> outputs, MatrixSpan<double> outputGradient = default)
    {
        (int rows, int columns) = (outputs.Rows, outputs.Columns);
        Loss<double> loss = Kind switch
        {
            LossKind.CrossEntropyOfClasses or LossKind.CrossEntropyOfProbabilities => new SoftmaxCrossEntropy<double>(Smoothing, Weights(columns)),
            LossKind.BinaryCrossEntropy => new BinaryCrossEntropy<double>(Weights(columns)),
            LossKind.MeanSquaredError => new MeanSquaredError<double>(),
            LossKind.MeanAbsoluteError => new MeanAbsoluteError<double>(),
            LossKind.Huber => new Huber<double>(Delta),
            _ => new Hinge<double>(),
        };
        Targets<double> targets = Kind == LossKind.CrossEntropyOfClasses ? Classes(rows, columns) : Targets(rows, columns).Span;
        return loss.Evaluate(outputs, ExampleWeights(rows) is { } weights ? targets.WithWeights(weights) : targets, outputGradient);
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

    /// <summary>On which side of the loss's kinks each output lies; empty for a smooth loss. Huber's slope alone has a kink.</summary>
    public bool[] Sides(ReadOnlyMatrixSpan<double> outputs)
    {
        Matrix t = Targets(outputs.Rows, outputs.Columns);
        double[] z = Matrix.ValuesOf(outputs).Values;
        return Kind switch
        {
            LossKind.MeanAbsoluteError => [.. z.Zip(t.Values, (z, t) => z > t)],
            LossKind.Huber => [.. z.Zip(t.Values, (z, t) => Math.Abs(z - t) > Delta)],
            LossKind.Hinge => [.. z.Zip(t.Values, (z, t) => t * z < 1)],
            _ => [],
        };
    }

    /// <summary>[rows, outputs]: probabilities, or for the hinge −1 and 1.</summary>
    public Matrix Targets(int rows, int outputs) =>
        new(Random(3, rows * outputs, uniform => Kind == LossKind.Hinge ? (uniform < 0.5 ? -1 : 1) : uniform), rows, outputs);

    private double Smoothing => HasSmoothing ? 0.2 : 0;

    private int[] Classes(int rows, int outputs) => [.. Random(2, rows, uniform => outputs * uniform).Select(value => (int)value)];

    private double[] Weights(int outputs) => HasWeights ? Random(4, outputs, uniform => 0.3 + (2 * uniform)) : [];

    private double[]? ExampleWeights(int rows) => HasExampleWeights ? Random(5, rows, uniform => 3 * uniform) : null;

    private double[] Random(ulong stream, int count, Func<double, double> ofUniform)
    {
        Philox random = new(Seed, RandomPurpose.Trial, stream);
        return [.. Enumerable.Range(0, count).Select(i => ofUniform(random.Uniform(i)))];
    }
}

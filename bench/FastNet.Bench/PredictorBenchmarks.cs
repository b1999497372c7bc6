namespace FastNet.Bench;

/// <summary>Predictions of dense ReLU networks by a <see cref="Predictor{T}"/>.</summary>
public class PredictorBenchmarks : KernelBenchmarks
{
    private static readonly string[] Widths = ["16-32-4", "64-64-10", "784-256-128-10"];
    private static readonly int[] Batches = [1, 64];

    public override IEnumerable<Kernel> Cases => Widths.SelectMany(widths => Batches.Select(batch => Prediction(new(widths, batch))));

    private static Kernel Prediction(DenseShape shape)
    {
        double rows = Volume.Floats(shape.Batch * shape.Inputs), results = Volume.Floats(shape.Batch * shape.Outputs);
        Volume volume = Volume.Apart(Volume.Floats(shape.Weights) + rows, results, shape.PredictOperations);
        return new("prediction", $"{shape.Batch}x({shape.Name})", volume, () => new DenseProblem(shape).Predict, Reason(shape));
    }

    private static string Reason(DenseShape shape) =>
        shape.Batch == 1 ? $"chains of {string.Join(" and ", shape.Widths[..^1])} multiply-adds one after another, 4 cycles each"
        : $"{shape.Outputs} columns do not fill the last layer's vectors, and chains are short";
}

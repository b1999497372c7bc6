namespace FastNet.Bench;

/// <summary>Whole training steps (forward, softmax cross-entropy, backward, Adam) of dense ReLU networks.</summary>
public class StepBenchmarks : KernelBenchmarks
{
    private static readonly string[] Widths = ["16-32-4", "64-64-10", "784-256-128-10"];
    private static readonly int[] Batches = [1, 64, 512];

    public override IEnumerable<Kernel> Cases => Widths.SelectMany(widths => Batches.Select(batch => Step(new(widths, batch))));

    private static Kernel Step(DenseShape shape)
    {
        // Adam reads weights, gradients and two moments, and writes all but the gradients, which the backward pass writes.
        double floats = Volume.Floats(shape.Weights);
        Volume volume = Volume.InPlace(4 * floats, 4 * floats, shape.TrainOperations);
        return new("training step", $"{shape.Batch}x({shape.Name})", volume, () => new DenseProblem(shape).Train, Reason(shape));
    }

    private static string Reason(DenseShape shape) =>
        shape.Batch == 1 ? "one row does not fill the lanes of A·Bᵀ, weights come twice, and Adam waits for the divider"
        : $"activations, loss and Adam beside the products; {shape.Outputs} columns do not fill the last layer's vectors";
}

namespace FastNet.Bench;

/// <summary>Whole training steps (forward, softmax cross-entropy, backward, Adam) of dense ReLU networks.</summary>
public class StepBenchmarks : KernelBenchmarks
{
    private static readonly string[] Widths = ["16-32-4", "64-64-10", "784-256-128-10"];
    private static readonly int[] Batches = [1, 64, 512];

    public override IEnumerable<Kernel> Cases => Widths.SelectMany(widths => Batches.Select(batch => Step(widths, batch)));

    private static Kernel Step(string widths, int batch)
    {
        double[] weights = Networks.Weights(widths);

        // Three products a layer, but for the gradient of the features.
        double operations = 2 * batch * ((3 * weights.Sum()) - weights[0]);

        // Adam reads weights, gradients and two moments, and writes all but the gradients, which the backward pass writes.
        double floats = Volume.Floats(weights.Sum());
        return new(
            "training step", $"{batch}x({widths})", Volume.InPlace(4 * floats, 4 * floats, operations), () => Build(widths, batch),
            Reason(widths, batch));
    }

    private static string Reason(string widths, int batch) =>
        batch == 1 ? "one row does not fill the lanes of A·Bᵀ, weights come twice, and Adam waits for the divider"
        : $"activations, loss and Adam beside the products; {widths.Split('-')[^1]} columns do not fill the last layer's vectors";

    private static Action Build(string widths, int batch)
    {
        Network<float> network = Networks.Create(widths);
        Workspace<float> workspace = network.CreateWorkspace(batch);
        SoftmaxCrossEntropy<float> loss = new();
        Adam<float> adam = new(network) { LearningRate = Networks.HardlyMoving };
        AlignedBuffer<float> features = Numbers.Aligned(batch * network.Inputs);
        int[] classes = Numbers.Classes(batch, network.Outputs);
        long step = 0;
        return () =>
        {
            ReadOnlyMatrixSpan<float> x = new(features.Span, batch, network.Inputs);
            loss.Evaluate(network.Forward(x, workspace, Pass.Training(step++)), classes, workspace.OutputGradient);
            workspace.ClearGradients();
            network.Backward(x, workspace);
            adam.Step(workspace.Gradients);
        };
    }
}

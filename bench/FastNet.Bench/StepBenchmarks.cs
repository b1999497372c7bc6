using BenchmarkDotNet.Attributes;

namespace FastNet.Bench;

/// <summary>Whole training steps (forward, softmax cross-entropy, backward, Adam) and predictions of dense ReLU networks.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private Network<float> network = null!;
    private Workspace<float> workspace = null!;
    private Adam<float> adam = null!;
    private readonly SoftmaxCrossEntropy<float> loss = new();
    private float[] features = [];
    private int[] classes = [];
    private long step;

    [Params("16-32-4", "64-64-10", "784-256-128-10")]
    public string Widths { get; set; } = "";

    [Params(1, 64, 128)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] widths = Array.ConvertAll(Widths.Split('-'), int.Parse);
        List<Layer> layers = [];
        foreach (int width in widths[1..^1])
        {
            layers.AddRange([Layer.Dense(width), Layer.Relu()]);
        }

        layers.Add(Layer.Dense(widths[^1]));
        network = new Network<float>(widths[0], layers, seed: 1);
        workspace = network.CreateWorkspace(Batch);
        adam = new Adam<float>(network);
        features = Numbers.Fill(Batch * widths[0]);
        classes = new int[Batch];
    }

    [Benchmark]
    public double Train()
    {
        ReadOnlyMatrixSpan<float> x = new(features, Batch, network.Inputs);
        double cost = loss.Evaluate(network.Forward(x, workspace, Pass.Training(step++)), classes, workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(x, workspace);
        adam.Step(workspace.Gradients);
        return cost;
    }

    [Benchmark]
    public float Predict() => network.Forward(new ReadOnlyMatrixSpan<float>(features, Batch, network.Inputs), workspace, Pass.Inference)[0, 0];
}

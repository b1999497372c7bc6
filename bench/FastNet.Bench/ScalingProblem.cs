namespace FastNet.Bench;

/// <summary>A dense ReLU network with all that a training step (softmax cross-entropy, Adam) and a prediction of a batch need.</summary>
internal sealed class ScalingProblem
{
    private readonly SoftmaxCrossEntropy<float> loss = new();
    private readonly Network<float> network;
    private readonly Workspace<float> workspace;
    private readonly Adam<float> adam;
    private readonly Predictor<float> predictor;
    private readonly WorkerPool? workers;
    private readonly int[] classes;
    private readonly float[] features;
    private readonly float[] outputs;
    private readonly float[] scratch;
    private readonly int batch;
    private long step;

    /// <param name="widths">Inputs, hidden layers, outputs.</param>
    /// <param name="batch">Rows of a call.</param>
    /// <param name="workers">Threads of a call; null for the caller's own.</param>
    public ScalingProblem(int[] widths, int batch, WorkerPool? workers)
    {
        List<Layer> layers = [.. widths[1..^1].SelectMany(width => (Layer[])[Layer.Dense(width), Layer.Relu()]), Layer.Dense(widths[^1])];
        network = new Network<float>(widths[0], layers, seed: 1);
        workspace = network.CreateWorkspace(batch, workers);

        // Standing still: what is learnt by heart has gradients so small that their squares are subnormal, which are slow.
        adam = new Adam<float>(network) { LearningRate = 1e-12 };
        predictor = network.ToPredictor();
        this.workers = workers;
        this.batch = batch;
        classes = new int[batch];
        features = Numbers.Fill(batch * widths[0]);
        outputs = Numbers.Fill(batch * widths[^1]);
        scratch = Numbers.Fill(predictor.ScratchLength(batch, workers));
        double[] products = [.. widths.Zip(widths[1..], (inputs, units) => 2.0 * batch * inputs * units)];
        PredictOperations = products.Sum();

        // Each product forward has two of its size backward, for weights and for inputs, but the first layer's inputs need none.
        TrainOperations = (3 * products.Sum()) - products[0];
    }

    /// <summary>Operations of the products in a prediction: 2·batch·inputs·outputs of each layer.</summary>
    public double PredictOperations { get; }

    /// <summary>Operations of the products in a training step.</summary>
    public double TrainOperations { get; }

    public void Train()
    {
        ReadOnlyMatrixSpan<float> x = new(features, batch, network.Inputs);
        loss.Evaluate(network.Forward(x, workspace, Pass.Training(step++)), classes, workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(x, workspace);
        adam.Step(workspace.Gradients, workers);
    }

    public void Predict() =>
        predictor.Predict(new ReadOnlyMatrixSpan<float>(features, batch, network.Inputs), new(outputs, batch, network.Outputs), scratch, workers);
}

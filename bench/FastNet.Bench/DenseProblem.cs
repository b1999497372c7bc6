namespace FastNet.Bench;

/// <summary>A network with all that a training step (softmax cross-entropy, Adam) and a prediction of its rows need.</summary>
internal sealed class DenseProblem
{
    /// <summary>A learning rate that leaves weights where they are: what is learnt by heart has gradients whose squares are subnormal, which are slow.</summary>
    public const double StandingStill = 1e-12;

    private readonly SoftmaxCrossEntropy<float> loss = new();
    private readonly DenseShape shape;
    private readonly WorkerPool? workers;
    private readonly Network<float> network;
    private readonly Workspace<float> workspace;
    private readonly Adam<float> adam;
    private readonly Predictor<float> predictor;
    private readonly int[] classes;
    private readonly AlignedBuffer<float> features;
    private readonly AlignedBuffer<float> outputs;
    private readonly AlignedBuffer<float> scratch;
    private long step;

    /// <param name="shape">The network and its rows.</param>
    /// <param name="workers">Threads of a call; null for the caller's own.</param>
    public DenseProblem(DenseShape shape, WorkerPool? workers = null)
    {
        this.shape = shape;
        this.workers = workers;
        network = shape.CreateNetwork();
        workspace = network.CreateWorkspace(shape.Batch, workers);
        adam = new Adam<float>(network) { LearningRate = StandingStill };
        predictor = network.ToPredictor();
        classes = Numbers.Classes(shape.Batch, shape.Outputs);
        features = Numbers.Aligned(shape.Batch * shape.Inputs);
        outputs = new(shape.Batch * shape.Outputs);
        scratch = new(predictor.ScratchLength(shape.Batch, workers));
    }

    private ReadOnlyMatrixSpan<float> Features => new(features.Span, shape.Batch, shape.Inputs);

    public void Train()
    {
        ReadOnlyMatrixSpan<float> x = Features;
        loss.Evaluate(network.Forward(x, workspace, Pass.Training(step++)), classes, workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(x, workspace);
        adam.Step(workspace.Gradients, workers);
    }

    public void Predict()
    {
        if (shape.Batch == 1)
        {
            predictor.Predict(features.Span, outputs.Span, scratch.Span);
        }
        else
        {
            predictor.Predict(Features, new(outputs.Span, shape.Batch, shape.Outputs), scratch.Span, workers);
        }
    }
}

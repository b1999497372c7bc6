using FastNet.Bench;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>What is trained: a network, a batch, and classes (softmax cross-entropy) or, without classes, values (mean squared error).</summary>
internal sealed record TrainingProblem(int[] Widths, int Batch, bool IsTanh, bool HasClasses)
{
    public float[] Features { get; } = Numbers.Uniform(Batch * Widths[0], seed: 3);

    public int[] Classes { get; } = HasClasses ? Numbers.Classes(Batch, Widths[^1], seed: 4) : [];

    public float[] Values { get; } = HasClasses ? [] : Numbers.Uniform(Batch * Widths[^1], seed: 4);

    /// <summary>The same first weights at each call.</summary>
    public Network<float> CreateNetwork() => new DenseShape(Widths, Batch).CreateNetwork(IsTanh ? Layer.Tanh() : Layer.Relu());
}

/// <summary>A training that can be made by steps, or by parts of a step.</summary>
internal interface ITraining : IDisposable
{
    /// <summary>Forward, loss, backward, with gradients cleared before.</summary>
    void Gradient();

    /// <summary>Adam, along the last gradient.</summary>
    void Update();

    /// <summary>Of the weights as they are.</summary>
    double Loss();
}

/// <summary>Settings of Adam, passed to every contender; TorchSharp's default of β₂ is another one.</summary>
internal static class AdamSettings
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;

    /// <summary>Where results are compared.</summary>
    public const double LearningRate = 1e-3;

    /// <summary>
    /// Where time is measured: so low that a million steps leave weights and gradients what they were. Else the faster contender would be at work on
    /// another network before long, and gradients near 0 would make subnormal moments.
    /// </summary>
    public const double StandingStill = 1e-9;
}

/// <summary>In FastNet.</summary>
internal sealed class FastNetTraining : ITraining
{
    private readonly TrainingProblem problem;
    private readonly WorkerPool? workers;
    private readonly Network<float> network;
    private readonly Workspace<float> workspace;
    private readonly Loss<float> loss;
    private readonly Adam<float> adam;
    private readonly AlignedBuffer<float> features;
    private long step;

    public FastNetTraining(TrainingProblem problem, double learningRate, WorkerPool? workers)
    {
        this.problem = problem;
        this.workers = workers;
        network = problem.CreateNetwork();
        workspace = network.CreateWorkspace(problem.Batch, workers);
        loss = problem.HasClasses ? new SoftmaxCrossEntropy<float>() : new MeanSquaredError<float>();
        adam = new Adam<float>(network)
        {
            LearningRate = learningRate,
            Beta1 = AdamSettings.Beta1,
            Beta2 = AdamSettings.Beta2,
            Epsilon = AdamSettings.Epsilon,
        };
        features = Numbers.Aligned(problem.Features);
    }

    private ReadOnlyMatrixSpan<float> X => new(features.Span, problem.Batch, network.Inputs);

    private Targets<float> Targets =>
        problem.HasClasses ? new(problem.Classes) : new(new ReadOnlyMatrixSpan<float>(problem.Values, problem.Batch, network.Outputs));

    public void Gradient()
    {
        loss.Evaluate(network.Forward(X, workspace, Pass.Training(step++)), Targets, workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(X, workspace);
    }

    public void Update() => adam.Step(workspace.Gradients, workers);

    public double Loss() => loss.Evaluate(network.Forward(X, workspace, Pass.Inference), Targets);

    public void Dispose()
    {
    }
}

/// <summary>In libtorch, with TorchSharp's Adam.</summary>
internal sealed class TorchTraining : ITraining
{
    private readonly bool hasClasses;
    private readonly Sequential module;
    private readonly Adam adam;
    private readonly Tensor x;
    private readonly Tensor targets;

    public TorchTraining(TrainingProblem problem, double learningRate)
    {
        hasClasses = problem.HasClasses;
        module = Networks.ToTorch(problem.CreateNetwork(), () => problem.IsTanh ? nn.Tanh() : nn.ReLU());
        module.train();
        adam = optim.Adam(module.parameters(), learningRate, AdamSettings.Beta1, AdamSettings.Beta2, AdamSettings.Epsilon);
        x = tensor(problem.Features, [problem.Batch, problem.Widths[0]]);
        targets = hasClasses
            ? tensor(Array.ConvertAll(problem.Classes, label => (long)label))
            : tensor(problem.Values, [problem.Batch, problem.Widths[^1]]);
    }

    public void Gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        adam.zero_grad();
        Evaluate().backward();
    }

    public void Update() => adam.step();

    public double Loss()
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Evaluate().item<float>();
    }

    public void Dispose()
    {
        adam.Dispose();
        module.Dispose();
        x.Dispose();
        targets.Dispose();
    }

    private Tensor Evaluate()
    {
        Tensor outputs = module.forward(x);
        return hasClasses ? nn.functional.cross_entropy(outputs, targets) : nn.functional.mse_loss(outputs, targets);
    }
}

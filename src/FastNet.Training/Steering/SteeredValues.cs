using System.Numerics;

namespace FastNet.Training;

/// <summary>What was changed of a training as it ran; null for what is as it was at first.</summary>
internal sealed record SteeredValues
{
    public double? LearningRate { get; init; }

    public double? Momentum { get; init; }

    public double? L2 { get; init; }

    public double? KeepProbability { get; init; }

    public int? BatchSize { get; init; }

    /// <summary>These with one more.</summary>
    public SteeredValues With(SteeringCommand command) => command switch
    {
        SetLearningRate(double rate) => this with { LearningRate = rate },
        SetMomentum(double beta) => this with { Momentum = beta },
        SetL2(double lambda) => this with { L2 = lambda },
        SetKeepProbability(double keep) => this with { KeepProbability = keep },
        SetBatchSize(int size) => this with { BatchSize = size },
        _ => this,
    };
}

/// <summary>The settings of a network and its optimizer that can be steered, as they were at first.</summary>
internal sealed class SteeredSettings<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly Optimizer<T> optimizer;
    private readonly long trainingExamples;
    private readonly double learningRate;
    private readonly double? momentum;
    private readonly Regularizer regularizer;
    private readonly Layer[] layers;

    public SteeredSettings(Network<T> network, Optimizer<T> optimizer, long trainingExamples)
    {
        this.network = network;
        this.optimizer = optimizer;
        this.trainingExamples = trainingExamples;
        learningRate = optimizer.LearningRate;
        momentum = Momentum;
        regularizer = optimizer.Regularizer;
        layers = [.. network.Layers];
    }

    private double? Momentum
    {
        get => optimizer switch
        {
            Momentum<T> momentumOptimizer => momentumOptimizer.Beta,
            RmsProp<T> rmsProp => rmsProp.Beta,
            AdaptiveMoments<T> adam => adam.Beta1,
            _ => null,
        };
        set
        {
            switch (optimizer)
            {
                case Momentum<T> momentumOptimizer: momentumOptimizer.Beta = value!.Value; break;
                case RmsProp<T> rmsProp: rmsProp.Beta = value!.Value; break;
                case AdaptiveMoments<T> adam: adam.Beta1 = value!.Value; break;
            }
        }
    }

    /// <summary>Why a change cannot be made; null where it can.</summary>
    public string? Flaw(SteeringCommand command) => command switch
    {
        SetLearningRate(double rate) when !(double.IsFinite(rate) && T.CreateTruncating(rate) > T.Zero) => $"expected a learning rate above 0, got {rate}",
        SetMomentum when momentum is null => $"expected an optimizer with a momentum, got {optimizer}",
        SetMomentum(double beta) when beta is not (>= 0 and < 1) || T.CreateTruncating(beta) >= T.One => $"expected a momentum from 0 to below 1, got {beta}",
        SetL2(double lambda) when !(double.IsFinite(lambda) && lambda >= 0) => $"expected a finite λ of at least 0, got {lambda}",
        SetKeepProbability(double keep) when keep is not (> 0 and <= 1) => $"expected a probability above 0 and at most 1, got {keep}",
        SetKeepProbability when !layers.Any(layer => layer is DropoutLayer) => "expected a network with dropout, got one without",
        SetBatchSize(int size) when size < 1 => $"expected at least 1 example, got {size}",
        _ => null,
    };

    /// <summary>Brings network and optimizer to these values.</summary>
    public void Apply(SteeredValues values)
    {
        optimizer.LearningRate = values.LearningRate ?? learningRate;
        Momentum = values.Momentum ?? momentum;
        optimizer.Regularizer = values.L2 switch
        {
            null => regularizer,
            0 => Regularizer.None,
            { } lambda => Regularizer.L2(lambda, trainingExamples),
        };
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i] is DropoutLayer dropout)
            {
                network.SetKeepProbability(i, values.KeepProbability ?? dropout.KeepProbability);
            }
        }
    }
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The optimizers that the tool knows.</summary>
internal enum OptimizerKind
{
    Gd,
    Momentum,
    RmsProp,
    Adam,
}

/// <summary>The activations that the tool knows.</summary>
internal enum ActivationKind
{
    Relu,
    LeakyRelu,
    Tanh,
    Sigmoid,
}

/// <summary>What <c>fastnet train</c> was asked for.</summary>
internal sealed record TrainSettings
{
    /// <summary>The CSV file; null for the digits that the tool carries.</summary>
    public string? Data { get; init; }

    public CsvOptions Csv { get; init; } = new();

    public SplitRatios Ratios { get; init; }

    public int[] Hidden { get; init; } = [];

    public ActivationKind Activation { get; init; }

    public double KeepProbability { get; init; }

    public OptimizerKind Optimizer { get; init; }

    /// <summary>α; null for what suits the optimizer.</summary>
    public double? LearningRate { get; init; }

    /// <summary>λ of the coupled penalty λ/(2m)·Σw².</summary>
    public double L2 { get; init; }

    /// <summary>The rate of the decoupled decay.</summary>
    public double WeightDecay { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    /// <summary>Epochs without an improvement of the dev part; 0 to run all.</summary>
    public int Patience { get; init; }

    public ulong Seed { get; init; }

    public int Threads { get; init; }

    public string Output { get; init; } = string.Empty;

    public bool Quiet { get; init; }
}

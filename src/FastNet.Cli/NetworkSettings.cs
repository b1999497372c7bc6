namespace FastNet.Cli;

/// <summary>The activations that the tool knows.</summary>
internal enum ActivationKind
{
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Softplus,
    HardSwish,
    HardSigmoid,
    Softsign,
    Tanh,
    Sigmoid,
    Identity,
}

/// <summary>What a network and the penalty in its cost are made of.</summary>
internal sealed record NetworkSettings
{
    private const int ManyFeatures = 32;

    public int[] Hidden { get; init; } = [];

    public ActivationKind Activation { get; init; }

    /// <summary>Whether batch normalisation stands between each hidden product and its activation.</summary>
    public bool BatchNorm { get; init; }

    public double KeepProbability { get; init; }

    /// <summary>Of the inputs; null for what suits their number: many features mostly say things twice, few do not.</summary>
    public double? InputKeepProbability { get; init; }

    /// <summary>λ of the coupled penalty λ/(2m)·Σw².</summary>
    public double L2 { get; init; }

    /// <summary>Selects split, first weights, dropout and order.</summary>
    public ulong Seed { get; init; }

    /// <summary>The layers.</summary>
    /// <param name="inputs">Features of an example.</param>
    /// <param name="outputs">Classes, or 1.</param>
    public List<Layer> Layers(int inputs, int outputs)
    {
        List<Layer> layers = [];
        double inputKeepProbability = InputKeepProbability ?? (inputs >= ManyFeatures ? 0.8 : 1);
        if (inputKeepProbability < 1)
        {
            layers.Add(Layer.Dropout(inputKeepProbability));
        }

        foreach (int units in Hidden)
        {
            // Batch norm subtracts the mean, and a bias with it; its own shift stands in its place.
            layers.Add(Layer.Dense(units, bias: !BatchNorm));
            if (BatchNorm)
            {
                layers.Add(Layer.BatchNorm());
            }

            layers.Add(CreateActivation(Activation));
            if (KeepProbability < 1)
            {
                layers.Add(Layer.Dropout(KeepProbability));
            }
        }

        layers.Add(Layer.Dense(outputs));
        return layers;
    }

    /// <summary>An activation's layer.</summary>
    public static Layer CreateActivation(ActivationKind kind) => kind switch
    {
        ActivationKind.LeakyRelu => Layer.LeakyRelu(),
        ActivationKind.Elu => Layer.Elu(),
        ActivationKind.Selu => Layer.Selu(),
        ActivationKind.Gelu => Layer.Gelu(),
        ActivationKind.GeluTanh => Layer.GeluTanh(),
        ActivationKind.Silu => Layer.Silu(),
        ActivationKind.Mish => Layer.Mish(),
        ActivationKind.Softplus => Layer.Softplus(),
        ActivationKind.HardSwish => Layer.HardSwish(),
        ActivationKind.HardSigmoid => Layer.HardSigmoid(),
        ActivationKind.Softsign => Layer.Softsign(),
        ActivationKind.Identity => Layer.Identity(),
        ActivationKind.Tanh => Layer.Tanh(),
        ActivationKind.Sigmoid => Layer.Sigmoid(),
        _ => Layer.Relu(),
    };
}

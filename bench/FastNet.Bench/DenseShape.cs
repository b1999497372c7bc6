namespace FastNet.Bench;

/// <summary>A dense network and the rows that it is given at once.</summary>
/// <param name="Widths">Inputs, hidden layers, outputs.</param>
/// <param name="Batch">Rows.</param>
internal sealed record DenseShape(int[] Widths, int Batch)
{
    /// <param name="widths">As in "784-256-128-10".</param>
    /// <param name="batch">Rows.</param>
    public DenseShape(string widths, int batch)
        : this(Array.ConvertAll(widths.Split('-'), int.Parse), batch)
    {
    }

    public string Name => string.Join('-', Widths);

    public int Inputs => Widths[0];

    public int Outputs => Widths[^1];

    /// <summary>The weights of all layers; biases are left out.</summary>
    public double Weights => Widths.Zip(Widths[1..], (inputs, units) => (double)inputs * units).Sum();

    /// <summary>Operations of the products in a prediction: 2·batch·inputs·units of each layer.</summary>
    public double PredictOperations => 2 * Batch * Weights;

    /// <summary>Operations in a training step: each layer has three such products, but the first no gradient of its inputs.</summary>
    public double TrainOperations => (3 * PredictOperations) - (2.0 * Batch * Widths[0] * Widths[1]);

    /// <summary>The same first weights at each call; an activation, ReLU unless said otherwise, after each layer but the last.</summary>
    public Network<float> CreateNetwork(Layer? activation = null) =>
        new(Inputs, [.. Widths[1..^1].SelectMany(width => (Layer[])[Layer.Dense(width), activation ?? Layer.Relu()]), Layer.Dense(Outputs)], seed: 1);
}

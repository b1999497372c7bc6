namespace FastNet.Bench;

/// <summary>Dense ReLU networks by their widths.</summary>
internal static class Networks
{
    /// <summary>A learning rate at which a million steps change no number's magnitude: nothing is timed on subnormal numbers.</summary>
    public const double HardlyMoving = 1e-7;

    /// <param name="widths">As in "784-256-128-10", inputs first.</param>
    public static Network<float> Create(string widths)
    {
        int[] sizes = Sizes(widths);
        List<Layer> layers = [];
        foreach (int width in sizes[1..^1])
        {
            layers.AddRange([Layer.Dense(width), Layer.Relu()]);
        }

        layers.Add(Layer.Dense(sizes[^1]));
        return new Network<float>(sizes[0], layers, seed: 1);
    }

    /// <summary>The weights of each layer; biases are left out.</summary>
    public static double[] Weights(string widths)
    {
        int[] sizes = Sizes(widths);
        return [.. sizes.Zip(sizes[1..], (inputs, outputs) => (double)inputs * outputs)];
    }

    private static int[] Sizes(string widths) => Array.ConvertAll(widths.Split('-'), int.Parse);
}

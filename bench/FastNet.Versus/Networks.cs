using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>The networks that are compared, and FastNet's weights as the rivals take them.</summary>
internal static class Networks
{
    public static readonly int[][] ReluWidths =
    [
        [16, 32, 4], [64, 64, 10], [784, 128, 10], [784, 256, 128, 10], [784, 512, 128, 10], [784, 512, 512, 10],
    ];

    /// <summary>Each dense layer's weight as PyTorch and ONNX have it, [outputs, inputs], and its bias.</summary>
    public static IEnumerable<(float[] Weight, float[] Bias, int Inputs, int Outputs)> DenseLayers(Network<float> network)
    {
        foreach (ParameterSlice[] pair in network.Slices.Chunk(2))
        {
            (ParameterSlice weight, ParameterSlice bias) = (pair[0], pair[1]);
            ReadOnlySpan<float> values = weight.Of<float>(network.Parameters);
            float[] transposed = new float[weight.Length];
            for (int i = 0; i < values.Length; i++)
            {
                transposed[(i % weight.Columns * weight.Rows) + (i / weight.Columns)] = values[i];
            }

            yield return (transposed, bias.Of<float>(network.Parameters).ToArray(), weight.Rows, weight.Columns);
        }
    }

    public static Sequential ToTorch(Network<float> network, Func<nn.Module<Tensor, Tensor>> activation)
    {
        using IDisposable noGradients = no_grad();
        List<nn.Module<Tensor, Tensor>> modules = [];
        foreach ((float[] weight, float[] bias, int inputs, int outputs) in DenseLayers(network))
        {
            if (modules.Count > 0)
            {
                modules.Add(activation());
            }

            Linear linear = nn.Linear(inputs, outputs);
            using Tensor weightValues = tensor(weight, [outputs, inputs]), biasValues = tensor(bias, [outputs]);
            linear.weight.copy_(weightValues);
            linear.bias!.copy_(biasValues);
            modules.Add(linear);
        }

        return nn.Sequential(modules);
    }
}

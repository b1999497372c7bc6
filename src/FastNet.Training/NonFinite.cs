using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Where numbers stopped being finite, and the likely cause, in words.</summary>
internal static class NonFinite
{
    /// <summary>The first layer whose parameters or gradients are not finite, and what is most often to blame.</summary>
    /// <param name="network">After the step.</param>
    /// <param name="gradients">Of the last backward pass.</param>
    /// <param name="optimizer">Its optimizer.</param>
    public static string Describe<T>(Network<T> network, ReadOnlySpan<T> gradients, Optimizer<T> optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string where = First(network, network.Parameters) is { } parameter ? $"{parameter} is not finite"
            : First(network, gradients) is { } gradient ? $"the gradient of {gradient} is not finite"
            : $"the outputs or their loss are not finite, and the largest parameter is in {Largest(network)}";
        double rate = optimizer.LearningRate * optimizer.LearningRateFactor;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{where}; the likely cause is a learning rate of {rate:G3}, too large for these weights: try {rate / 10:G3}{(optimizer.Clipping is null ? ", or clip gradients by their norm" : "")}");
    }

    private static string Largest<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (ParameterSlice? slice, T largest) = (null, -T.One);
        foreach (ParameterSlice candidate in network.Slices)
        {
            foreach (T value in candidate.Of<T>(network.Parameters))
            {
                if (T.Abs(value) > largest)
                {
                    (slice, largest) = (candidate, T.Abs(value));
                }
            }
        }

        return slice is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Name(network, slice)}: {double.CreateTruncating(largest):G3}");
    }

    private static string Name<T>(Network<T> network, ParameterSlice slice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string layer = slice.Name.Split('.')[0];
        return int.TryParse(layer, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < network.Layers.Count
            ? $"{slice.Name} (layer {index}, {network.Layers[index].GetType().Name.Replace("Layer", "", StringComparison.Ordinal)})"
            : slice.Name;
    }

    private static string? First<T>(Network<T> network, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ParameterSlice slice in network.Slices)
        {
            if (!Finite.Are(slice.Of(values)))
            {
                return Name(network, slice);
            }
        }

        return null;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>Networks with the parameters and running statistics of another, for trials that must not change it.</summary>
internal static class NetworkCopy
{
    /// <summary>The network without dropout. Layers keep their indices, and parameters their names.</summary>
    public static Network<T> WithoutDropout<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        With(network, [.. network.Layers.Select(layer => layer is DropoutLayer ? Layer.Identity() : layer)]);

    /// <summary>The network with other layers, which have the same parameters and running statistics, in the same order.</summary>
    public static Network<T> With<T>(Network<T> network, IReadOnlyList<Layer> layers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> copy = new(network.Inputs, layers, network.Seed) { BatchesTracked = network.BatchesTracked };
        network.Parameters.CopyTo(copy.Parameters);
        network.State.CopyTo(copy.State);
        return copy;
    }
}

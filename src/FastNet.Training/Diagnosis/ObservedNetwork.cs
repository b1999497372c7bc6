using System.Numerics;

namespace FastNet.Training;

/// <summary>A copy of a network with the same bits, whose passes leave an observation of each layer.</summary>
internal sealed class ObservedNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ObservedNetwork(Network<T> network)
    {
        Layers = [.. network.Layers.Select(layer => new LayerObservation(layer))];
        Copy = NetworkCopy.With(network, [.. network.Layers.Zip(Layers, (layer, seen) => new ObservedLayer(layer, seen))]);
    }

    /// <summary>The copy; it may be trained.</summary>
    public Network<T> Copy { get; }

    /// <summary>By layer.</summary>
    public IReadOnlyList<LayerObservation> Layers { get; }
}

using System.Numerics;

namespace FastNet;

/// <summary>A network from a file, and what else the file says.</summary>
/// <param name="Network">The network.</param>
/// <param name="Metadata">All of the file's metadata, the caller's keys among them.</param>
/// <param name="NumericsVersion">The specification of bits that it was trained under; where it is not
/// <see cref="Numerics.Version"/>, predictions may differ in the last bits.</param>
public sealed record LoadedNetwork<T>(Network<T> Network, IReadOnlyDictionary<string, string> Metadata, int NumericsVersion)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>
/// Networks in safetensors files, with the names and the layout of a PyTorch <c>nn.Sequential</c> (<c>0.weight</c> is [outputs, inputs],
/// <c>1.running_mean</c> has its <c>1.num_batches_tracked</c>), and the architecture in the metadata.
/// </summary>
public static class NetworkFile
{
    /// <summary>Writes the network; a kill at any moment leaves the old file or the new one.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="network">The network.</param>
    /// <param name="metadata">More to write, by key; none that the core writes itself.</param>
    /// <exception cref="ArgumentException">A key is one that the core writes, or a running statistic is one that a file cannot have.</exception>
    /// <exception cref="IOException">The file cannot be written, or would have more than 2 GiB; the old one stands.</exception>
    public static void Save<T>(string path, Network<T> network, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        SortedDictionary<string, string> all = NetworkMetadata.Write(network, metadata);
        SafetensorsEntry[] entries =
        [
            .. NetworkTensors.OfParameters(string.Empty, network, network.Parameters.ToArray()),
            .. NetworkTensors.OfState(string.Empty, network, network.State.ToArray(), network.BatchesTracked),
        ];
        AtomicFile.Write(path, stream => Safetensors.Write(stream, entries, all));
    }

    /// <summary>Reads a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNarrowing">Whether numbers stored as double may be rounded to float.</param>
    /// <exception cref="InvalidDataException">The file is torn, newer, or no network; the message says what was expected and what came.</exception>
    /// <exception cref="IOException">The file cannot be read, or has more than 2 GiB.</exception>
    public static LoadedNetwork<T> Load<T>(string path, bool allowNarrowing = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NetworkMetadata.ReadFile(path, (entries, metadata) => Read<T>(entries, metadata, allowNarrowing));

    /// <summary>Reads what a file of FastNet, a model or the state of a training, says beside its numbers.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is torn, newer, or no such file.</exception>
    /// <exception cref="IOException">The file cannot be read, or has more than 2 GiB.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) =>
        NetworkMetadata.ReadFile(path, (_, metadata) =>
        {
            NetworkMetadata.Read(metadata);
            return metadata;
        });

    private static LoadedNetwork<T> Read<T>(Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int numerics, string json) = NetworkMetadata.Read(metadata);
        if (metadata.ContainsKey(Checkpoint.OptimizerKey))
        {
            throw new InvalidDataException("expected a model, got the state of a training, which only a training that goes on can read.");
        }

        Architecture architecture = Architecture.FromJson(json);
        RequireAsMany(architecture, entries);
        Network<T> network = new(architecture.Inputs, architecture.Layers, architecture.Seed, initializes: false);
        NetworkTensors.TakeParameters(entries, string.Empty, network, allowNarrowing).CopyTo(network.Parameters);
        (T[] state, network.BatchesTracked) = NetworkTensors.TakeState(entries, string.Empty, network, allowNarrowing);
        state.CopyTo(network.State);
        return entries.Count == 0
            ? new LoadedNetwork<T>(network, metadata, numerics)
            : throw new InvalidDataException($"expected no tensor but the network's, got '{entries.Keys.First()}'.");
    }

    // Compared before any memory is taken: a file is never larger in memory than on disk says.
    private static void RequireAsMany(Architecture architecture, Dictionary<string, SafetensorsEntry> entries)
    {
        long expected = 0;
        int width = architecture.Inputs;
        foreach (Layer layer in architecture.Layers)
        {
            IReadOnlyList<StateDeclaration> state = layer.State(width);
            expected += layer.Parameters(width, Initializer.Zeros).Sum(parameter => (long)parameter.Rows * parameter.Columns);
            expected += state.Sum(statistic => (long)statistic.Length) + (state.Count > 0 ? 1 : 0);
            width = layer.Outputs(width);
        }

        long actual = entries.Values.Sum(entry => entry.Shape.Aggregate(1L, (product, length) => product * length));
        if (expected != actual)
        {
            throw new InvalidDataException($"expected {expected} parameters and running statistics, as the architecture has, got {actual}.");
        }
    }
}

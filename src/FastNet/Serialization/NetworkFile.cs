using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FastNet;

/// <summary>A network from a file, and what else the file says.</summary>
/// <param name="Network">The network.</param>
/// <param name="Metadata">All of the file's metadata, the caller's keys among them.</param>
/// <param name="NumericsVersion">The specification of bits that it was trained under; where it is not
/// <see cref="Numerics.Version"/>, predictions may differ in the last bits.</param>
public sealed record LoadedNetwork<T>(Network<T> Network, IReadOnlyDictionary<string, string> Metadata, int NumericsVersion)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>
/// Networks in safetensors files, with the names and the layout of a PyTorch <c>nn.Sequential</c> (<c>0.weight</c> is [outputs, inputs]),
/// and the architecture in the metadata.
/// </summary>
public static class NetworkFile
{
    private const string FormatKey = "fastnet.format";
    private const string NumericsKey = "fastnet.numerics";
    private const string ArchitectureKey = "fastnet.architecture";
    private const int Format = 1;

    /// <summary>Writes the network; a kill at any moment leaves the old file or the new one.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="network">The network.</param>
    /// <param name="metadata">More to write, by key; none that the core writes itself.</param>
    /// <exception cref="ArgumentException">A key is one that the core writes.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<T>(string path, Network<T> network, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        SortedDictionary<string, string> all = new(StringComparer.Ordinal)
        {
            [FormatKey] = Format.ToString(CultureInfo.InvariantCulture),
            [NumericsKey] = Numerics.Version.ToString(CultureInfo.InvariantCulture),
            [ArchitectureKey] = new Architecture(network.Inputs, network.Layers, network.Seed).ToJson(),
        };
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            if (key == Safetensors.ChecksumKey || !all.TryAdd(key, value))
            {
                throw new ArgumentException($"expected keys that the core does not write itself, got '{key}'.", nameof(metadata));
            }
        }

        SafetensorsEntry[] entries = [.. network.Slices.Select(slice => ToEntry(slice, network))];
        AtomicFile.Write(path, stream => Safetensors.Write(stream, entries, all));
    }

    /// <summary>Reads a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNarrowing">Whether numbers stored as double may be rounded to float.</param>
    /// <exception cref="InvalidDataException">The file is torn, newer, or no network; the message says what was expected and what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LoadedNetwork<T> Load<T>(string path, bool allowNarrowing = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] file = File.ReadAllBytes(path);
        try
        {
            return Read<T>(file, allowNarrowing);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static LoadedNetwork<T> Read<T>(byte[] file, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(file);
        int format = Number(metadata, FormatKey);
        if (format > Format)
        {
            throw new InvalidDataException($"expected format {Format} or older, got {format}: the file is from a newer version.");
        }

        if (!metadata.ContainsKey(Safetensors.ChecksumKey))
        {
            throw new InvalidDataException($"expected the metadata '{Safetensors.ChecksumKey}', got none.");
        }

        int numerics = Number(metadata, NumericsKey);
        if (!metadata.TryGetValue(ArchitectureKey, out string? json))
        {
            throw new InvalidDataException($"expected the metadata '{ArchitectureKey}', got none.");
        }

        Architecture architecture = Architecture.FromJson(json);
        RequireAsMany(architecture, entries);
        Network<T> network = new(architecture.Inputs, architecture.Layers, architecture.Seed, initializes: false);
        foreach (ParameterSlice slice in network.Slices)
        {
            if (!entries.Remove(slice.Name, out SafetensorsEntry? entry))
            {
                throw new InvalidDataException($"expected the tensor '{slice.Name}', got none.");
            }

            FromEntry(entry, slice, network, allowNarrowing);
        }

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
            expected += layer.Parameters(width, Initializer.Zeros).Sum(parameter => (long)parameter.Rows * parameter.Columns);
            width = layer.Outputs(width);
        }

        long actual = entries.Values.Sum(entry => entry.Shape.Aggregate(1L, (product, length) => product * length));
        if (expected != actual)
        {
            throw new InvalidDataException($"expected {expected} parameters, as the architecture has, got {actual}.");
        }
    }

    private static int Number(Dictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InvalidDataException($"expected a number as the metadata '{key}', got {(text is null ? "none" : $"'{text}'")}: not a FastNet model.");

    private static int[] Shape(ParameterSlice slice) => slice.Kind == ParameterKind.Weight ? [slice.Columns, slice.Rows] : [slice.Columns];

    // A weight lies [inputs, outputs] in memory and [outputs, inputs] in the file; a vector is a row in both.
    private static int FileIndex(ParameterSlice slice, int row, int column) =>
        slice.Kind == ParameterKind.Weight ? (column * slice.Rows) + row : column;

    private static SafetensorsEntry ToEntry<T>(ParameterSlice slice, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = slice.Of(network.Parameters);
        T[] data = new T[slice.Length];
        for (int i = 0; i < data.Length; i++)
        {
            data[FileIndex(slice, i / slice.Columns, i % slice.Columns)] = values[i];
        }

        return new(slice.Name, typeof(T) == typeof(float) ? "F32" : "F64", Shape(slice), MemoryMarshal.AsBytes(data.AsSpan()).ToArray());
    }

    private static void FromEntry<T>(SafetensorsEntry entry, ParameterSlice slice, Network<T> network, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!entry.Shape.AsSpan().SequenceEqual(Shape(slice)))
        {
            throw new InvalidDataException(
                $"expected tensor '{slice.Name}' of shape [{string.Join(", ", Shape(slice))}], got [{string.Join(", ", entry.Shape)}].");
        }

        int size = entry.Type switch { "F32" => sizeof(float), "F64" => sizeof(double), _ => 0 };
        if (entry.Data.Length != (long)size * slice.Length)
        {
            throw new InvalidDataException(
                $"expected tensor '{slice.Name}' as {slice.Length} numbers of type F32 or F64, got {entry.Data.Length} bytes of {entry.Type}.");
        }

        if (size == sizeof(double) && typeof(T) == typeof(float) && !allowNarrowing)
        {
            throw new InvalidDataException($"expected tensor '{slice.Name}' as F32, got F64, which float would round: allow narrowing, or load as double.");
        }

        Span<T> values = slice.Of(network.Parameters);
        for (int i = 0; i < values.Length; i++)
        {
            int index = FileIndex(slice, i / slice.Columns, i % slice.Columns);
            values[i] = size == sizeof(float)
                ? T.CreateTruncating(MemoryMarshal.Cast<byte, float>(entry.Data.Span)[index])
                : T.CreateTruncating(MemoryMarshal.Cast<byte, double>(entry.Data.Span)[index]);
        }
    }
}

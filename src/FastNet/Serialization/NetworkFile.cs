using System.Buffers.Binary;
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
/// Networks in safetensors files, with the names and the layout of a PyTorch <c>nn.Sequential</c> (<c>0.weight</c> is [outputs, inputs],
/// <c>1.running_mean</c> has its <c>1.num_batches_tracked</c>), and the architecture in the metadata.
/// </summary>
public static class NetworkFile
{
    private const string FormatKey = "fastnet.format";
    private const string NumericsKey = "fastnet.numerics";
    private const string ArchitectureKey = "fastnet.architecture";
    private const string CountName = "num_batches_tracked";
    private const int Format = 1;

    /// <summary>Writes the network; a kill at any moment leaves the old file or the new one.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="network">The network.</param>
    /// <param name="metadata">More to write, by key; none that the core writes itself.</param>
    /// <exception cref="ArgumentException">A key is one that the core writes, or a running statistic is one that a file cannot have.</exception>
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

        SafetensorsEntry[] entries =
        [
            .. network.Slices.Select(slice => ToEntry(slice, network)),
            .. network.StateSlices.Select(slice => ToEntry(slice, network)),
            .. CountNames(network).Select(name => CountEntry(name, network.BatchesTracked)),
        ];
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
            FromEntry(Take(entries, slice.Name), slice, network, allowNarrowing);
        }

        foreach (StateSlice slice in network.StateSlices)
        {
            FromEntry(Take(entries, slice.Name), slice, network, allowNarrowing);
        }

        ReadCounts(entries, network);
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

    private static int Number(Dictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InvalidDataException($"expected a number as the metadata '{key}', got {(text is null ? "none" : $"'{text}'")}: not a FastNet model.");

    private static int[] Shape(ParameterSlice slice) => slice.Kind == ParameterKind.Weight ? [slice.Columns, slice.Rows] : [slice.Columns];

    // A weight lies [inputs, outputs] in memory and [outputs, inputs] in the file; a vector is a row in both.
    private static int FileIndex(ParameterSlice slice, int row, int column) =>
        slice.Kind == ParameterKind.Weight ? (column * slice.Rows) + row : column;

    private static SafetensorsEntry Take(Dictionary<string, SafetensorsEntry> entries, string name) =>
        entries.Remove(name, out SafetensorsEntry? entry) ? entry : throw new InvalidDataException($"expected the tensor '{name}', got none.");

    private static SafetensorsEntry ToEntry<T>(ParameterSlice slice, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = slice.Of(network.Parameters);
        T[] data = new T[slice.Length];
        for (int i = 0; i < data.Length; i++)
        {
            data[FileIndex(slice, i / slice.Columns, i % slice.Columns)] = values[i];
        }

        return ToEntry<T>(slice.Name, Shape(slice), data);
    }

    private static SafetensorsEntry ToEntry<T>(StateSlice slice, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = slice.Of(network.State);
        return Flaw(slice, values) is { } flaw ? throw new ArgumentException(flaw, nameof(network)) : ToEntry(slice.Name, [slice.Length], values);
    }

    private static SafetensorsEntry ToEntry<T>(string name, int[] shape, ReadOnlySpan<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, typeof(T) == typeof(float) ? "F32" : "F64", shape, MemoryMarshal.AsBytes(data).ToArray());

    private static void FromEntry<T>(SafetensorsEntry entry, ParameterSlice slice, Network<T> network, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] data = Numbers<T>(entry, Shape(slice), slice.Length, allowNarrowing);
        Span<T> values = slice.Of(network.Parameters);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = data[FileIndex(slice, i / slice.Columns, i % slice.Columns)];
        }
    }

    private static void FromEntry<T>(SafetensorsEntry entry, StateSlice slice, Network<T> network, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] data = Numbers<T>(entry, [slice.Length], slice.Length, allowNarrowing);
        if (Flaw<T>(slice, data) is { } flaw)
        {
            throw new InvalidDataException(flaw);
        }

        data.CopyTo(slice.Of(network.State));
    }

    private static T[] Numbers<T>(SafetensorsEntry entry, int[] shape, int length, bool allowNarrowing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireShape(entry, shape);
        int size = entry.Type switch { "F32" => sizeof(float), "F64" => sizeof(double), _ => 0 };
        if (entry.Data.Length != (long)size * length)
        {
            throw new InvalidDataException(
                $"expected tensor '{entry.Name}' as {length} numbers of type F32 or F64, got {entry.Data.Length} bytes of {entry.Type}.");
        }

        if (size == sizeof(double) && typeof(T) == typeof(float) && !allowNarrowing)
        {
            throw new InvalidDataException($"expected tensor '{entry.Name}' as F32, got F64, which float would round: allow narrowing, or load as double.");
        }

        T[] numbers = new T[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = size == sizeof(float)
                ? T.CreateTruncating(MemoryMarshal.Cast<byte, float>(entry.Data.Span)[i])
                : T.CreateTruncating(MemoryMarshal.Cast<byte, double>(entry.Data.Span)[i]);
        }

        return numbers;
    }

    private static void RequireShape(SafetensorsEntry entry, int[] shape)
    {
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new InvalidDataException(
                $"expected tensor '{entry.Name}' of shape [{string.Join(", ", shape)}], got [{string.Join(", ", entry.Shape)}].");
        }
    }

    // What is wrong with running statistics; null for nothing.
    private static string? Flaw<T>(StateSlice slice, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value) || double.CreateTruncating(value) < slice.Minimum)
            {
                string least = double.IsFinite(slice.Minimum) ? string.Create(CultureInfo.InvariantCulture, $" of at least {slice.Minimum}") : "";
                return string.Create(CultureInfo.InvariantCulture, $"expected finite numbers{least} in '{slice.Name}', got {value}.");
            }
        }

        return null;
    }

    // Each layer with running statistics has its own count in the file, as in PyTorch, and all have the same.
    private static string[] CountNames<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. network.StateSlices.Select(slice => $"{slice.Name[..slice.Name.IndexOf('.', StringComparison.Ordinal)]}.{CountName}").Distinct()];

    private static SafetensorsEntry CountEntry(string name, long count)
    {
        byte[] data = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(data, count);
        return new(name, "I64", [], data);
    }

    private static void ReadCounts<T>(Dictionary<string, SafetensorsEntry> entries, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string Name, long Count)? first = null;
        foreach (string name in CountNames(network))
        {
            SafetensorsEntry entry = Take(entries, name);
            RequireShape(entry, []);
            long count = entry.Type == "I64" && entry.Data.Length == sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(entry.Data.Span)
                : throw new InvalidDataException($"expected tensor '{name}' as a number of type I64, got {entry.Data.Length} bytes of {entry.Type}.");
            first ??= (name, count);
            if (count < 0 || count != first.Value.Count)
            {
                throw new InvalidDataException(
                    $"expected one number of batches, at least 0, in all layers, as they are committed together; got {first.Value.Count} in "
                    + $"'{first.Value.Name}' and {count} in '{name}'.");
            }

            network.BatchesTracked = count;
        }
    }
}

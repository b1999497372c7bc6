using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FastNet;

/// <summary>What every file of FastNet says of itself: the format, the numerics version, the architecture.</summary>
internal static class NetworkMetadata
{
    private const string FormatKey = "fastnet.format";
    private const string NumericsKey = "fastnet.numerics";
    private const string ArchitectureKey = "fastnet.architecture";
    private const int Format = 1;

    /// <summary>The core's own keys and more.</summary>
    /// <exception cref="ArgumentException">A key is one that the core writes.</exception>
    public static SortedDictionary<string, string> Write<T>(Network<T> network, params ReadOnlySpan<IReadOnlyDictionary<string, string>?> more)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal)
        {
            [FormatKey] = Format.ToString(CultureInfo.InvariantCulture),
            [NumericsKey] = Numerics.Version.ToString(CultureInfo.InvariantCulture),
            [ArchitectureKey] = ArchitectureOf(network),
        };
        foreach (IReadOnlyDictionary<string, string>? metadata in more)
        {
            foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
            {
                if (key == Safetensors.ChecksumKey || !all.TryAdd(key, value))
                {
                    throw new ArgumentException($"expected keys that the core does not write itself, got '{key}'.", nameof(more));
                }
            }
        }

        return all;
    }

    /// <summary>The numerics version and the architecture's JSON.</summary>
    /// <exception cref="InvalidDataException">A key is missing, or the file is newer.</exception>
    public static (int NumericsVersion, string Architecture) Read(Dictionary<string, string> metadata)
    {
        int format = Number(metadata, FormatKey);
        if (format > Format)
        {
            throw new InvalidDataException($"expected format {Format} or older, got {format}: the file is from a newer version.");
        }

        return (Number(metadata, NumericsKey), Require(metadata, Safetensors.ChecksumKey, ArchitectureKey));
    }

    /// <summary>The architecture as files have it.</summary>
    public static string ArchitectureOf<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new Architecture(network.Inputs, network.Layers, network.Seed).ToJson();

    /// <summary>Reads a file; whatever is wrong with it names it.</summary>
    /// <exception cref="InvalidDataException">The file is not what <paramref name="read"/> expects.</exception>
    /// <exception cref="IOException">The file cannot be read, or has more than 2 GiB.</exception>
    public static TResult ReadFile<TResult>(string path, Func<Dictionary<string, SafetensorsEntry>, Dictionary<string, string>, TResult> read)
    {
        // A folder and a missing file are left to what reads them.
        if (new FileInfo(path) is { Exists: true } found)
        {
            Safetensors.RequireLength(path, found.Length);
        }

        byte[] file = File.ReadAllBytes(path);
        try
        {
            (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(file);
            return read(entries, metadata);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    // The last of the keys' values; all must be there.
    private static string Require(Dictionary<string, string> metadata, params ReadOnlySpan<string> keys)
    {
        string? value = null;
        foreach (string key in keys)
        {
            if (!metadata.TryGetValue(key, out value))
            {
                throw new InvalidDataException($"expected the metadata '{key}', got none.");
            }
        }

        return value!;
    }

    private static int Number(Dictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InvalidDataException($"expected a number as the metadata '{key}', got {(text is null ? "none" : $"'{text}'")}: not a FastNet file.");
}

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace FastNet;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">F32, F64 and the like.</param>
/// <param name="Shape">Its lengths, the slowest first.</param>
/// <param name="Data">Little-endian, the last index fastest.</param>
internal sealed record SafetensorsEntry(string Name, string Type, int[] Shape, ReadOnlyMemory<byte> Data);

/// <summary>
/// The safetensors format (https://github.com/huggingface/safetensors): the header's length (8 bytes, little-endian), the header (JSON,
/// padded with spaces to 8 bytes), the data. With a checksum in its metadata: CRC-32C of header and data, its own digits taken as zeros.
/// </summary>
internal static class Safetensors
{
    public const string ChecksumKey = "fastnet.checksum";

    private const string NoChecksum = "00000000";
    private const int MaxHeaderLength = 100_000_000;

    // A file is read into one array: 2 GiB less a few bytes.
    private static readonly long MaxLength = Array.MaxLength;

    /// <exception cref="IOException">The file would have more than 2 GiB; nothing is written.</exception>
    public static void Write(Stream stream, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        byte[] header = Header(entries, metadata);
        RequireLength("a file of tensors", 8 + header.Length + entries.Sum(entry => (long)entry.Data.Length));
        uint crc = Crc32C(Crc32C(uint.MaxValue, header), entries);
        Encoding.ASCII.GetBytes((~crc).ToString("x8", CultureInfo.InvariantCulture)).CopyTo(header, ChecksumOffset(header));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (SafetensorsEntry entry in entries)
        {
            stream.Write(entry.Data.Span);
        }
    }

    /// <summary>Refuses what no file can hold.</summary>
    /// <param name="what">A file's path, or what of it this is.</param>
    /// <param name="bytes">Its length.</param>
    /// <exception cref="IOException">The length is above 2 GiB.</exception>
    public static void RequireLength(string what, long bytes)
    {
        if (bytes > MaxLength)
        {
            throw new IOException($"{what}: expected at most 2 GiB ({MaxLength} bytes), got {bytes} bytes.");
        }
    }

    /// <exception cref="InvalidDataException">The file is torn, or not in this format.</exception>
    public static (Dictionary<string, SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < 8)
        {
            throw new InvalidDataException($"expected a safetensors file of at least 8 bytes, got {file.Length}.");
        }

        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(file.Span);
        if (headerLength is < 2 or > MaxHeaderLength || headerLength > file.Length - 8)
        {
            throw new InvalidDataException(
                $"expected a safetensors header within the file's {file.Length} bytes, got a header of {(ulong)headerLength} bytes: " +
                "the file is cut short, or no safetensors file.");
        }

        ReadOnlyMemory<byte> header = file.Slice(8, (int)headerLength);
        ReadOnlyMemory<byte> data = file[(8 + (int)headerLength)..];
        Dictionary<string, SafetensorsEntry> entries = [];
        Dictionary<string, string> metadata = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            long end = 0;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (JsonProperty item in property.Value.EnumerateObject())
                    {
                        metadata[item.Name] = item.Value.GetString()!;
                    }

                    continue;
                }

                SafetensorsEntry entry = Entry(property, data);
                end = long.Max(end, property.Value.GetProperty("data_offsets")[1].GetInt64());
                if (!entries.TryAdd(entry.Name, entry))
                {
                    throw new InvalidDataException($"expected each tensor once, got '{entry.Name}' twice.");
                }
            }

            if (end != data.Length)
            {
                throw new InvalidDataException($"expected {end} bytes of data after the header, got {data.Length}.");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"expected a safetensors header, got something else: {exception.Message}", exception);
        }

        if (metadata.TryGetValue(ChecksumKey, out string? expected))
        {
            byte[] unsigned = header.ToArray();
            Encoding.ASCII.GetBytes(NoChecksum).CopyTo(unsigned, ChecksumOffset(unsigned));
            string actual = (~Crc32C(Crc32C(uint.MaxValue, unsigned), data.Span)).ToString("x8", CultureInfo.InvariantCulture);
            if (actual != expected)
            {
                throw new InvalidDataException($"expected the checksum {expected}, got {actual}: the file is damaged.");
            }
        }

        return (entries, metadata);
    }

    private static SafetensorsEntry Entry(JsonProperty property, ReadOnlyMemory<byte> data)
    {
        string type = property.Value.GetProperty("dtype").GetString()!;
        int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        (long start, long end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || end > data.Length)
        {
            throw new InvalidDataException(
                $"expected tensor '{property.Name}' within {data.Length} bytes of data, got bytes {start} to {end}: the file is cut short.");
        }

        return new SafetensorsEntry(property.Name, type, shape, data[(int)start..(int)end]);
    }

    private static byte[] Header(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteString(ChecksumKey, NoChecksum);
            json.WriteEndObject();
            long offset = 0;
            foreach (SafetensorsEntry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type);
                json.WriteStartArray("shape");
                foreach (int length in entry.Shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += entry.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    // Where the digits stand. The writer escapes quotes within strings, so that the key with its quotes stands once.
    private static int ChecksumOffset(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> key = "\"fastnet.checksum\":\""u8;
        int start = header.IndexOf(key);
        return start >= 0 && start + key.Length + NoChecksum.Length <= header.Length
            ? start + key.Length
            : throw new InvalidDataException("expected a checksum in the header, written without spaces.");
    }

    private static uint Crc32C(uint crc, IReadOnlyList<SafetensorsEntry> entries) =>
        entries.Aggregate(crc, (sum, entry) => Crc32C(sum, entry.Data.Span));

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>A command and when it came.</summary>
/// <param name="Step">The steps made before it in this training, those that were rolled back since included.</param>
/// <param name="Command">The command.</param>
public sealed record SteeringEntry(long Step, SteeringCommand Command);

/// <summary>The commands of a training as a file, a line of JSON for each: replayed, they give the same bits.</summary>
public static class SteeringLog
{
    private const string Beginning = "{\"step\":";

    /// <summary>Adds an entry to a file; it is on disk when the method is back. What is left of an entry whose writing was interrupted is taken away.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Append(string path, SteeringEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string before = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        string whole = before[..^Torn(before).Length];
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(Encoding.UTF8.GetByteCount(whole));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes((whole.Length == 0 || whole[^1] == '\n' ? string.Empty : "\n") + JsonSerializer.Serialize(entry, SteeringJson.Default.SteeringEntry) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file; an entry whose writing was interrupted was not carried out, and does not count.</summary>
    /// <exception cref="InvalidDataException">A line is no such entry, or comes before the one above it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<SteeringEntry> Read(string path)
    {
        List<SteeringEntry> entries = [];
        string text = File.ReadAllText(path);
        using StringReader lines = new(text[..^Torn(text).Length]);
        for (int index = 0; lines.ReadLine() is { } line; index++)
        {
            SteeringEntry entry = Parse(line, SteeringJson.Default.SteeringEntry) is { Step: >= 0, Command: not null } parsed && parsed.Step >= (entries.Count == 0 ? 0 : entries[^1].Step)
                ? parsed
                : throw new InvalidDataException($"{path}: row {index + 1}: expected a command with a step not before the one above it, got {TableLayout.Quote(line, 80)}.");
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Reads a list of commands, as a person writes it: <c>[{"command": "learningRate", "value": 0.003}, {"command": "rollBack"}]</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no such list; the message says where not.</exception>
    public static IReadOnlyList<SteeringCommand> ParseCommands(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SteeringJson.Default.ListSteeringCommand) is { } commands && !commands.Contains(null!)
                ? commands
                : throw new JsonException("null is no command.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"expected a list of commands like [{new SetLearningRate(0.003)}], got something else: {exception.Message}", exception);
        }
    }

    internal static string ToJson(SteeringCommand command) => JsonSerializer.Serialize(command, SteeringJson.Default.SteeringCommand);

    // A last line without its end that begins like an entry, and is none.
    private static string Torn(string text)
    {
        string last = text[(text.LastIndexOf('\n') + 1)..];
        bool begins = last.StartsWith(Beginning, StringComparison.Ordinal) || Beginning.StartsWith(last, StringComparison.Ordinal);
        return begins && Parse(last, SteeringJson.Default.SteeringEntry) is null ? last : string.Empty;
    }

    private static TValue? Parse<TValue>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TValue> type)
        where TValue : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SteeringEntry))]
[JsonSerializable(typeof(List<SteeringCommand>))]
internal sealed partial class SteeringJson : JsonSerializerContext;

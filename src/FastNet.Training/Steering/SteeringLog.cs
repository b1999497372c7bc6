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
    /// <summary>Adds an entry to a file; it is on disk when the method is back.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Append(string path, SteeringEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, SteeringJson.Default.SteeringEntry) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A line is no such entry, or comes before the one above it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<SteeringEntry> Read(string path)
    {
        List<SteeringEntry> entries = [];
        foreach ((int index, string line) in File.ReadLines(path).Index())
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
    /// <returns>The commands; null for text that is no such list.</returns>
    public static IReadOnlyList<SteeringCommand>? ParseCommands(string json) =>
        Parse(json, SteeringJson.Default.ListSteeringCommand) is { } commands && !commands.Contains(null!) ? commands : null;

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

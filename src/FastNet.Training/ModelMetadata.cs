using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastNet.Training;

/// <summary>What a model's file says beside its network, as JSON; doubles are written so that they come back bit for bit.</summary>
internal static class ModelMetadata
{
    private const string NormalizerKey = "fastnet.normaliser";
    private const string TargetNormalizerKey = "fastnet.target_normaliser";
    private const string ClassesKey = "fastnet.classes";
    private const string ColumnsKey = "fastnet.columns";
    private const string TargetKey = "fastnet.target";

    public static Dictionary<string, string> Write<T>(TrainedModel<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CsvSchema schema = model.Schema;
        JsonObject target = new() { ["name"] = schema.Target, ["index"] = schema.TargetIndex, ["header"] = schema.HasHeader };
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [NormalizerKey] = Write(model.Normalizer),
            [ColumnsKey] = Write(schema.Features),
            [TargetKey] = target.ToJsonString(),
        };
        if (model.TargetNormalizer is null)
        {
            metadata[ClassesKey] = Write(model.ClassNames);
        }
        else
        {
            metadata[TargetNormalizerKey] = Write(model.TargetNormalizer);
        }

        return metadata;
    }

    public static TrainedModel<T> Read<T>(string path, Network<T> network, IReadOnlyDictionary<string, string> metadata)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            JsonNode target = Node(metadata, TargetKey);
            CsvSchema schema = new(
                Strings(metadata, ColumnsKey), target["name"]!.GetValue<string>(), target["index"]!.GetValue<int>(), target["header"]!.GetValue<bool>());
            Normalizer normalizer = ReadNormalizer(metadata, NormalizerKey);
            return metadata.ContainsKey(TargetNormalizerKey)
                ? TrainedModel<T>.Regressor(network, normalizer, schema, ReadNormalizer(metadata, TargetNormalizerKey))
                : TrainedModel<T>.Classifier(network, normalizer, schema, Strings(metadata, ClassesKey));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: expected the metadata of a trained model: {exception.Message}", exception);
        }
    }

    private static string Write(Normalizer normalizer) => new JsonObject
    {
        ["means"] = new JsonArray([.. normalizer.Means.Select(mean => JsonValue.Create(mean))]),
        ["deviations"] = new JsonArray([.. normalizer.Deviations.Select(deviation => JsonValue.Create(deviation))]),
    }.ToJsonString();

    private static string Write(IReadOnlyList<string> strings) =>
        new JsonArray([.. strings.Select(text => JsonValue.Create(text))]).ToJsonString();

    private static Normalizer ReadNormalizer(IReadOnlyDictionary<string, string> metadata, string key)
    {
        JsonNode node = Node(metadata, key);
        return new(Doubles(node["means"]!), Doubles(node["deviations"]!));
    }

    private static double[] Doubles(JsonNode node) => [.. node.AsArray().Select(value => value!.GetValue<double>())];

    private static string[] Strings(IReadOnlyDictionary<string, string> metadata, string key) =>
        [.. Node(metadata, key).AsArray().Select(value => value!.GetValue<string>())];

    private static JsonNode Node(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? json)
            ? JsonNode.Parse(json) ?? throw new JsonException($"'{key}' is null.")
            : throw new JsonException($"'{key}' is missing.");
}

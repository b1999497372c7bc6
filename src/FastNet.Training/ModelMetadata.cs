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
    private const string ProvenanceKey = "fastnet.provenance";

    public static Dictionary<string, string> Write<T>(TrainedModel<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [NormalizerKey] = Write(model.Normalizer),
            [ColumnsKey] = Write(model.Schema),
        };
        if (model.Provenance.Count > 0)
        {
            metadata[ProvenanceKey] = new JsonObject(
                model.Provenance.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))).ToJsonString();
        }

        if (model.TargetNormalizer is null)
        {
            metadata[ClassesKey] = Write(model.ClassNames).ToJsonString();
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
            DataSchema schema = ReadSchema(Node(metadata, ColumnsKey));
            Normalizer normalizer = ReadNormalizer(metadata, NormalizerKey);
            TrainedModel<T> model = metadata.ContainsKey(TargetNormalizerKey)
                ? TrainedModel<T>.Regressor(network, normalizer, schema, ReadNormalizer(metadata, TargetNormalizerKey))
                : TrainedModel<T>.Classifier(network, normalizer, schema, Strings(Node(metadata, ClassesKey)));
            return metadata.ContainsKey(ProvenanceKey)
                ? model.From(Node(metadata, ProvenanceKey).AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal))
                : model;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: expected the metadata of a trained model: {exception.Message}", exception);
        }
    }

    private static string Write(DataSchema schema) => new JsonObject
    {
        ["header"] = schema.HasHeader,
        ["features"] = new JsonArray([.. schema.Features.Select(Write)]),
        ["targets"] = new JsonArray([.. schema.Targets.Select(target => new JsonObject { ["name"] = target.Name, ["index"] = target.Index })]),
        ["ignored"] = Write(schema.Ignored),
    }.ToJsonString();

    private static JsonObject Write(FeatureColumn column)
    {
        JsonObject node = new() { ["name"] = column.Name, ["index"] = column.Index };
        switch (column)
        {
            case NumberColumn { Fill: { } fill } number:
                node["fill"] = fill;
                node["indicator"] = number.HasIndicator;
                break;
            case CategoryColumn category:
                node["categories"] = Write(category.Categories);
                node["missing"] = category.AllowsMissing;
                break;
        }

        return node;
    }

    private static DataSchema ReadSchema(JsonNode node) => new(
        [.. node["features"]!.AsArray().Select(column => ReadFeature(column!))],
        [.. node["targets"]!.AsArray().Select(target => new TargetColumn(target!["name"]!.GetValue<string>(), target["index"]!.GetValue<int>()))],
        node["header"]!.GetValue<bool>(),
        Strings(node["ignored"]!));

    private static FeatureColumn ReadFeature(JsonNode node)
    {
        (string name, int index) = (node["name"]!.GetValue<string>(), node["index"]!.GetValue<int>());
        return node["categories"] is { } categories
            ? new CategoryColumn(name, index, Strings(categories), node["missing"]!.GetValue<bool>())
            : new NumberColumn(name, index, node["fill"]?.GetValue<double>(), node["indicator"]?.GetValue<bool>() ?? false);
    }

    private static string Write(Normalizer normalizer) => new JsonObject
    {
        ["centers"] = new JsonArray([.. normalizer.Centers.Select(center => JsonValue.Create(center))]),
        ["scales"] = new JsonArray([.. normalizer.Scales.Select(scale => JsonValue.Create(scale))]),
    }.ToJsonString();

    private static JsonArray Write(IReadOnlyList<string> strings) => new([.. strings.Select(text => JsonValue.Create(text))]);

    private static Normalizer ReadNormalizer(IReadOnlyDictionary<string, string> metadata, string key)
    {
        JsonNode node = Node(metadata, key);
        return new(Doubles(node["centers"]!), Doubles(node["scales"]!));
    }

    private static double[] Doubles(JsonNode node) => [.. node.AsArray().Select(value => value!.GetValue<double>())];

    private static string[] Strings(JsonNode node) => [.. node.AsArray().Select(value => value!.GetValue<string>())];

    private static JsonNode Node(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? json)
            ? JsonNode.Parse(json) ?? throw new JsonException($"'{key}' is null.")
            : throw new JsonException($"'{key}' is missing.");
}

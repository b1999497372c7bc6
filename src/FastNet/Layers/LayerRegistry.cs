using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastNet.Kernels;

namespace FastNet;

/// <summary>The names of layers in JSON. Built-in layers and users' own stand on one footing; none is found by reflection.</summary>
internal static class LayerRegistry
{
    private static readonly ConcurrentDictionary<string, Entry> ByName = new();
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    static LayerRegistry()
    {
        Register("dense", LayerJson.Default.DenseLayer);
        Register("dropout", LayerJson.Default.DropoutLayer);
        Register("batchNorm", LayerJson.Default.BatchNormLayer);
        Register("layerNorm", LayerJson.Default.LayerNormLayer);
        RegisterActivation("identity", LayerJson.Default.Identity);
        RegisterActivation("relu", LayerJson.Default.Relu);
        RegisterActivation("leakyRelu", LayerJson.Default.LeakyRelu);
        RegisterActivation("tanh", LayerJson.Default.Tanh);
        RegisterActivation("sigmoid", LayerJson.Default.Sigmoid);
        RegisterActivation("elu", LayerJson.Default.Elu);
        RegisterActivation("selu", LayerJson.Default.Selu);
        RegisterActivation("softplus", LayerJson.Default.Softplus);
        RegisterActivation("silu", LayerJson.Default.Silu);
        RegisterActivation("gelu", LayerJson.Default.Gelu);
        RegisterActivation("geluTanh", LayerJson.Default.GeluTanh);
        RegisterActivation("mish", LayerJson.Default.Mish);
        RegisterActivation("hardSigmoid", LayerJson.Default.HardSigmoid);
        RegisterActivation("hardSwish", LayerJson.Default.HardSwish);
        RegisterActivation("softsign", LayerJson.Default.Softsign);
    }

    public static void Register<TLayer>(string name, JsonTypeInfo<TLayer> json)
        where TLayer : Layer =>
        Add(name, typeof(TLayer), new(layer => JsonSerializer.SerializeToNode((TLayer)layer, json), node => node.Deserialize(json)));

    public static void RegisterActivation<TActivation>(string name, JsonTypeInfo<TActivation> json)
        where TActivation : struct, IActivation =>
        Add(
            name,
            typeof(ActivationLayer<TActivation>),
            new(
                layer => JsonSerializer.SerializeToNode(((ActivationLayer<TActivation>)layer).Operator, json),
                node => new ActivationLayer<TActivation>(node.Deserialize(json))));

    /// <summary>The layer as a JSON object whose member <c>layer</c> is its name.</summary>
    public static JsonObject Write(Layer layer)
    {
        if (!Names.TryGetValue(layer.GetType(), out string? name))
        {
            Type type = layer.GetType();
            bool isActivation = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ActivationLayer<>);
            throw new NotSupportedException(isActivation
                ? $"expected a registered activation, got {type.GenericTypeArguments[0]}: register it once with Layer.RegisterActivation(name, jsonTypeInfo)."
                : $"expected a registered layer, got {type}: register it once with Layer.Register(name, jsonTypeInfo).");
        }

        JsonObject json = new() { ["layer"] = name };
        foreach ((string key, JsonNode? value) in ByName[name].Write(layer)!.AsObject())
        {
            json[key] = value?.DeepClone();
        }

        return json;
    }

    /// <summary>The layer that a JSON object describes.</summary>
    /// <exception cref="JsonException">It has no known name, an unknown or missing member, or a value out of range.</exception>
    public static Layer Read(JsonObject json)
    {
        JsonObject members = (JsonObject)json.DeepClone();
        string? name = members["layer"]?.GetValueKind() == JsonValueKind.String ? members["layer"]!.GetValue<string>() : null;
        if (name is null || !ByName.TryGetValue(name, out Entry? entry))
        {
            throw new JsonException($"expected a layer's name, one of {string.Join(", ", ByName.Keys.Order())}; got {json["layer"]?.ToJsonString() ?? "none"}.");
        }

        members.Remove("layer");
        try
        {
            return entry.Read(members) ?? throw new JsonException($"expected a layer of kind {name}, got null.");
        }
        catch (ArgumentException exception)
        {
            throw new JsonException($"layer {name}: {exception.Message}", exception);
        }
    }

    private static void Add(string name, Type type, Entry entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!ByName.TryAdd(name, entry))
        {
            throw new ArgumentException($"expected a new name, got '{name}', which is registered already.", nameof(name));
        }

        if (!Names.TryAdd(type, name))
        {
            ByName.TryRemove(name, out _);
            throw new ArgumentException($"expected a new layer, got {type}, which is registered already as '{Names[type]}'.", nameof(name));
        }
    }

    private sealed record Entry(Func<Layer, JsonNode?> Write, Func<JsonObject, Layer?> Read);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DenseLayer))]
[JsonSerializable(typeof(DropoutLayer))]
[JsonSerializable(typeof(BatchNormLayer))]
[JsonSerializable(typeof(LayerNormLayer))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(Relu))]
[JsonSerializable(typeof(LeakyRelu))]
[JsonSerializable(typeof(Tanh))]
[JsonSerializable(typeof(Sigmoid))]
[JsonSerializable(typeof(Elu))]
[JsonSerializable(typeof(Selu))]
[JsonSerializable(typeof(Softplus))]
[JsonSerializable(typeof(Silu))]
[JsonSerializable(typeof(Gelu))]
[JsonSerializable(typeof(GeluTanh))]
[JsonSerializable(typeof(Mish))]
[JsonSerializable(typeof(HardSigmoid))]
[JsonSerializable(typeof(HardSwish))]
[JsonSerializable(typeof(Softsign))]
internal sealed partial class LayerJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastNet;

/// <summary>
/// What a network is, without its numbers: {"inputs": 64, "seed": 42, "layers": [{"layer": "dense", "units": 32}, {"layer": "relu"}]}.
/// </summary>
/// <param name="Inputs">Features of an example.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Seed">Selects first parameters and dropout masks.</param>
public sealed record Architecture(int Inputs, IReadOnlyList<Layer> Layers, ulong Seed)
{
    /// <summary>The architecture as JSON, on one line.</summary>
    /// <exception cref="NotSupportedException">A layer is not registered.</exception>
    public string ToJson() => new JsonObject
    {
        ["inputs"] = Inputs,
        ["seed"] = Seed,
        ["layers"] = new JsonArray([.. Layers.Select(LayerRegistry.Write)]),
    }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="JsonException">The text is not such JSON; the message says what was expected.</exception>
    public static Architecture FromJson(string json)
    {
        JsonObject root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("expected an object.");
        foreach ((string key, _) in root)
        {
            if (key is not ("inputs" or "seed" or "layers"))
            {
                throw new JsonException($"expected inputs, seed and layers, got '{key}'.");
            }
        }

        if (root["layers"] is not JsonArray layers)
        {
            throw new JsonException("expected an array of layers.");
        }

        try
        {
            return new Architecture(
                root["inputs"]?.GetValue<int>() ?? throw new JsonException("expected the number of inputs."),
                [.. layers.Select(layer => LayerRegistry.Read(layer as JsonObject ?? throw new JsonException("expected a layer, an object.")))],
                root["seed"]?.GetValue<ulong>() ?? throw new JsonException("expected the seed."));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException($"expected whole numbers for inputs and seed: {exception.Message}", exception);
        }
    }
}

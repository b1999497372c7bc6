using System.Text.Json.Serialization;

namespace FastNet.Extensions;

/// <summary>The extensions' own members in JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SquarePlus))]
[JsonSerializable(typeof(ParametricRelu))]
internal sealed partial class ExtensionJson : JsonSerializerContext;

/// <summary>Names for what a model file may contain.</summary>
public static class Extension
{
    /// <summary>Registers the layers: once, before the first file.</summary>
    public static void Register()
    {
        Layer.RegisterActivation("squarePlus", ExtensionJson.Default.SquarePlus);
        Layer.Register("parametricRelu", ExtensionJson.Default.ParametricRelu);
    }
}

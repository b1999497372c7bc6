using System.Globalization;

namespace FastNet.Training;

/// <summary>What reports call a layer.</summary>
internal static class LayerName
{
    /// <summary>"dense", "batchNorm", and an activation's layer after its operator: "relu".</summary>
    public static string Of(Layer layer)
    {
        Type type = layer.GetType();
        string name = type.IsGenericType ? type.GenericTypeArguments[0].Name : type.Name;
        name = name.EndsWith("Layer", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The layer whose parameter it is: a parameter's name begins with its layer's index.</summary>
    public static int Index(ParameterSlice slice) => int.Parse(slice.Name.AsSpan(0, slice.Name.IndexOf('.', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    /// <summary>"layer 2 (relu)".</summary>
    public static string Of(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"layer {index} ({name})");
}

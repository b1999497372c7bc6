namespace FastNet;

/// <summary>Which layer decides what first values suit the weights before it.</summary>
internal static class InitializerPreference
{
    /// <summary>
    /// The first layer after <paramref name="layer"/> that prefers an initialiser, up to the next that has weights of its own; null if none does.
    /// </summary>
    /// <param name="layers">The layers.</param>
    /// <param name="layer">The one whose weights are drawn.</param>
    /// <param name="inputs">Columns of its input.</param>
    public static Layer? After(IReadOnlyList<Layer> layers, int layer, int inputs)
    {
        int width = layers[layer].Outputs(inputs);
        for (int i = layer + 1; i < layers.Count; width = layers[i].Outputs(width), i++)
        {
            if (layers[i].PreferredInitializer is not null)
            {
                return layers[i];
            }

            if (layers[i].Parameters(width, Initializer.Zeros).Any(parameter => parameter.Kind == ParameterKind.Weight))
            {
                break;
            }
        }

        return null;
    }
}

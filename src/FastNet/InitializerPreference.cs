namespace FastNet;

/// <summary>Which layer decides what first values suit the weights before it.</summary>
internal static class InitializerPreference
{
    /// <summary>
    /// The first layer after <paramref name="layer"/> that prefers an initialiser, up to the next that has weights of its own; null if none does.
    /// </summary>
    public static Layer? After(IReadOnlyList<Layer> layers, int layer)
    {
        for (int i = layer + 1; i < layers.Count; i++)
        {
            if (layers[i].PreferredInitializer is not null)
            {
                return layers[i];
            }

            if (layers[i].Parameters(inputs: 1, Initializer.Zeros).Any(parameter => parameter.Kind == ParameterKind.Weight))
            {
                break;
            }
        }

        return null;
    }
}

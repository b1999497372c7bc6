namespace FastNet.Tuning;

/// <summary>All that a search chooses: a point of the unit cube is a configuration.</summary>
public sealed class SearchSpace
{
    private readonly Hyperparameter[] parameters;

    // The place of each one's parent; −1 for none.
    private readonly int[] parents;

    /// <summary>A space of hyperparameters.</summary>
    /// <param name="parameters">At least one; the most important first, and each behind the one that its condition looks at.</param>
    /// <exception cref="ArgumentException">There is none, a name stands twice, or a condition looks at one that does not stand before it.</exception>
    public SearchSpace(params IReadOnlyList<Hyperparameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters.Count > 0 ? [.. parameters] : throw new ArgumentException("expected at least one hyperparameter, got none.", nameof(parameters));
        parents = new int[parameters.Count];
        for (int i = 0; i < parents.Length; i++)
        {
            if (IndexOf(parameters[i].Name, i) >= 0)
            {
                throw new ArgumentException($"expected names that differ, got {parameters[i].Name} twice.", nameof(parameters));
            }

            parents[i] = parameters[i].When is { } condition ? IndexOf(condition.Parent, i) : -1;
            if (parents[i] < 0 && parameters[i].When is { Parent: var parent })
            {
                throw new ArgumentException($"expected {parent} before {parameters[i].Name}, whose condition looks at it.", nameof(parameters));
            }
        }
    }

    /// <summary>What is chosen, in order.</summary>
    public IReadOnlyList<Hyperparameter> Parameters => parameters;

    /// <summary>What is at a point.</summary>
    /// <param name="places">[parameters], each from 0 to below 1; those of hyperparameters that do not exist there say nothing.</param>
    /// <exception cref="ArgumentException">Their number is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A place lies outside.</exception>
    public Configuration At(ReadOnlySpan<double> places)
    {
        if (places.Length != parameters.Length)
        {
            throw new ArgumentException($"expected {parameters.Length} places, got {places.Length}.", nameof(places));
        }

        Setting?[] settings = new Setting?[parameters.Length];
        for (int i = 0; i < settings.Length; i++)
        {
            Setting setting = parameters[i].Space.At(places[i]);
            bool exists = parents[i] < 0 || (settings[parents[i]] is { } parent && parameters[i].When!.IsMet(parent));
            settings[i] = exists ? setting : null;
        }

        return new(parameters.Zip(settings).Where(pair => pair.Second is not null).Select(pair => KeyValuePair.Create(pair.First.Name, pair.Second!.Value)));
    }

    private int IndexOf(string name, int before) => Array.FindIndex(parameters, 0, before, parameter => parameter.Name == name);
}

namespace FastNet.Tuning;

/// <summary>The hyperparameters that exist in a trial, and what they are.</summary>
public sealed class Configuration : IEquatable<Configuration>
{
    private readonly OrderedDictionary<string, Setting> settings = new(StringComparer.Ordinal);

    /// <summary>The hyperparameters with these names, in this order.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public Configuration(IEnumerable<KeyValuePair<string, Setting>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach ((string name, Setting setting) in settings)
        {
            this.settings.Add(name, setting);
        }
    }

    /// <summary>All of them by name, in the space's order.</summary>
    public IReadOnlyDictionary<string, Setting> Settings => settings;

    /// <summary>What a hyperparameter is.</summary>
    /// <exception cref="KeyNotFoundException">It does not exist in the trial.</exception>
    public Setting this[string name] => settings[name];

    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && settings.SequenceEqual(other.settings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode() => settings.Aggregate(0, HashCode.Combine);

    /// <summary>learning-rate=0.001, layers=2.</summary>
    public override string ToString() => string.Join(", ", settings.Select(setting => $"{setting.Key}={setting.Value}"));
}

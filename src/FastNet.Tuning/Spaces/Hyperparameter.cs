namespace FastNet.Tuning;

/// <summary>What a search chooses.</summary>
/// <param name="Name">Its name, as in learning-rate.</param>
/// <param name="Space">The values it may take.</param>
public sealed record Hyperparameter(string Name, Space Space)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = !string.IsNullOrWhiteSpace(Name) ? Name : throw new ArgumentException("expected a name, got an empty one.", nameof(Name));

    /// <summary>The values it may take.</summary>
    public Space Space { get; } = Space ?? throw new ArgumentNullException(nameof(Space));

    /// <summary>When it exists; null for always.</summary>
    public Condition? When { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Space}{(When is null ? string.Empty : $" if {When}")}";
}

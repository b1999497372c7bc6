namespace FastNet.Training;

/// <summary>Where and how often a training's state is saved, whole or not at all: <see cref="Trainer{T}.Resume(string, Dataset{T}, Dataset{T}?, int, int, bool, System.Threading.CancellationToken)"/> goes on from it.</summary>
/// <param name="Path">The file; it is replaced each time.</param>
/// <param name="EverySteps">Steps between two savings, at least 1.</param>
public sealed record Autosave(string Path, int EverySteps)
{
    /// <summary>The file.</summary>
    public string Path { get; } = !string.IsNullOrEmpty(Path) ? Path : throw new ArgumentException("expected a file's name, got an empty one.", nameof(Path));

    /// <summary>Steps between two savings.</summary>
    public int EverySteps { get; } = EverySteps >= 1
        ? EverySteps
        : throw new ArgumentOutOfRangeException(nameof(EverySteps), EverySteps, $"expected at least 1 step, got {EverySteps}.");

    /// <summary>More to write beside the state, by key.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

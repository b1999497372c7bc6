namespace FastNet.Training;

/// <summary>Where a training that is watched gets its commands from: asked before each step, until there is none.</summary>
public interface ISteeringSource
{
    /// <summary>The next command.</summary>
    /// <param name="stepsMade">The steps made in this training, those that were rolled back since included.</param>
    /// <param name="obeyed">The commands carried out since the last of these steps.</param>
    /// <returns>The command; null for none now.</returns>
    SteeringCommand? CommandAt(long stepsMade, int obeyed);
}

/// <summary>The commands of a log, each at the step at which it came.</summary>
/// <param name="entries">What <see cref="SteeringLog.Read"/> gives.</param>
public sealed class SteeringReplay(IReadOnlyList<SteeringEntry> entries) : ISteeringSource
{
    private bool hasBegun;
    private int next;

    /// <inheritdoc/>
    public SteeringCommand? CommandAt(long stepsMade, int obeyed)
    {
        // Of a training that was resumed, what its state has seen already is passed over: at its own step too, where it was told to stop.
        int behind = hasBegun ? 0 : obeyed;
        hasBegun = true;
        while (next < entries.Count && (entries[next].Step < stepsMade || (entries[next].Step == stepsMade && behind-- > 0)))
        {
            next++;
        }

        return next < entries.Count && entries[next].Step == stepsMade ? entries[next++].Command : null;
    }
}

/// <summary>How a training is watched and changed as it runs: the way of the panda, who raises one cub.</summary>
/// <param name="Source">Where commands come from.</param>
/// <param name="Folder">A folder for the states that can be gone back to; it is made with the first of them, and a name that is taken again has another file.</param>
public sealed record Steering(ISteeringSource Source, string Folder)
{
    /// <summary>Where commands come from.</summary>
    public ISteeringSource Source { get; } = Source ?? throw new ArgumentNullException(nameof(Source));

    /// <summary>The folder of the states.</summary>
    public string Folder { get; } = !string.IsNullOrEmpty(Folder) ? Folder : throw new ArgumentException("expected a folder's name, got an empty one.", nameof(Folder));

    /// <summary>Called before a command is carried out, on the caller's thread.</summary>
    public Action<SteeringEntry>? Applying { get; init; }

    /// <summary>Called for a command that cannot be carried out, with the reason.</summary>
    public Action<SteeringCommand, string>? Refused { get; init; }
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>How a training is steered.</summary>
/// <param name="Watched">The file that is watched; null for none.</param>
/// <param name="Replayed">The log that is repeated; null for none.</param>
internal sealed record SteeringSettings(string? Watched, string? Replayed)
{
    /// <summary>The steering of a training; null for none.</summary>
    /// <param name="settings">The training.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="terminal">Where it is said what was done.</param>
    /// <exception cref="InvalidDataException">The log is none.</exception>
    public Steering? Create(TrainSettings settings, Optimizer<float> optimizer, Terminal terminal)
    {
        if (Watched is null && Replayed is null)
        {
            return null;
        }

        // A training that begins has no states yet; what another has left there is not its own.
        foreach (string left in settings.Resume is null && Directory.Exists(settings.StateFolder) ? Directory.GetFiles(settings.StateFolder, "*.state") : [])
        {
            File.Delete(left);
        }

        if (Replayed is not null)
        {
            return new Steering(new SteeringReplay(SteeringLog.Read(Replayed)), settings.StateFolder) { Refused = Refuse };
        }

        // A training that goes on repeats what it was told after its state was saved.
        string log = settings.SteeringLog;
        if (settings.Resume is null)
        {
            File.WriteAllText(log, string.Empty);
        }

        IReadOnlyList<SteeringEntry> told = File.Exists(log) ? SteeringLog.Read(log) : [];
        List<ISteeringSource> sources = [new ControlFile(Watched!, told, terminal)];
        if (terminal.IsInteractive && !Console.IsInputRedirected)
        {
            sources.Add(new SteeringKeys(optimizer));
        }

        ResumedSteering source = new(told, sources);
        return new Steering(source, settings.StateFolder)
        {
            Applying = entry =>
            {
                if (!source.IsRepeating)
                {
                    SteeringLog.Append(log, entry);
                }

                if (!settings.Quiet && !terminal.IsInteractive)
                {
                    terminal.Out.WriteLine($"steered  step {entry.Step}: {entry.Command}");
                }
            },
            Refused = Refuse,
        };

        void Refuse(SteeringCommand command, string reason) => terminal.Error.WriteLine($"fastnet: warning: {command} was not carried out: {reason}.");
    }
}

/// <summary>What a training was told before it was interrupted, each at its step, and behind all of it what it is told now.</summary>
/// <param name="told">The log; empty for a training that begins.</param>
/// <param name="sources">Where commands come from now; the first that has one is obeyed.</param>
internal sealed class ResumedSteering(IReadOnlyList<SteeringEntry> told, IReadOnlyList<ISteeringSource> sources) : ISteeringSource
{
    private readonly SteeringReplay replay = new(told);

    /// <summary>Whether the last command was one of the log.</summary>
    public bool IsRepeating { get; private set; }

    public SteeringCommand? CommandAt(long stepsMade, int obeyed)
    {
        SteeringCommand? command = replay.CommandAt(stepsMade, obeyed);
        IsRepeating = command is not null;
        bool isBehind = told.Count == 0 || stepsMade >= told[^1].Step;
        for (int i = 0; i < sources.Count && command is null && isBehind; i++)
        {
            command = sources[i].CommandAt(stepsMade, obeyed);
        }

        return command;
    }
}

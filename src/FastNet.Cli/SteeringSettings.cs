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
        Directory.CreateDirectory(settings.StateFolder);
        foreach (string left in settings.Resume is null ? Directory.GetFiles(settings.StateFolder, "*.state") : [])
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
            File.Delete(log);
        }

        IReadOnlyList<SteeringEntry> told = File.Exists(log) ? SteeringLog.Read(log) : [];
        List<ISteeringSource> sources = [new SteeringReplay(told), new ControlFile(Watched!, isResumed: settings.Resume is not null, terminal)];
        if (terminal.IsInteractive && !Console.IsInputRedirected)
        {
            sources.Add(new SteeringKeys(optimizer));
        }

        return new Steering(new SteeringSources(sources), settings.StateFolder)
        {
            Applying = entry =>
            {
                if (!told.Contains(entry))
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

/// <summary>Several sources; the first that has a command is obeyed.</summary>
internal sealed class SteeringSources(IReadOnlyList<ISteeringSource> sources) : ISteeringSource
{
    public SteeringCommand? CommandAt(long stepsMade)
    {
        SteeringCommand? command = null;
        for (int i = 0; i < sources.Count && command is null; i++)
        {
            command = sources[i].CommandAt(stepsMade);
        }

        return command;
    }
}

using System.CommandLine;

namespace FastNet.Cli;

/// <summary>The options by which a training is changed as it runs.</summary>
internal sealed class SteeringOptions
{
    private readonly Option<string?> steer = new("--steer")
    {
        Description = "Watch a file, a JSON list to which commands are added as training runs: [{\"command\":\"learningRate\",\"value\":0.003},{\"command\":\"rollBack\"}]. "
            + "Commands: learningRate, momentum, l2, keepProbability, batchSize, each with a value; save with a name; rollBack, with a saved name or before the last change; stop. "
            + "On a terminal also keys: + and - the learning rate, r roll back, s save, q stop. Each is logged with its step in the model's file name with .steering behind it.",
        HelpName = "file",
    };

    private readonly Option<string?> replay = Files.ExistingOption("--replay", "Repeat the commands of such a log, each at its step: the same bits.");

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(steer);
        command.Options.Add(replay);
    }

    /// <summary>What they were given.</summary>
    /// <exception cref="InvalidDataException">They contradict each other.</exception>
    public SteeringSettings Read(ParseResult parsed)
    {
        (string? watched, string? repeated) = (parsed.GetValue(steer), parsed.GetValue(replay));
        return watched is not null && repeated is not null ? throw new InvalidDataException("expected --steer or --replay, got both.")
            : watched is { Length: 0 } ? throw new InvalidDataException("--steer: expected a file's name, got an empty one.")
            : Directory.Exists(watched) ? throw new InvalidDataException($"--steer: expected a file, got the folder {watched}.")
            : new(watched, repeated);
    }
}

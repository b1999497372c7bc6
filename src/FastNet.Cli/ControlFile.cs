using System.Diagnostics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A file with a list of commands that grows as training runs; each is carried out once.</summary>
internal sealed class ControlFile : ISteeringSource
{
    // Looking at a file takes a microsecond or more, a step of a small network not much longer.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    // What is no list may be half written; if it stays so for this long, it is not.
    private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(200);

    private readonly string path;
    private readonly IReadOnlyList<SteeringEntry> told;
    private readonly Terminal terminal;
    private readonly Queue<SteeringCommand> waiting = [];
    private string seen = string.Empty;
    private string doubted = string.Empty;
    private long doubtedAt;
    private int taken = -1;
    private long lookedAt;

    /// <param name="path">The file; it need not be there yet.</param>
    /// <param name="told">What a training that goes on was told before it was interrupted: commands up to the last of these are behind it.</param>
    /// <param name="terminal">Where it is said that the file holds no commands.</param>
    public ControlFile(string path, IReadOnlyList<SteeringEntry> told, Terminal terminal)
    {
        this.path = path;
        this.told = told;
        this.terminal = terminal;
    }

    public SteeringCommand? CommandAt(long stepsMade, int obeyed)
    {
        if (waiting.Count == 0 && (lookedAt == 0 || Stopwatch.GetElapsedTime(lookedAt) >= Pause))
        {
            Look();
        }

        return waiting.TryDequeue(out SteeringCommand? command) ? command : null;
    }

    private void Look()
    {
        bool isFirst = lookedAt == 0;
        lookedAt = Stopwatch.GetTimestamp();
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }

        if (text == seen || string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        IReadOnlyList<SteeringCommand> commands;
        try
        {
            commands = SteeringLog.ParseCommands(text);
        }
        catch (InvalidDataException exception)
        {
            if (text != doubted && !isFirst)
            {
                (doubted, doubtedAt) = (text, lookedAt);
            }
            else if (isFirst || Stopwatch.GetElapsedTime(doubtedAt) >= Writing)
            {
                seen = text;
                terminal.Error.WriteLine($"fastnet: warning: {path}: {exception.Message}");
            }

            return;
        }

        seen = text;
        taken = taken < 0 ? CountTold(commands) : taken;
        foreach (SteeringCommand command in commands.Skip(taken))
        {
            waiting.Enqueue(command);
        }

        taken = int.Max(taken, commands.Count);
    }

    // The log has keys' commands too, and none that was refused.
    private int CountTold(IReadOnlyList<SteeringCommand> commands)
    {
        int count = 0;
        int next = 0;
        for (int i = 0; i < commands.Count; i++)
        {
            for (int entry = next; entry < told.Count; entry++)
            {
                if (told[entry].Command == commands[i])
                {
                    (count, next) = (i + 1, entry + 1);
                    break;
                }
            }
        }

        return count;
    }
}

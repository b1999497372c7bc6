using System.Globalization;

namespace FastNet.Training;

/// <content>What it is told as it runs.</content>
internal sealed partial class TrainingLoop<T>
{
    // No name that a command could give.
    private const string BeforeChange = "before.change";

    private void Adopt(SteeredValues values)
    {
        steered.Apply(values);
        batches.Resize(values.BatchSize ?? batchSize);

        // A larger one that was left from before would add up an evaluation in other parts than that of a training that goes on from here.
        if (PartOf(batches.BatchSize) != workspace.MaxBatch)
        {
            workspace = network.CreateWorkspace(PartOf(batches.BatchSize), trainer.Workers);
        }

        // Its statistics are measured with the dropout that there is now.
        judged = new JudgedNetwork<T>(network, workspace, trainer.Averaging, trainer.Workers);
    }

    // Carries out what the training is told; null where it is to go on.
    private (TrainingEnd End, string Reason)? Obey()
    {
        while (trainer.Steering?.Source.CommandAt(progress.StepsMade, progress.Obeyed) is { } command)
        {
            if (FlawOf(command) is { } flaw)
            {
                trainer.Steering.Refused?.Invoke(command, flaw);
                continue;
            }

            trainer.Steering.Applying?.Invoke(new SteeringEntry(progress.StepsMade, command));
            progress.Obeyed++;
            switch (command)
            {
                case StopTraining:
                    return SaveAndEnd($"it was told to stop in epoch {progress.Epoch}");
                case RollBack(var to):
                    Return(to is null ? progress.Changes[^1] : FileOf(to));
                    break;
                case SaveState(string name) when !TrySaveNamed(name):
                case not SaveState when !TryChange(command):
                    return (TrainingEnd.NotFinite, NotFinite);
            }
        }

        return null;
    }

    private bool TryChange(SteeringCommand command)
    {
        if (!TrySaveNamed(BeforeChange))
        {
            return false;
        }

        progress.Changes.Add(FileOf(BeforeChange));
        progress.Steered = progress.Steered.With(command);
        Adopt(progress.Steered);
        return true;
    }

    private bool TrySaveNamed(string name)
    {
        Write("the states' folder", () => Directory.CreateDirectory(trainer.Steering!.Folder));
        progress.Saved[name] = progress.Saved.GetValueOrDefault(name) + 1;
        return TrySaveTo(StateFile(FileOf(name)));
    }

    private void Return(string file)
    {
        TrainingProgress now = progress;
        GoOnFrom(StateFile(file), TrainingProgress.FromJson(NetworkFile.ReadMetadata(StateFile(file))[TrainingProgress.Key]));
        (progress.StepsMade, progress.Obeyed, progress.Saved) = (now.StepsMade, now.Obeyed, now.Saved);
        batches.StartEpoch(progress.Epoch);
        if (trainer.KeptCheckpoints is { } checkpoints)
        {
            Write("the epochs' networks", () => checkpoints.TakeBack(progress.Kept));
            progress.Kept = checkpoints.Kept;
        }
    }

    private string? FlawOf(SteeringCommand command) => command switch
    {
        SaveState(string name) when !IsName(name) => $"expected a name of letters, digits, hyphens and underscores, got '{name}'",
        RollBack(null) when progress.Changes.Count == 0 => "expected a change to take back, got none",
        RollBack(null) when !File.Exists(StateFile(progress.Changes[^1])) => $"expected the state before the last change, got no file '{StateFile(progress.Changes[^1])}'",
        RollBack(string name) when !progress.Saved.ContainsKey(name) || !IsName(name) || !File.Exists(StateFile(FileOf(name))) => $"expected the name of a saved state, got '{name}'",
        SetBatchSize(int size) when size >= 1 => FlawOfBatches((int)long.Min(size, train.Count), progress.Position),
        _ => steered.Flaw(command),
    };

    private static bool IsName(string name) => name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // A name that is taken again has another file: a training that was killed and goes on from before that may still go back to the first.
    private string FileOf(string name) => progress.Saved[name] == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{progress.Saved[name]}");

    private string StateFile(string file) => Path.Combine(trainer.Steering!.Folder, file + ".state");
}

using System.Globalization;

namespace FastNet.Training;

/// <content>What it is told as it runs.</content>
internal sealed partial class TrainingLoop<T>
{
    private void Adopt(SteeredValues values)
    {
        steered.Apply(values);
        batches.Resize(values.BatchSize ?? batchSize);
        if (PartOf(batches.BatchSize) > workspace.MaxBatch)
        {
            workspace = network.CreateWorkspace(PartOf(batches.BatchSize), trainer.Workers);
            judged = new JudgedNetwork<T>(network, workspace, trainer.Averaging, trainer.Workers);
        }
    }

    // Carries out what the training is told; true where it is to stop.
    private bool Obey()
    {
        while (trainer.Steering?.Source.CommandAt(progress.StepsMade) is { } command)
        {
            if (FlawOf(command) is { } flaw)
            {
                trainer.Steering.Refused?.Invoke(command, flaw);
                continue;
            }

            trainer.Steering.Applying?.Invoke(new SteeringEntry(progress.StepsMade, command));
            switch (command)
            {
                case StopTraining:
                    return true;
                case SaveState(string name):
                    SaveNamed(name);
                    break;
                case RollBack rollBack:
                    Return(rollBack.Name ?? progress.Changes[^1]);
                    break;
                default:
                    string before = string.Create(CultureInfo.InvariantCulture, $"before-{progress.StepsMade}-{progress.Changes.Count}");
                    SaveNamed(before);
                    progress.Changes.Add(before);
                    progress.Steered = progress.Steered.With(command);
                    Adopt(progress.Steered);
                    break;
            }
        }

        return false;
    }

    private void SaveNamed(string name)
    {
        Write("the states' folder", () => Directory.CreateDirectory(trainer.Steering!.Folder));
        SaveTo(StateFile(name));
    }

    private void Return(string name)
    {
        long stepsMade = progress.StepsMade;
        TrainingProgress saved = TrainingProgress.FromJson(NetworkFile.ReadMetadata(StateFile(name))[TrainingProgress.Key]);
        GoOnFrom(StateFile(name), saved);
        progress.StepsMade = stepsMade;
        batches.StartEpoch(progress.Epoch);
    }

    private string? FlawOf(SteeringCommand command) => command switch
    {
        SaveState(string name) when !IsName(name) => $"expected a name of letters, digits, hyphens and underscores, got '{name}'",
        RollBack(null) when progress.Changes.Count == 0 => "expected a change to take back, got none",
        RollBack(string name) when !IsName(name) || !File.Exists(StateFile(name)) => $"expected the name of a saved state, got '{name}'",
        SetBatchSize(int size) when size >= 1 => FlawOfBatches((int)long.Min(size, train.Count), progress.Position),
        _ => steered.Flaw(command),
    };

    private static bool IsName(string name) => name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private string StateFile(string name) => Path.Combine(trainer.Steering!.Folder, name + ".state");
}

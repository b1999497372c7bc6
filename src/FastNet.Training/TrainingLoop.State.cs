namespace FastNet.Training;

/// <content>The file from which it can go on.</content>
internal sealed partial class TrainingLoop<T>
{
    /// <summary>Goes on from a saved state.</summary>
    /// <param name="path">The state.</param>
    /// <param name="allowsOtherHyperparameters">Whether what does not shape the steps may differ.</param>
    public void Load(string path, bool allowsOtherHyperparameters)
    {
        IReadOnlyDictionary<string, string> metadata = NetworkFile.ReadMetadata(path);
        if (!metadata.TryGetValue(TrainingProgress.Key, out string? json))
        {
            throw new InvalidDataException($"{path}: expected the state of a training, got a file without one.");
        }

        TrainingProgress saved;
        try
        {
            saved = TrainingProgress.FromJson(json);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InvalidDataException($"{path}: expected the progress of a training, got something else: {exception.Message}", exception);
        }

        if (saved.Flaw(train.Count) is { } flaw)
        {
            throw new InvalidDataException($"{path}: {flaw}.");
        }

        if (saved.Epoch > epochs)
        {
            throw new ArgumentException($"expected at least {saved.Epoch} epochs, which the state has reached, got {epochs}.", nameof(path));
        }

        RequireSame(path, TrainingSetting.OfData(trainer, train, dev, batches), saved.Data);
        SortedDictionary<string, string> hyperparameters = TrainingSetting.OfHyperparameters(trainer);
        if (!allowsOtherHyperparameters)
        {
            RequireSame(path, hyperparameters, saved.Hyperparameters);
        }

        // What was measured otherwise is not to be compared with.
        if (!IsSame(hyperparameters, saved.Hyperparameters, "loss") || !IsSame(hyperparameters, saved.Hyperparameters, "measure"))
        {
            saved.BestMeasure = null;
            saved.Kept = [];
        }

        saved.Hyperparameters = hyperparameters;
        GoOnFrom(path, saved);
        trainer.KeptCheckpoints?.Restore(saved.Kept, saved.Epoch);
    }

    private void Write(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateNotSavedException($"{what} could not be written after step {optimizer.StepCount}: {exception.Message}", exception);
        }
    }

    private static bool IsSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> saved, string name) =>
        saved.TryGetValue(name, out string? other) && other == expected[name];

    private static void RequireSame(string path, SortedDictionary<string, string> expected, SortedDictionary<string, string> saved)
    {
        foreach ((string name, string value) in expected)
        {
            if (!IsSame(expected, saved, name))
            {
                throw new InvalidDataException($"{path}: expected a training with {value}; got one with {saved.GetValueOrDefault(name, "none")}.");
            }
        }
    }

    // False where something is not finite, which must not take the place of a state that is.
    private bool TrySave() => trainer.Autosave is not { } autosave || TrySaveTo(autosave.Path, autosave.Metadata);

    private bool TrySaveTo(string path, IReadOnlyDictionary<string, string>? more = null)
    {
        if (!IsFinite)
        {
            return false;
        }

        Dictionary<string, string> metadata = new(more ?? new Dictionary<string, string>()) { [TrainingProgress.Key] = progress.ToJson() };
        Write("the state", () => checkpoint.Save(path, metadata));
        return true;
    }

    private (TrainingEnd End, string Reason) SaveAndEnd(string reason) => TrySave() ? (TrainingEnd.Cancelled, reason) : (TrainingEnd.NotFinite, NotFinite);

    // What was changed comes first: a file knows the architecture as it was then, dropout's probabilities included.
    private void GoOnFrom(string path, TrainingProgress saved)
    {
        Adopt(saved.Steered);
        try
        {
            checkpoint.Load(path);
        }
        catch
        {
            Adopt(progress.Steered);
            throw;
        }

        progress = saved;
    }
}

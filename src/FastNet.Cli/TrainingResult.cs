using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A training that is over.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Model">The model of the best epoch.</param>
/// <param name="Parts">How it does on the parts, train first.</param>
/// <param name="History">How it went.</param>
/// <param name="Examples">The parts' examples; null where they are not in memory.</param>
internal sealed record TrainingResult(
    TrainSettings Settings, TrainedModel<float> Model, IReadOnlyList<JudgedPart> Parts, TrainingHistory History, Split<float>? Examples)
{
    /// <summary>Writes what was asked for beside the model.</summary>
    /// <exception cref="InvalidDataException">A file cannot be written.</exception>
    public void Write(Terminal terminal)
    {
        Settings.Results.Write(this);
        if (Settings.Results.IsJson)
        {
            JsonOutput.Write(terminal, ToJson());
        }
    }

    private JsonObject ToJson() => new()
    {
        ["model"] = Settings.Output,
        ["task"] = Model.Task.ToString().ToLowerInvariant(),
        ["seed"] = Settings.Network.Seed,
        ["epochs"] = History.Epochs.Count,
        ["bestEpoch"] = History.BestEpoch,
        ["end"] = History.End.ToString(),
        ["stoppedBecause"] = History.StoppedBecause,
        ["train"] = Part(SplitPart.Train),
        ["dev"] = Part(SplitPart.Dev),
        ["test"] = Part(SplitPart.Test),
    };

    private JsonObject? Part(SplitPart part) => Parts.FirstOrDefault(one => one.Part == part) is not { } judged ? null : new()
    {
        ["examples"] = judged.Examples,
        ["loss"] = JsonOutput.Number(judged.Evaluation.Loss),
        [judged.Evaluation.ErrorIsShare ? "accuracy" : "rmse"] = JsonOutput.Number(judged.Evaluation.ErrorIsShare ? judged.Evaluation.Accuracy : judged.Evaluation.Error),
    };
}

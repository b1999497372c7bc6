using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A training that is over.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Model">The model of the best epoch.</param>
/// <param name="Parts">The examples.</param>
/// <param name="History">How it went.</param>
/// <param name="Train">Of the train part.</param>
/// <param name="Dev">Of the dev part; null where there is none.</param>
/// <param name="Test">Of the test part; null where there is none.</param>
internal sealed record TrainingResult(
    TrainSettings Settings, TrainedModel<float> Model, Split<float> Parts, TrainingHistory History, Evaluation Train, Evaluation? Dev, Evaluation? Test)
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
        ["train"] = Part(Parts.Train, Train),
        ["dev"] = Part(Parts.Dev, Dev),
        ["test"] = Part(Parts.Test, Test),
    };

    private static JsonObject? Part(Dataset<float>? examples, Evaluation? evaluation) => examples is null || evaluation is not { } known ? null : new()
    {
        ["examples"] = examples.Count,
        ["loss"] = JsonOutput.Number(known.Loss),
        [known.ErrorIsShare ? "accuracy" : "rmse"] = JsonOutput.Number(known.ErrorIsShare ? known.Accuracy : known.Error),
    };
}

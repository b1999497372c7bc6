using System.CommandLine;
using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet evaluate</c>: how a model does on data with a target.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command = new("evaluate", "Says how a model does on data: accuracy and loss, or RMSE, and the interval that it lies in with 95 % confidence.");
        Argument<string> modelFile = Files.Existing("model", "A file that train wrote.");
        Argument<string> data = Files.Existing("data", "A file with the model's columns and the target, gzip or plain.");
        command.Arguments.Add(modelFile);
        command.Arguments.Add(data);
        Option<string?> targetFile = Files.CreateTargets();
        command.Options.Add(targetFile);
        TableOptionSet table = new(command);
        Option<bool> json = JsonOutput.Create();
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            TrainedModel<float> model = Files.LoadModel(parsed.GetValue(modelFile)!, terminal);
            string path = parsed.GetValue(data)!;
            ConfusionMatrix? counts = model.Task == LearningTask.Classification ? new(model.Network.Outputs) : null;
            ErrorInterval errors = new();
            IEnumerable<Dataset<float>> blocks = ModelInput.ReadExampleBlocks(model, path, table.Read(parsed, new TableOptions()), parsed.GetValue(targetFile));
            Evaluation evaluation = model.Evaluate(counts is null ? blocks.Select(block => AddErrors(model, block, errors)) : blocks, counts);
            if (!double.IsFinite(evaluation.Loss) || !double.IsFinite(evaluation.Error))
            {
                throw new InvalidDataException($"{path}: expected examples with finite predictions, got a loss of {evaluation.Loss}.");
            }

            JsonObject result = [];
            Print(parsed.GetValue(json) ? terminal.Silenced() : terminal, result, evaluation, counts, errors);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, result);
            }
        });
        return command;
    }

    private static void Print(Terminal terminal, JsonObject json, Evaluation evaluation, ConfusionMatrix? counts, ErrorInterval errors)
    {
        long examples = counts?.Total ?? errors.Count;
        terminal.Out.WriteLine($"examples {examples}");
        json["examples"] = examples;
        if (counts is { } matrix)
        {
            long right = Enumerable.Range(0, matrix.Classes).Sum(k => matrix[k, k]);
            Interval interval = Proportion.Wilson(right, matrix.Total);
            terminal.Out.WriteLine($"accuracy {TrainReport.Share(evaluation.Accuracy)}");
            terminal.Out.WriteLine($"interval {TrainReport.Share(interval.Low)} to {TrainReport.Share(interval.High)}");
            terminal.Out.WriteLine($"macro F1 {TrainReport.Share(matrix.MacroF1)}");
            json["accuracy"] = JsonOutput.Number(evaluation.Accuracy);
            json["interval"] = JsonOutput.Of(interval);
            json["macroF1"] = JsonOutput.Number(matrix.MacroF1);
        }
        else
        {
            Interval? interval = errors.Of95Percent();
            terminal.Out.WriteLine($"RMSE {TrainReport.Figure(evaluation.Error)}");
            if (interval is { } known)
            {
                terminal.Out.WriteLine($"interval {TrainReport.Figure(known.Low)} to {TrainReport.Figure(known.High)}");
            }

            json["rmse"] = JsonOutput.Number(evaluation.Error);
            json["interval"] = JsonOutput.Of(interval);
        }

        terminal.Out.WriteLine($"loss {TrainReport.Figure(evaluation.Loss)}");
        json["loss"] = JsonOutput.Number(evaluation.Loss);
    }

    // An example's error in the unit of the evaluation's: the target's own or, of several targets, in deviations, the mean of their squares.
    private static Dataset<float> AddErrors(TrainedModel<float> model, Dataset<float> examples, ErrorInterval errors)
    {
        int outputs = examples.ValueCount;
        MatrixSpan<float> predictions = new(new float[examples.Count * outputs], examples.Count, outputs);
        model.Predict(examples.Features, predictions);
        for (int row = 0; row < examples.Count; row++)
        {
            double squares = 0;
            for (int i = 0; i < outputs; i++)
            {
                double error = ((double)predictions[row, i] - examples.Values[row, i]) / (outputs == 1 ? 1 : model.TargetNormalizer!.Scales[i]);
                squares += error * error;
            }

            errors.Add(Math.Sqrt(squares / outputs));
        }

        return examples;
    }
}

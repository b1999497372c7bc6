using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet evaluate</c>: how a model does on data with a target.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command = new("evaluate", "Says how a model does on data: accuracy and loss, or RMSE.");
        Argument<string> modelFile = Files.Existing("model", "A file that train wrote.");
        Argument<string> data = Files.Existing("data", "A CSV file with the model's columns and the target, gzip or plain.");
        command.Arguments.Add(modelFile);
        command.Arguments.Add(data);
        (Option<bool> Header, Option<bool> NoHeader) header = Files.Header(command);
        command.SetAction(parsed =>
        {
            TrainedModel<float> model = Files.LoadModel(parsed.GetValue(modelFile)!, terminal);
            Dataset<float> examples = ModelInput.ReadExamples(model, parsed.GetValue(data)!, Files.HasHeader(parsed, header));
            Evaluation evaluation = model.Evaluate(examples);
            if (!double.IsFinite(evaluation.Loss) || !double.IsFinite(evaluation.Error))
            {
                throw new InvalidDataException($"{parsed.GetValue(data)}: expected examples with finite predictions, got a loss of {evaluation.Loss}.");
            }

            terminal.Out.WriteLine($"examples {examples.Count}");
            terminal.Out.WriteLine(model.Task == LearningTask.Classification
                ? $"accuracy {TrainReport.Share(evaluation.Accuracy)}"
                : $"RMSE {TrainReport.Figure(evaluation.Error)}");
            terminal.Out.WriteLine($"loss {TrainReport.Figure(evaluation.Loss)}");
        });
        return command;
    }
}

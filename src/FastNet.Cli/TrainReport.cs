using System.Globalization;
using FastNet.Training;
using Spectre.Console;

namespace FastNet.Cli;

/// <summary>What <c>fastnet train</c> says before and after training.</summary>
internal sealed class TrainReport(TrainSettings settings, Terminal terminal, TrainedModel<float> model)
{
    private bool IsClassification => model.Task == LearningTask.Classification;

    public void Start(string name, CsvDataset<float> csv, Split<float> split)
    {
        if (settings.Quiet)
        {
            return;
        }

        Dataset<float> data = csv.Data;
        string header = csv.Schema.HasHeader ? "names in its first line" : "no header";
        string why = settings.Csv.HasHeader is not null ? string.Empty
            : csv.Schema.HasHeader ? " (no cell of it is a number)" : " (its first line has numbers)";
        string task = csv.Task.ToString().ToLowerInvariant() + (csv.TaskIsGuessed ? ", chosen by the target's cells" : string.Empty);
        string classes = IsClassification ? $", {data.ClassNames.Count} classes" : string.Empty;
        terminal.Out.WriteLine($"data     {name}: {data.Count} examples, {data.FeatureCount} features{classes}; {header}{why}");
        terminal.Out.WriteLine($"task     {task}; target {csv.Schema.Target}");
        terminal.Out.WriteLine(
            $"split    {split.Train.Count} train, {split.Dev?.Count ?? 0} dev, {split.Test?.Count ?? 0} test"
            + $"{(IsClassification ? ", stratified" : string.Empty)}; seed {settings.Seed}");
        IEnumerable<int> widths = [data.FeatureCount, .. settings.Hidden, model.Network.Outputs];
        terminal.Out.WriteLine($"network  {string.Join(" → ", widths)}: {model.Network.Parameters.Length} parameters");
    }

    public void End(TrainingHistory history, Split<float> split, Evaluation train, Evaluation? dev, Evaluation? test)
    {
        if (!settings.Quiet)
        {
            terminal.Out.WriteLine($"ended    {history.StoppedBecause}; the network is that of epoch {history.BestEpoch}");
            WriteTable([("train", split.Train.Count, train), ("dev", split.Dev?.Count ?? 0, dev), ("test", split.Test?.Count ?? 0, test)]);
            terminal.Out.WriteLine($"model    {settings.Output}");
        }

        terminal.Out.WriteLine(
            test is { } unseen ? $"test {Result(unseen)}"
            : dev is { } optimistic ? $"dev {Result(optimistic)} (optimistic: choices were made by it)"
            : $"train {Result(train)} (optimistic: it was trained on)");
    }

    /// <summary>A figure with four decimals, or four significant digits where it is large.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) < 10 ? "F4" : "G6", CultureInfo.InvariantCulture);

    private string Result(Evaluation evaluation) => IsClassification ? $"accuracy {Figure(evaluation.Accuracy)}" : $"RMSE {Figure(evaluation.Error)}";

    private void WriteTable((string Name, int Count, Evaluation? Evaluation)[] parts)
    {
        Table table = new() { Border = terminal.IsInteractive ? TableBorder.Rounded : TableBorder.None };
        table.AddColumn("part");
        foreach (string column in new[] { "examples", "loss", IsClassification ? "error" : "RMSE" })
        {
            table.AddColumn(column, cell => cell.RightAligned());
        }

        foreach ((string name, int count, Evaluation? evaluation) in parts)
        {
            if (evaluation is { } figures)
            {
                table.AddRow(name, count.ToString(CultureInfo.InvariantCulture), Figure(figures.Loss), Figure(figures.Error));
            }
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) }).Write(table);
    }
}

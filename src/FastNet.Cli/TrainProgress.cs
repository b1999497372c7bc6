using System.Diagnostics;
using System.Globalization;
using FastNet.Training;
using Spectre.Console;

namespace FastNet.Cli;

/// <summary>Shows how training goes: a bar on a terminal; plain lines, some twenty of them, elsewhere, and as many within one of their epochs where the dev part is evaluated there.</summary>
internal sealed class TrainProgress(TrainSettings settings, Terminal terminal, TrainedModel<float> model, long trainingExamples, int batchSize)
{
    private const int MostLines = 20;

    // With the figures beside it, the bar fits a terminal of 80 columns.
    private const int BarWidth = 8;

    private readonly long start = Stopwatch.GetTimestamp();
    private ProgressTask? bar;

    /// <summary>Runs the training inside the display.</summary>
    public TrainingHistory Run(Func<TrainingHistory> train)
    {
        if (settings.Quiet || !terminal.IsInteractive)
        {
            return train();
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) });
        return console.Progress()
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                bar = context.AddTask("epoch 1", maxValue: (double)settings.Epochs * trainingExamples);
                TrainingHistory history = train();

                // Training that ended early is over all the same.
                bar.StopTask();
                return history;
            });
    }

    public void StepEnded(long examples) => bar?.Value = examples;

    public void EpochEnded(EpochRecord record)
    {
        if (bar is not null)
        {
            bar.Description = Describe(record);
        }
        else if (!settings.Quiet && IsDue(record.Epoch))
        {
            terminal.Out.WriteLine(Describe(record));
        }
    }

    public void StepEvaluated(StepRecord record)
    {
        string line = $"epoch {record.Epoch}/{settings.Epochs}  step {record.Step}{DescribeDev(record.Dev)}";
        if (bar is not null)
        {
            bar.Description = line;
        }
        else if (!settings.Quiet && IsDue(record.Epoch) && IsDueWithin(record.Step))
        {
            terminal.Out.WriteLine(line);
        }
    }

    private bool IsDue(int epoch) =>
        epoch == 1 || epoch == settings.Epochs || epoch % (((settings.Epochs - 1) / MostLines) + 1) == 0;

    // Of an epoch's evaluations some twenty too.
    private bool IsDueWithin(long step)
    {
        long within = trainingExamples / batchSize / settings.EvaluationSteps!.Value;
        return step / settings.EvaluationSteps.Value % ((within / MostLines) + 1) == 0;
    }

    private string Describe(EpochRecord record)
    {
        double left = Stopwatch.GetElapsedTime(start).TotalSeconds / record.Epoch * (settings.Epochs - record.Epoch);
        string dev = record.Dev is { } evaluation ? DescribeDev(evaluation) : string.Empty;
        string cost = record.Penalty > 0
            ? $"cost {TrainReport.Figure(record.TrainCost)} with a penalty of {TrainReport.Figure(record.Penalty)}"
            : $"loss {TrainReport.Figure(record.TrainCost)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {record.Epoch}/{settings.Epochs}  {cost}{dev}  {record.ExamplesPerSecond:F0} examples/s  {left:F0} s left");
    }

    private string DescribeDev(Evaluation dev) => dev.ErrorIsShare
        ? $"  dev error {TrainReport.Share(dev.Error)}"
        : $"  dev RMSE {TrainReport.Figure(model.FoldBackError(dev.Error))}";
}

using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What a report says of a training.</summary>
internal static class TrainingSections
{
    /// <summary>Loss and error by epoch, the dev part's within epochs too where it was evaluated there, the best one marked.</summary>
    /// <param name="history">How training went.</param>
    /// <param name="errorOf">An error as the reader knows it: <see cref="TrainedModel{T}.FoldBackError"/>; null for as it is.</param>
    public static ReportSection Curves(TrainingHistory history, Func<double, double>? errorOf = null)
    {
        bool isShare = (history.Epochs.Count > 0 ? history.Epochs[0].Dev ?? history.Epochs[0].Train : history.Steps.Count > 0 ? history.Steps[0].Dev : null)?.ErrorIsShare ?? true;
        errorOf ??= error => error;
        ReportChart loss = Curve(history, "Loss", "loss",
        [
            new("dev", epoch => epoch.Dev?.Loss, dev => dev.Loss),
            new("train", epoch => epoch.Train?.Loss),
            new("train, with dropout and penalty", epoch => epoch.TrainCost),
        ]);
        ReportChart error = Curve(history, "Error", isShare ? "share that is wrong" : "RMSE",
        [
            new("dev", epoch => epoch.Dev is { } dev ? errorOf(dev.Error) : null, dev => errorOf(dev.Error)),
            new("train", epoch => epoch.Train is { } train ? errorOf(train.Error) : null),
        ]);
        bool hasError = history.Steps.Count > 0 || history.Epochs.Any(epoch => epoch.Train is not null || epoch.Dev is not null);
        string best = history.BestEpoch == 0 ? "No epoch is kept." : $"The network of {(BestWithin(history) is { } step ? $"step {step.Step}, in epoch" : "epoch")} {history.BestEpoch} is kept.";
        return new(
            "Training",
            new TextBlock($"Ended: {history.StoppedBecause}. {best}"),
            hasError ? new ChartGrid(loss, error) : new ChartGrid(loss));
    }

    /// <summary>What was taken for what, and the measures that follow, class by class.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="classNames">A name for each of its classes.</param>
    /// <param name="part">Which examples: dev or test.</param>
    public static ReportSection Confusion(ConfusionMatrix matrix, IReadOnlyList<string> classNames, string part)
    {
        IEnumerable<string[]> classes = classNames.Select((name, k) => (string[])
            [name, Share(matrix.Precision(k)), Share(matrix.Recall(k)), Share(matrix.F1(k)), Count(matrix.Actual(k)), Count(matrix.Predicted(k))]);
        return new(
            $"Classes of the {part} part",
            new HeatMap(classNames, matrix),
            new TableBlock(["class", "precision", "recall", "F1", "examples", "predicted"], [.. classes]),
            new TableBlock([], [["accuracy", Share(matrix.Accuracy)], ["macro F1", Share(matrix.MacroF1)], ["weighted F1", Share(matrix.WeightedF1)]]));
    }

    /// <summary>Whether it is right as often as it says, before and after temperature scaling.</summary>
    /// <param name="part">Which examples: dev or test.</param>
    /// <param name="calibrations">One or more.</param>
    public static ReportSection Reliability(string part, params IReadOnlyList<Calibration> calibrations) => new(
        $"Confidence on the {part} part",
        new TableBlock(
            ["temperature", "cross-entropy", "expected calibration error"],
            [.. calibrations.Select(one => (string[])[TrainReport.Figure(one.Temperature), TrainReport.Figure(one.Loss), Share(one.ExpectedError)])]),
        new ChartGrid([.. calibrations.Select(one => new ReliabilityDiagram($"Temperature {TrainReport.Figure(one.Temperature)}", one))]));

    /// <summary>How the parameters of each layer are spread.</summary>
    public static ReportSection Parameters(IParameters<float> network) => new(
        "Parameters",
        new ChartGrid([.. Histogram.OfParameters(network).Select(slice => new HistogramChart(slice.Key, "value", slice.Value))]));

    private static LineChart Curve(TrainingHistory history, string title, string y, IEnumerable<Measured> lines)
    {
        return new(title, "epoch", y, [.. lines.Select(Line).Where(line => line.X.Count > 0)])
        {
            XIsWhole = true,
            Mark = history.BestEpoch == 0 ? null
                : BestWithin(history) is { } best ? new($"best, step {best.Step}", PlaceOf(history, best))
                : new($"best epoch, {history.BestEpoch}", history.BestEpoch),
        };

        ChartLine Line(Measured line)
        {
            IEnumerable<(double X, double? Y)> within = line.Within is { } of ? history.Steps.Select(step => (PlaceOf(history, step), (double?)of(step.Dev))) : [];
            (double X, double? Y)[] points =
                [.. within.Concat(history.Epochs.Select(epoch => ((double)epoch.Epoch, line.Of(epoch)))).Where(point => point.Item2 is not null).OrderBy(point => point.Item1)];
            return new(line.Name, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y!.Value)]);
        }
    }

    // The evaluation within an epoch after which the network was kept; null where it was at an epoch's end.
    private static StepRecord? BestWithin(TrainingHistory history) => history.Steps.FirstOrDefault(step => step.Step == history.BestStep);

    // In epochs. One that was not finished is taken to be as long as the one before, and longer than its evaluations say.
    private static double PlaceOf(TrainingHistory history, StepRecord step)
    {
        long begin = EndOf(step.Epoch - 1);
        long end = step.Epoch <= history.Epochs.Count ? EndOf(step.Epoch) : long.Max((2 * begin) - EndOf(step.Epoch - 2), history.Steps[^1].Step + 1);
        return step.Epoch - 1 + ((double)(step.Step - begin) / (end - begin));

        long EndOf(int epoch) => epoch < 1 ? 0 : history.Epochs[epoch - 1].Step;
    }

    private sealed record Measured(string Name, Func<EpochRecord, double?> Of, Func<Evaluation, double>? Within = null);

    private static string Share(double value) => double.IsNaN(value) ? TableBlock.NoNumber : TrainReport.Share(value);

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What a report says of a training.</summary>
internal static class TrainingSections
{
    /// <summary>Loss and error by epoch, the best one marked.</summary>
    /// <param name="history">How training went.</param>
    /// <param name="errorOf">An error as the reader knows it: <see cref="TrainedModel{T}.FoldBackError"/>; null for as it is.</param>
    public static ReportSection Curves(TrainingHistory history, Func<double, double>? errorOf = null)
    {
        bool isShare = (history.Epochs.Count > 0 ? history.Epochs[0].Dev ?? history.Epochs[0].Train : null)?.ErrorIsShare ?? true;
        errorOf ??= error => error;
        ReportChart loss = Curve(history, "Loss", "loss",
        [
            ("dev", epoch => epoch.Dev?.Loss),
            ("train", epoch => epoch.Train?.Loss),
            ("train, with dropout and penalty", epoch => epoch.TrainCost),
        ]);
        ReportChart error = Curve(history, "Error", isShare ? "share that is wrong" : "RMSE",
        [
            ("dev", epoch => epoch.Dev is { } dev ? errorOf(dev.Error) : null),
            ("train", epoch => epoch.Train is { } train ? errorOf(train.Error) : null),
        ]);
        bool hasError = history.Epochs.Any(epoch => epoch.Train is not null || epoch.Dev is not null);
        return new(
            "Training",
            new TextBlock($"Ended: {history.StoppedBecause}. {(history.BestEpoch == 0 ? "No epoch is kept." : $"The network of epoch {history.BestEpoch} is kept.")}"),
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

    private static LineChart Curve(TrainingHistory history, string title, string y, IEnumerable<(string Name, Func<EpochRecord, double?> Of)> lines)
    {
        double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        return new(title, "epoch", y,
        [
            .. lines.Where(line => history.Epochs.Any(epoch => line.Of(epoch) is not null))
                .Select(line => new ChartLine(line.Name, epochs, [.. history.Epochs.Select(epoch => line.Of(epoch) ?? double.NaN)])),
        ])
        {
            XIsWhole = true,
            Mark = history.BestEpoch == 0 ? null : new($"best epoch, {history.BestEpoch}", history.BestEpoch),
        };
    }

    private static string Share(double value) => double.IsNaN(value) ? TableBlock.NoNumber : TrainReport.Share(value);

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);
}

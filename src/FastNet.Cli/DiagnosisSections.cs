using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What a report says of a diagnosis.</summary>
internal static class DiagnosisSections
{
    public static HtmlReport Create(
        TrainingData<float> data, PreflightReport preflight, Diagnosis diagnosis, IReadOnlyList<string> findings, MeasuredCurve? curve, MeasuredCurve? sweep,
        IReadOnlyList<TriedRemedy> tried)
    {
        DiagnosedModel model = diagnosis.Model;
        string error = data.Raw.Train.HasClasses ? "share that is wrong" : "RMSE";
        HtmlReport report = new("Diagnosis");
        report.Sections.Add(new("Findings", findings.Count == 0 ? [new TextBlock("None.")] : [.. findings.Select(finding => new TextBlock(finding))]));
        report.Sections.Add(new(
            "Errors",
            new TableBlock(
                ["part", "examples", error, "95 % from", "to"],
                [.. diagnosis.Errors.Concat(diagnosis.Baselines.Select(baseline => ($"dev: {baseline.Name}", baseline.Error))).Select(Row)]),
            new TableBlock(["gap", "difference", "95 % from", "to", "verdict"],
            [
                .. diagnosis.Verdicts.Select(verdict => (string[])
                    [DiagnosisPrinter.NameOf(verdict.Kind), Figure(verdict.Gap), Figure(verdict.Interval.Low), Figure(verdict.Interval.High), verdict.Sentence]),
            ])));
        report.Sections.Add(new("Remedies", diagnosis.Remedies.Count == 0 ? new TextBlock("None.") : new TableBlock(["against", "what", "command", "change of the dev error"],
        [
            .. diagnosis.Remedies.Select(plan => (string[])
                [DiagnosisPrinter.NameOf(plan.Gap), plan.What, plan.Arguments.ToBeHandedOn().Line(plan.Command), Bought(tried.FirstOrDefault(one => one.Plan == plan))]),
        ])));
        if (curve is not null)
        {
            report.Sections.Add(new("Learning curve", new TextBlock(curve.Extrapolate()), new ChartGrid(curve.ToChart("Error by train examples", "train examples", error))));
        }

        if (sweep is not null)
        {
            report.Sections.Add(new("Regularisation", new ChartGrid(sweep.ToChart("Error by λ (0 is not shown)", "λ", error) with { Mark = new("least dev error", sweep.Best.X) })));
        }

        report.Sections.Add(new("Parts", [.. diagnosis.Comparisons.SelectMany(Compared)]));
        report.Sections.Add(new("Checks before training", new TableBlock(
            ["check", "outcome", "what was measured"],
            [.. preflight.Checks.Select(check => (string[])[DiagnosisPrinter.NameOf(check.Subject), DiagnosisPrinter.NameOf(check.Outcome), check.Sentence])])));
        report.Sections.Add(TrainingSections.Curves(model.History, model.Model.FoldBackError));
        report.Sections.Add(new("Examples of the greatest losses", new TableBlock(
            ["row", "actual", "predicted", "loss"],
            [
                .. model.Worst(data).Select(one => (string[])[one.Row.ToString(CultureInfo.InvariantCulture), one.Actual, one.Predicted, Figure(one.Loss)]),
            ])));
        if (data.Raw.Train.HasClasses)
        {
            report.Sections.Add(TrainingSections.Confusion(ClassifierOutputs<float>.Of(model.Model, data.Raw.Dev!).ToConfusionMatrix(), data.Raw.Dev!.ClassNames, "dev"));
            (string part, Calibration before, Calibration after) = model.Calibrate(data.Raw);
            report.Sections.Add(TrainingSections.Reliability(part, before, after));
        }

        return report;
    }

    private static string[] Row((string Name, MeasuredError Error) part) =>
        [part.Name, part.Error.Count.ToString(CultureInfo.InvariantCulture), Figure(part.Error.Value), Figure(part.Error.Interval.Low), Figure(part.Error.Interval.High)];

    private static string Bought(TriedRemedy? tried) => tried is null ? TableBlock.NoNumber
        : tried.Change is { } change ? $"{Figure(change.Change)} ({Figure(change.Interval.Low)} to {Figure(change.Interval.High)})"
        : tried.Why!;

    private static IEnumerable<ReportBlock> Compared(ComparedParts compared)
    {
        yield return new TextBlock(
            $"{compared.First} and {compared.Second} {(compared.Differ ? "differ" : "are alike")}."
            + (compared.Classifier is { } told ? $" A network tells them apart on {TrainReport.Share(told.Accuracy)} of {told.Count} examples." : string.Empty));
        yield return new TableBlock(
            ["column", "statistic", "p", "p, corrected"],
            [.. compared.Columns.Take(10).Select(column => (string[])[column.Name, Figure(column.Statistic), Figure(column.PValue), Figure(column.AdjustedPValue)])]);
    }

    private static string Figure(double value) => TrainReport.Figure(value);
}

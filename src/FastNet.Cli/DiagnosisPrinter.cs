using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet diagnose</c> says.</summary>
internal sealed class DiagnosisPrinter(Terminal terminal, TrainingData<float> data)
{
    private const int MostConfusions = 3;
    private const int MostColumns = 5;

    public static string NameOf(PreflightSubject subject) => subject switch
    {
        PreflightSubject.InitialLoss => "initial loss",
        PreflightSubject.OneBatch => "one batch",
        PreflightSubject.InputMatters => "input matters",
        PreflightSubject.GradientFlow => "gradient flow",
        _ => "leakage",
    };

    public static string NameOf(CheckOutcome outcome) => outcome switch { CheckOutcome.Passed => "passed", CheckOutcome.Failed => "FAILED", _ => "left out" };

    public static string NameOf(GapKind kind) => kind == GapKind.DevOverfitting ? "overfitting to dev" : kind.ToString().ToLowerInvariant();

    public void Print(PreflightReport report)
    {
        foreach (PreflightCheck check in report.Checks)
        {
            Line("check", $"{NameOf(check.Subject)} {NameOf(check.Outcome)}: {check.Sentence}");
        }
    }

    public void Print(Diagnosis diagnosis)
    {
        Line("trained", $"{diagnosis.Model.History.StoppedBecause}; best epoch {diagnosis.Model.History.BestEpoch}");
        string error = data.Raw.Train.HasClasses ? "error" : "RMSE";
        TextTable.Write(terminal, ["part"], ["examples", error, "95 % interval"],
        [
            .. diagnosis.Errors.Select(part => Row(part.Name, part.Error)), .. diagnosis.Baselines.Select(baseline => Row($"dev: {baseline.Name}", baseline.Error)),
        ]);
        Line("least", $"attainable error {(diagnosis.Attainable.IsBound ? "at most " : string.Empty)}{Error(diagnosis.Attainable.Value)}: {diagnosis.Attainable.Source}{(diagnosis.Attainable.IsBound ? " (--attainable says what is)" : string.Empty)}");
        foreach (GapVerdict verdict in diagnosis.Verdicts)
        {
            Line("gap", $"{NameOf(verdict.Kind)} {Signed(verdict.Gap)} ({Signed(verdict.Interval.Low)} to {Signed(verdict.Interval.High)}): {verdict.Sentence}");
        }

        foreach (ComparedParts compared in diagnosis.Comparisons)
        {
            Print(compared);
        }

        foreach (string doubt in diagnosis.Doubts)
        {
            Line("remark", doubt);
        }

        PrintExamples(diagnosis.Model);
    }

    public void PrintCurve(MeasuredCurve curve)
    {
        Print(curve, "train examples");
        Line("curve", curve.Extrapolate());
    }

    public void PrintSweep(MeasuredCurve sweep, TrainArguments arguments)
    {
        Print(sweep, "lambda (--l2)");
        TrainArguments best = sweep.Best.X > 0
            ? arguments.With("--weight-decay", null).With("--l2", TrainReport.Figure(sweep.Best.X))
            : arguments.With("--l2", null).With("--weight-decay", "0");
        Line("lambda", $"least dev error {Error(sweep.Best.Dev.Value)} at {TrainReport.Figure(sweep.Best.X)}: {best.Line("train")}");
    }

    public void Print(IReadOnlyList<RemedyPlan> plans)
    {
        foreach (RemedyPlan plan in plans)
        {
            Line("remedy", $"{NameOf(plan.Gap)}: {plan.What}");
            Line(string.Empty, plan.Line);
        }
    }

    public void Print(IReadOnlyList<TriedRemedy> tried)
    {
        if (tried.Count == 0)
        {
            Line("tried", "nothing: there is no remedy to train with");
            return;
        }

        if (tried.Any(one => one.Change is not null))
        {
            PrintChanges(tried);
        }

        foreach (TriedRemedy left in tried.Where(one => one.Change is null))
        {
            Line("tried", $"{left.Plan.What}: {left.Why}");
        }
    }

    private void PrintChanges(IReadOnlyList<TriedRemedy> tried)
    {
        // Of several remedies that buy nothing, one may seem to: p-values are corrected by Holm.
        TriedRemedy[] measured = [.. tried.Where(one => one.Change?.PValue is not null)];
        Dictionary<TriedRemedy, double> adjusted = measured.Zip(TwoSample.Holm([.. measured.Select(one => one.Change!.PValue!.Value)])).ToDictionary();
        bool hasPValues = data.Raw.Train.HasClasses;
        TextTable.Write(
            terminal, ["tried"], ["dev", "change", "95 % interval", .. hasPValues ? ["McNemar p"] : Array.Empty<string>()],
            tried.Where(one => one.Change is not null).Select(one => (string[])
            [
                one.Plan.What, Error(one.Change!.Error.Value), Signed(one.Change.Change), $"{Signed(one.Change.Interval.Low)} to {Signed(one.Change.Interval.High)}",
                .. hasPValues ? [adjusted[one].ToString("G2", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            ]));
    }

    /// <summary>The last lines.</summary>
    /// <returns>Whether there is a finding.</returns>
    public bool End(IReadOnlyList<string> findings)
    {
        foreach (string finding in findings)
        {
            Line("finding", finding);
        }

        if (findings.Count == 0)
        {
            terminal.Out.WriteLine("no finding");
        }

        return findings.Count > 0;
    }

    private void Print(ComparedParts compared)
    {
        string classifier = compared.Classifier is { } told
            ? $"a network tells them apart on {TrainReport.Share(told.Accuracy)} of {told.Count} examples (by chance 0.5; p {P(told.PValue)})"
            : "too few examples to train a network on";
        FeatureDifference[] differing = [.. compared.Differing];
        string columns = differing.Length == 0 ? "no column differs"
            : $"{differing.Length} of {compared.Columns.Count} columns differ, most {string.Join(", ", differing.Take(MostColumns).Select(column => $"{column.Name} (p {P(column.AdjustedPValue)})"))}";
        Line("parts", $"{compared.First} and {compared.Second} {(compared.Differ ? "differ" : "are alike")}: {columns}; {classifier}");
    }

    private void PrintExamples(DiagnosedModel model)
    {
        foreach ((int row, string actual, string predicted, double loss) in model.Worst(data))
        {
            Line("worst", $"row {row}: {actual}, predicted {predicted}; loss {TrainReport.Figure(loss)}");
        }

        if (!data.Raw.Train.HasClasses)
        {
            return;
        }

        IReadOnlyList<string> names = data.Raw.Dev!.ClassNames;
        ConfusionMatrix matrix = ClassifierOutputs<float>.Of(model.Model, data.Raw.Dev).ToConfusionMatrix();
        foreach ((int actual, int predicted) in Enumerable.Range(0, names.Count * names.Count).Select(i => int.DivRem(i, names.Count))
            .Where(cell => cell.Quotient != cell.Remainder && matrix[cell.Quotient, cell.Remainder] > 0)
            .OrderByDescending(cell => matrix[cell.Quotient, cell.Remainder]).Take(MostConfusions))
        {
            Line("confused", $"{names[actual]} taken for {names[predicted]}: {matrix[actual, predicted]} of {matrix.Actual(actual)}");
        }

        (string part, Calibration before, Calibration after) = model.Calibrate(data.Raw);
        Line(
            "ECE",
            $"expected calibration error {TrainReport.Share(before.ExpectedError)} on {part}, {TrainReport.Share(after.ExpectedError)} with the temperature {TrainReport.Figure(after.Temperature)} fitted on dev");
    }

    private void Print(MeasuredCurve curve, string x) => TextTable.Write(
        terminal, [x], ["train", "dev", "95 % interval"],
        curve.Points.Select(point => (string[])[TrainReport.Figure(point.X), Error(point.Train.Value), Error(point.Dev.Value), Range(point.Dev)]));

    private string[] Row(string name, MeasuredError error) => [name, error.Count.ToString(CultureInfo.InvariantCulture), Error(error.Value), Range(error)];

    private string Range(MeasuredError error) => $"{Error(error.Interval.Low)} to {Error(error.Interval.High)}";

    private string Error(double value) => data.Raw.Train.HasClasses ? TrainReport.Share(value) : TrainReport.Figure(value);

    private string Signed(double value) => value < 0 ? $"-{Error(-value)}" : $"+{Error(value)}";

    private static string P(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    // What it is about, in a column of its own, as train has it.
    private void Line(string subject, string text) => terminal.Out.WriteLine($"{subject,-8} {Terminal.Printable(text)}");
}

using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet diagnose</c>: checks before training, training, errors, verdicts, remedies.</summary>
internal sealed class DiagnosisRun(DiagnoseSettings settings, Terminal terminal, Interruption interruption)
{
    private const int Found = 1;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public int Execute()
    {
        TrainSettings train = settings.Train;
        TrainingData<float> data = new(train.Data, train.Network.Seed);
        if (!settings.PreflightOnly)
        {
            RequireParts(data.Raw);
            RequireShares(data.Raw.Train.HasClasses);
        }

        TableSource source = new(data, data.Raw, train.Data.Split);
        TrainedModel<float> untrained = source.CreateModel(train.Network);
        TrainReport report = new(train, terminal, untrained);
        _ = new PlannedTraining(train, source, untrained, report);
        report.Start(source);
        DiagnosisPrinter printer = new(terminal, data);
        PreflightReport preflight = Preflight(untrained, data);
        printer.Print(preflight);
        List<string> findings = [.. preflight.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => $"preflight: {DiagnosisPrinter.NameOf(check.Subject)}")];
        if (settings.PreflightOnly)
        {
            return printer.End(findings) ? Found : 0;
        }

        Diagnosis diagnosis = Diagnosis.Of(settings, data, interruption);
        findings.AddRange(diagnosis.Findings);
        printer.Print(diagnosis);
        MeasuredCurve? curve = settings.LearningCurve ? MeasuredCurve.OfExamples(train, data, diagnosis.Model, interruption) : null;
        if (curve is not null)
        {
            printer.PrintCurve(curve);
        }

        MeasuredCurve? sweep = settings.LambdaSweep ? MeasuredCurve.OfLambda(train, data, interruption) : null;
        if (sweep is not null)
        {
            printer.PrintSweep(sweep, settings.Arguments);
        }

        printer.Print(diagnosis.Remedies);
        List<TriedRemedy> tried = settings.Try ? [.. TriedRemedy.Each(diagnosis.Remedies, settings, data, diagnosis.Model, interruption)] : [];
        if (settings.Try)
        {
            printer.Print(tried);
        }

        bool isFound = printer.End(findings);
        if (settings.Report is { } path)
        {
            HtmlReport page = DiagnosisSections.Create(data, preflight, diagnosis, findings, curve, sweep, tried);
            OutputFile.WriteNamed("--report", path, page.Save);
        }

        return isFound ? Found : 0;
    }

    private PreflightReport Preflight(TrainedModel<float> untrained, TrainingData<float> data)
    {
        TrainSettings train = settings.Train;
        int count = data.Raw.Train.Count;

        // Whether the input matters is a matter of examples like those of train.
        Dataset<float>? unseen = data.Raw.TrainDev ?? data.Raw.Dev;
        return new Preflight<float>(
            untrained.Network, PlannedTraining.CreateLoss(train, untrained), network => train.Optimization.Create(network, count))
        {
            BatchSize = int.Max(2, train.BatchSize ?? TrainSettings.DefaultBatchSize(count)),
            Seed = train.Network.Seed,
            Schema = data.Schema,
        }.Run(data.Prepare(data.Raw.Train), unseen is null ? null : data.Prepare(unseen));
    }

    // Of classes, errors are shares.
    private void RequireShares(bool hasClasses)
    {
        foreach ((string option, double? value) in new[] { ("--attainable", settings.Attainable), ("--tolerance", settings.Tolerance) })
        {
            if (hasClasses && value > 1)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{option}: expected a share of at most 1, as the target is of classes; got {value}."));
            }
        }
    }

    private static void RequireParts(Split<float> parts)
    {
        if (parts.Dev is null)
        {
            throw new InvalidDataException("--split: expected a dev part to tell variance by, got none.");
        }

        foreach ((string name, Dataset<float>? part) in new[] { ("train", parts.Train), ("train-dev", parts.TrainDev), ("dev", parts.Dev), ("test", parts.Test) })
        {
            if (part?.Count < 2)
            {
                throw new InvalidDataException($"--split: expected at least 2 examples in the {name} part, of which an interval can be told; got {part.Count}.");
            }
        }
    }
}

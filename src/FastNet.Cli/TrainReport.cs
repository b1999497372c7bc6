using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet train</c> says before and after training.</summary>
internal sealed class TrainReport(TrainSettings settings, Terminal terminal, TrainedModel<float> model)
{
    private const int PictureWidth = 60;
    private const int PictureHeight = 5;

    private bool IsClassification => model.Task == LearningTask.Classification;

    public void Start(TrainingSource source)
    {
        if (settings.Quiet)
        {
            return;
        }

        DataSchema schema = source.Schema;
        string header = schema.HasHeader ? "names in the first line" : "none";
        string why = settings.Data.Options.HasHeader is not null ? string.Empty
            : schema.HasHeader ? " (no cell of it is a number)" : " (the first line has numbers)";
        string task = source.Task.ToString().ToLowerInvariant() + (source.TaskIsGuessed ? ", chosen by the target's cells" : string.Empty);
        string classes = IsClassification ? $", {source.ClassNames.Count} classes" : string.Empty;
        string held = source[SplitPart.TrainDev] > 0 ? $"{source[SplitPart.TrainDev]} train-dev, " : string.Empty;
        terminal.Out.WriteLine($"data     {Terminal.Printable(settings.Data.Name)}: {source.Count} examples, {schema.FeatureNames.Count} features{classes}");
        terminal.Out.WriteLine($"header   {header}{why}");
        terminal.Out.WriteLine($"task     {task}; target {Terminal.Printable(string.Join(", ", schema.Targets.Select(target => target.Name)))}");
        terminal.Out.WriteLine(
            $"split    {source[SplitPart.Train]} train, {held}{source[SplitPart.Dev]} dev, {source[SplitPart.Test]} test"
            + $"{source.SplitDescription}; seed {settings.Network.Seed}");
        foreach (string remark in source.Remarks)
        {
            terminal.Out.WriteLine($"remark   {remark}");
        }

        IEnumerable<int> widths = [schema.FeatureNames.Count, .. settings.Network.Hidden, model.Network.Outputs];
        terminal.Out.WriteLine($"network  {string.Join(" → ", widths)}: {model.Network.Parameters.Length} parameters");
        if (settings.Network.Hidden.Length > 0)
        {
            terminal.Out.WriteLine(
                $"hidden   {settings.Network.Activation.ToString().ToLowerInvariant()}{(settings.Network.BatchNorm ? " behind batch norm" : string.Empty)}, "
                + $"kept with probability {Figure(settings.Network.KeepProbability)}");
        }

    }

    /// <summary>What was found before training.</summary>
    public void Preflight(PreflightReport found)
    {
        foreach (PreflightCheck check in found.Checks.Where(check => check.Outcome == CheckOutcome.Failed))
        {
            terminal.Error.WriteLine($"fastnet: warning: preflight, {DiagnosisPrinter.NameOf(check.Subject)}: {Terminal.Printable(check.Sentence)}");
        }

        if (!settings.Quiet && found.HasPassed)
        {
            IEnumerable<string> passed = found.Checks.Where(check => check.Outcome == CheckOutcome.Passed).Select(check => DiagnosisPrinter.NameOf(check.Subject));
            terminal.Out.WriteLine($"checks   passed: {string.Join(", ", passed)}");
        }
    }

    /// <summary>What training will do to the weights.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="schedule">Its schedule; null for none.</param>
    /// <param name="batchSize">Examples of a step.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="dropsLast">Whether the last batch is dropped.</param>
    public void Plan(Optimizer<float> optimizer, Schedule? schedule, int batchSize, int steps, bool dropsLast)
    {
        if (settings.Quiet)
        {
            return;
        }

        terminal.Out.WriteLine($"steps    {optimizer}; batches of {batchSize}");
        foreach (IGrouping<string, ParameterTreatment> kept in optimizer.Treatments()
            .Where(treatment => treatment.Regularizer != Regularizer.None).GroupBy(treatment => treatment.Regularizer.ToString()!))
        {
            terminal.Out.WriteLine($"decays   {string.Join(", ", kept.Select(treatment => treatment.Slice.Name))}: {kept.Key}");
        }

        if (schedule is not null)
        {
            terminal.Out.WriteLine($"schedule {schedule}");
            terminal.Out.Write(schedule.Draw(settings.Epochs, steps, PictureWidth, PictureHeight));
        }

        if (optimizer.Clipping is { } clipping)
        {
            terminal.Out.WriteLine($"clipping {clipping}");
        }

        if (settings.Optimization.WarmUp >= settings.Epochs)
        {
            terminal.Out.WriteLine($"remark   the learning rate rises over {settings.Optimization.WarmUp} epochs and there are {settings.Epochs}: it never reaches its value");
        }

        if (settings.Resume is { } state)
        {
            terminal.Out.WriteLine($"resumed  from {Terminal.Printable(state)}");
        }

        if (settings.Autosave is { } every)
        {
            terminal.Out.WriteLine($"state    every {every} steps to {Terminal.Printable(settings.StateFile)}; go on from it with train --resume");
        }

        if (optimizer.Noise is { } noise)
        {
            terminal.Out.WriteLine($"noise    {noise}");
        }

        if (dropsLast)
        {
            terminal.Out.WriteLine("remark   one example would be left over for a last batch: each epoch drops another, as batch norm needs two");
        }

        foreach (string advice in InitializerAdvice.For(model.Network.Inputs, model.Network.Layers))
        {
            terminal.Out.WriteLine($"remark   {advice}");
        }
    }

    /// <summary>How it went, and how good the model is.</summary>
    /// <param name="history">How it went.</param>
    /// <param name="parts">How the model does on the parts, train first.</param>
    /// <param name="baseline">Of the part by which it is to be judged.</param>
    public void End(TrainingHistory history, IReadOnlyList<JudgedPart> parts, Baseline baseline)
    {
        if (!settings.Quiet)
        {
            JudgedPart judge = JudgedPart.Judge(parts);
            terminal.Out.WriteLine($"ended    {history.StoppedBecause}");
            terminal.Out.WriteLine($"best     epoch {history.BestEpoch}{(settings.EvaluationSteps is null ? string.Empty : $", step {history.BestStep}")}; its network is kept");
            WriteTable(
            [
                .. parts.Select(part => (part.Name, part.Examples, Figure(part.Evaluation.Loss), Error(part.Evaluation))),
                ($"baseline on {judge.Name}", judge.Examples, string.Empty, Error(judge.Evaluation with { Error = baseline.Error })),
            ]);
            if (judge.Evaluation.Error >= baseline.Error)
            {
                terminal.Out.WriteLine($"remark   on the {judge.Name} part it is no better than always saying {Terminal.Printable(baseline.Answer)}");
            }

            double sparsity = Metrics.Sparsity<float>(model.Network.Parameters[..model.Network.WeightCount]);
            if (sparsity > 0)
            {
                terminal.Out.WriteLine($"zeros    {Share(sparsity)} of the weights");
            }

            terminal.Out.WriteLine($"model    {Terminal.Printable(settings.Output)}");
        }

        JudgedPart last = parts[^1];
        string optimistic = last.Part switch
        {
            SplitPart.Test => string.Empty,
            SplitPart.Dev => " (optimistic: choices were made by it)",
            _ => " (optimistic: it was trained on)",
        };
        terminal.Out.WriteLine($"{last.Name} {(IsClassification ? $"accuracy {Share(last.Evaluation.Accuracy)}" : $"RMSE {Figure(last.Evaluation.Error)}")}{optimistic}");
    }

    /// <summary>A figure with at least four significant digits.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) is >= 1000 and < 1e15 ? "F0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>A share of examples with four decimals.</summary>
    public static string Share(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>An error in figures.</summary>
    public static string Error(Evaluation evaluation) => evaluation.ErrorIsShare ? Share(evaluation.Error) : Figure(evaluation.Error);

    private void WriteTable((string Name, long Count, string Loss, string Error)[] parts)
    {
        TextTable.Write(
            terminal, ["part"], ["examples", "loss", IsClassification ? "error" : "RMSE"],
            parts.Select(part => (string[])[part.Name, part.Count.ToString(CultureInfo.InvariantCulture), part.Loss, part.Error]));
    }
}

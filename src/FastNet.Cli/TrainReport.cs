using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet train</c> says before and after training.</summary>
internal sealed class TrainReport(TrainSettings settings, Terminal terminal, TrainedModel<float> model)
{
    private const int PictureWidth = 60;
    private const int PictureHeight = 5;

    private bool IsClassification => model.Task == LearningTask.Classification;

    public void Start(TrainingData<float> source)
    {
        if (settings.Quiet)
        {
            return;
        }

        Dataset<float> data = source.All;
        Split<float> split = source.Raw;
        DataSchema schema = source.Schema;
        string header = schema.HasHeader ? "names in the first line" : "none";
        string why = settings.Data.Options.HasHeader is not null ? string.Empty
            : schema.HasHeader ? " (no cell of it is a number)" : " (the first line has numbers)";
        string task = source.Plan.Task.ToString().ToLowerInvariant() + (source.Plan.TaskIsGuessed ? ", chosen by the target's cells" : string.Empty);
        string classes = IsClassification ? $", {data.ClassNames.Count} classes" : string.Empty;
        terminal.Out.WriteLine($"data     {Terminal.Printable(settings.Data.Name)}: {data.Count} examples, {data.FeatureCount} features{classes}");
        terminal.Out.WriteLine($"header   {header}{why}");
        terminal.Out.WriteLine($"task     {task}; target {Terminal.Printable(string.Join(", ", schema.Targets.Select(target => target.Name)))}");
        terminal.Out.WriteLine(
            $"split    {split.Train.Count} train, {(split.TrainDev is { } held ? $"{held.Count} train-dev, " : string.Empty)}{split.Dev?.Count ?? 0} dev, {split.Test?.Count ?? 0} test"
            + $"{settings.Data.Split.Describe(source.Plan.Task)}; seed {settings.Network.Seed}");
        if (source.Moved > 0)
        {
            terminal.Out.WriteLine($"remark   {source.Moved} examples equal others and went with them to the train part (--duplicates)");
        }

        if (IsClassification && FirstClassOfOne(data) is { } single)
        {
            terminal.Out.WriteLine($"remark   the class '{Terminal.Printable(single)}' occurs once: it is in the train part only");
        }

        IEnumerable<int> widths = [data.FeatureCount, .. settings.Network.Hidden, model.Network.Outputs];
        terminal.Out.WriteLine($"network  {string.Join(" → ", widths)}: {model.Network.Parameters.Length} parameters");
        if (settings.Network.Hidden.Length > 0)
        {
            terminal.Out.WriteLine(
                $"hidden   {settings.Network.Activation.ToString().ToLowerInvariant()}{(settings.Network.BatchNorm ? " behind batch norm" : string.Empty)}, "
                + $"kept with probability {Figure(settings.Network.KeepProbability)}");
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

    public void End(TrainingHistory history, Split<float> split, Evaluation train, Evaluation? dev, Evaluation? test)
    {
        if (!settings.Quiet)
        {
            (string judge, Dataset<float> part, Evaluation judged) = split.Dev is not null ? ("dev", split.Dev, dev!.Value)
                : split.Test is not null ? ("test", split.Test, test!.Value) : ("train", split.Train, train);
            Baseline baseline = Baseline.Of(split.Train, part);
            terminal.Out.WriteLine($"ended    {history.StoppedBecause}");
            terminal.Out.WriteLine($"best     epoch {history.BestEpoch}; its network is kept");
            WriteTable(
            [
                ("train", split.Train.Count, Figure(train.Loss), Error(train.Error)),
                ("dev", split.Dev?.Count ?? 0, Figure(dev?.Loss ?? 0), Error(dev?.Error ?? 0)),
                ("test", split.Test?.Count ?? 0, Figure(test?.Loss ?? 0), Error(test?.Error ?? 0)),
                ($"baseline on {judge}", part.Count, string.Empty, Error(baseline.Error)),
            ]);
            if (judged.Error >= baseline.Error)
            {
                terminal.Out.WriteLine($"remark   on the {judge} part it is no better than always saying {Terminal.Printable(baseline.Answer)}");
            }

            double sparsity = Metrics.Sparsity<float>(model.Network.Parameters[..model.Network.WeightCount]);
            if (sparsity > 0)
            {
                terminal.Out.WriteLine($"zeros    {Share(sparsity)} of the weights");
            }

            terminal.Out.WriteLine($"model    {Terminal.Printable(settings.Output)}");
        }

        terminal.Out.WriteLine(
            test is { } unseen ? $"test {Result(unseen)}"
            : dev is { } optimistic ? $"dev {Result(optimistic)} (optimistic: choices were made by it)"
            : $"train {Result(train)} (optimistic: it was trained on)");
    }

    /// <summary>A figure with at least four significant digits.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) is >= 1000 and < 1e15 ? "F0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>A share of examples with four decimals.</summary>
    public static string Share(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string? FirstClassOfOne(Dataset<float> data)
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (int k in data.Classes)
        {
            counts[k]++;
        }

        int single = Array.IndexOf(counts, 1);
        return single < 0 ? null : data.ClassNames[single];
    }

    private string Error(double value) => IsClassification ? Share(value) : Figure(value);

    private string Result(Evaluation evaluation) => IsClassification ? $"accuracy {Share(evaluation.Accuracy)}" : $"RMSE {Figure(evaluation.Error)}";

    private void WriteTable((string Name, int Count, string Loss, string Error)[] parts)
    {
        TextTable.Write(
            terminal, ["part"], ["examples", "loss", IsClassification ? "error" : "RMSE"],
            parts.Where(part => part.Count > 0).Select(part => (string[])[part.Name, part.Count.ToString(CultureInfo.InvariantCulture), part.Loss, part.Error]));
    }
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A training as a page.</summary>
internal static class TrainingPage
{
    public static HtmlReport Of(TrainingResult result)
    {
        TrainedModel<float> model = result.Model;
        HtmlReport page = new($"Training of {Path.GetFileName(result.Settings.Output)}");
        page.Sections.Add(Figures(result));
        page.Sections.Add(TrainingSections.Curves(result.History, model.FoldBackError));
        if (model.Task == LearningTask.Classification && result.Examples is { } examples && (examples.Test ?? examples.Dev) is { } judge)
        {
            string part = examples.Test is null ? "dev" : "test";
            ClassifierOutputs<float> outputs = ClassifierOutputs<float>.Of(model, judge);
            page.Sections.Add(TrainingSections.Confusion(outputs.ToConfusionMatrix(), model.ClassNames, part));
            page.Sections.Add(TrainingSections.Reliability(part, [.. Calibrations(model, outputs, examples)]));
        }

        page.Sections.Add(TrainingSections.Parameters(model.Network));
        page.Sections.Add(new(
            "Settings",
            new TableBlock([], [.. result.Settings.Results.Options.Select(option => (string[])
                [option.Name, option.Values.Count == 0 ? "yes" : string.Join(", ", option.Values.Select(value => Shown(option, value))), option.IsDefault ? "default" : string.Empty])])));
        return page;
    }

    // A separator may be a blank.
    private static string Shown(UsedOption option, string value) => option.AreFiles ? Files.ToBeHandedOn(value) : string.IsNullOrWhiteSpace(value) ? $"'{value}'" : value;

    private static ReportSection Figures(TrainingResult result) => new("Figures", new TableBlock(
        ["part", "examples", "loss", result.Parts[0].Evaluation.ErrorIsShare ? "error" : "RMSE"],
        [.. result.Parts.Select(part => (string[])
            [part.Name, TrainReport.Figure(part.Examples), TrainReport.Figure(part.Evaluation.Loss), TrainReport.Error(part.Evaluation)])]));

    // A temperature is fitted on the dev part, and so shown on the test part alone.
    private static IEnumerable<Calibration> Calibrations(TrainedModel<float> model, ClassifierOutputs<float> outputs, Split<float> parts)
    {
        yield return Calibration.Of(outputs.Values, outputs.Classes);
        if (parts.Test is not null && parts.Dev is not null)
        {
            ClassifierOutputs<float> dev = ClassifierOutputs<float>.Of(model, parts.Dev);
            yield return Calibration.Of(outputs.Values, outputs.Classes, TemperatureScaling.Fit(dev.Values, dev.Classes));
        }
    }
}

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
        if (model.Task == LearningTask.Classification && (result.Parts.Test ?? result.Parts.Dev) is { } judge)
        {
            string part = result.Parts.Test is null ? "dev" : "test";
            ClassifierOutputs<float> outputs = ClassifierOutputs<float>.Of(model, judge);
            page.Sections.Add(TrainingSections.Confusion(outputs.ToConfusionMatrix(), model.ClassNames, part));
            page.Sections.Add(TrainingSections.Reliability(part, [.. Calibrations(model, outputs, result.Parts)]));
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

    private static ReportSection Figures(TrainingResult result)
    {
        List<string[]> rows = [];
        Add("train", result.Parts.Train, result.Train);
        Add("dev", result.Parts.Dev, result.Dev);
        Add("test", result.Parts.Test, result.Test);
        return new("Figures", new TableBlock(["part", "examples", "loss", result.Train.ErrorIsShare ? "error" : "RMSE"], rows));

        void Add(string name, Dataset<float>? part, Evaluation? evaluation)
        {
            if (part is not null && evaluation is { } known)
            {
                rows.Add([name, TrainReport.Figure(part.Count), TrainReport.Figure(known.Loss), known.ErrorIsShare ? TrainReport.Share(known.Error) : TrainReport.Figure(known.Error)]);
            }
        }
    }

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

using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: data, split, network, training, report, file.</summary>
internal static class TrainingRun
{
    public static void Execute(TrainSettings settings, Terminal terminal, Interruption interruption)
    {
        TrainingSource source = CreateSource(settings);
        TrainedModel<float> model = source.CreateModel(settings.Network);
        Terminal talk = settings.Results.IsJson ? terminal.Silenced() : terminal;
        TrainReport report = new(settings, talk, model);
        PlannedTraining training = new(settings, source, model, report);
        report.Start(source);
        if (settings.Resume is null && PreflightRun.IsDue(settings.Preflight, training.Steps))
        {
            report.Preflight(PreflightRun.Of(settings, source, model));
        }

        TrainingHistory history = training.Run(talk, interruption);
        End(settings, source, model, history, report, terminal);
    }

    private static TrainingSource CreateSource(TrainSettings settings)
    {
        if (settings.Stream)
        {
            return new StreamSource(settings.Data, settings.Network.Seed);
        }

        TrainingData<float> data = new(settings.Data, settings.Network.Seed);
        return new TableSource(data, data.Raw, settings.Data.Split);
    }

    private static void End(
        TrainSettings settings, TrainingSource source, TrainedModel<float> model, TrainingHistory history, TrainReport report, Terminal terminal)
    {
        model = model.From(new Dictionary<string, string>(history.Settings) { ["fastnet"] = typeof(TrainedModel<>).Assembly.GetName().Version!.ToString() });

        // Figures first: a model that has none is not worth a file.
        JudgedPart[] parts =
        [
            .. new[] { SplitPart.Train, SplitPart.Dev, SplitPart.Test }.Where(part => source[part] > 0)
                .Select(part => new JudgedPart(part, source[part], RequireFinite(source.Evaluate(model, part)))),
        ];
        OutputFile.Write(settings.Output, model.Save);
        report.End(history, parts, source.BaselineOf(JudgedPart.Judge(parts).Part));
        new TrainingResult(settings, model, parts, history, source.Parts).Write(terminal);
        if (history.End == TrainingEnd.NotSaved)
        {
            throw new TrainingFailedException($"expected a training to its end, but {history.StoppedBecause}; the model has the best epoch before.");
        }
    }

    private static Evaluation RequireFinite(Evaluation evaluation) => double.IsFinite(evaluation.Loss) && double.IsFinite(evaluation.Error)
        ? evaluation
        : throw new TrainingFailedException("expected a model whose predictions are finite, got one whose are not: no model was written.");
}

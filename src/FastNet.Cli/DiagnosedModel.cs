using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A trained model with what it makes of each example of each part.</summary>
/// <param name="Model">The model.</param>
/// <param name="History">How training went.</param>
/// <param name="Train">What it learnt from.</param>
/// <param name="TrainDev">Unseen examples like those; null where there are none.</param>
/// <param name="Dev">What choices are made by.</param>
/// <param name="Test">What nobody looked at; null where there is none.</param>
internal sealed record DiagnosedModel(
    TrainedModel<float> Model, TrainingHistory History, ExampleErrors Train, ExampleErrors? TrainDev, ExampleErrors Dev, ExampleErrors? Test)
{
    private const int MostWorst = 5;

    private static readonly Terminal Silent = new(TextWriter.Null, TextWriter.Null, IsInteractive: false);

    /// <summary>Trains as fastnet train does.</summary>
    /// <param name="settings">How.</param>
    /// <param name="data">What for.</param>
    /// <param name="parts">The parts, with a dev part.</param>
    /// <param name="interruption">Ends it early, which here is a failure.</param>
    /// <exception cref="TrainingFailedException">There is no model, or its predictions are not finite.</exception>
    public static DiagnosedModel Fit(TrainSettings settings, TrainingData<float> data, Split<float> parts, Interruption interruption)
    {
        TableSource source = new(data, parts, settings.Data.Split);
        TrainedModel<float> model = source.CreateModel(settings.Network);
        TrainSettings quiet = settings with { Quiet = true };
        TrainingHistory history = new PlannedTraining(quiet, source, model, new TrainReport(quiet, Silent, model)).Run(Silent, interruption);
        if (history.End == TrainingEnd.Cancelled)
        {
            throw new TrainingFailedException($"expected trainings to their ends, but {history.StoppedBecause}: no diagnosis.");
        }

        return new(model, history, Measure(parts.Train), parts.TrainDev is { } held ? Measure(held) : null, Measure(parts.Dev!), parts.Test is { } test ? Measure(test) : null);

        ExampleErrors Measure(Dataset<float> part)
        {
            ExampleErrors errors = ExampleErrors.Of(model.Network, model.CreateLoss(), data.Prepare(part), model.FoldBackError(1));
            foreach (double loss in errors.Losses)
            {
                if (!double.IsFinite(loss))
                {
                    throw new TrainingFailedException("expected a model whose predictions are finite, got one whose are not: no diagnosis.");
                }
            }

            return errors;
        }
    }

    /// <summary>The examples of the greatest losses: the row in the file, what it is and what it was taken for.</summary>
    public IEnumerable<(int Row, string Actual, string Predicted, double Loss)> Worst(TrainingData<float> data)
    {
        Dataset<float> dev = data.Raw.Dev!;
        float[] outputs = new float[Model.Network.Outputs];
        int[] predicted = new int[1];
        foreach (int example in Dev.Worst(MostWorst))
        {
            Model.Predict(dev.Features.Slice(example, 1), new(outputs, 1, outputs.Length));
            Metrics.ArgMax<float>(new(outputs, 1, outputs.Length), predicted);
            yield return (
                data.Plan.Table.LineOf(data.Rows.Dev[example]),
                dev.HasClasses ? dev.ClassNames[dev.Classes[example]] : Figures(dev.Values.Row(example).ToArray()),
                dev.HasClasses ? $"{dev.ClassNames[predicted[0]]} with {TrainReport.Share(outputs[predicted[0]])}" : Figures(outputs),
                Dev.Losses[example]);
        }
    }

    /// <summary>Calibration before and after the temperature that the dev part gives, on the test part where there is one.</summary>
    public (string Part, Calibration Before, Calibration After) Calibrate(Split<float> parts)
    {
        ClassifierOutputs<float> dev = ClassifierOutputs<float>.Of(Model, parts.Dev!);
        double temperature = TemperatureScaling.Fit(dev.Values, dev.Classes);
        ClassifierOutputs<float> judged = parts.Test is null ? dev : ClassifierOutputs<float>.Of(Model, parts.Test);
        return (parts.Test is null ? "dev" : "test", Calibration.Of(judged.Values, judged.Classes), Calibration.Of(judged.Values, judged.Classes, temperature));
    }

    private static string Figures(float[] values) => string.Join(", ", values.Select(value => TrainReport.Figure(value)));
}

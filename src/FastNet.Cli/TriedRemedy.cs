using System.Diagnostics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What a remedy bought.</summary>
/// <param name="Plan">The remedy.</param>
/// <param name="Change">On the same dev examples; null where it was not tried.</param>
/// <param name="Why">Why it was not; null where it was.</param>
internal sealed record TriedRemedy(RemedyPlan Plan, PairedChange? Change, string? Why)
{
    /// <summary>Trains with each remedy in turn.</summary>
    /// <param name="plans">The remedies.</param>
    /// <param name="settings">The budget, and the training without remedies.</param>
    /// <param name="data">The data of that training.</param>
    /// <param name="before">Its model.</param>
    /// <param name="interruption">Ends it.</param>
    public static IEnumerable<TriedRemedy> Each(
        IEnumerable<RemedyPlan> plans, DiagnoseSettings settings, TrainingData<float> data, DiagnosedModel before, Interruption interruption)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (RemedyPlan plan in plans)
        {
            if (!plan.NeedsOtherData)
            {
                yield return Stopwatch.GetElapsedTime(start).TotalSeconds < settings.Budget
                    ? Try(plan, settings, data, before, interruption)
                    : new(plan, null, "not tried: the budget was spent");
            }
        }
    }

    private static TriedRemedy Try(
        RemedyPlan plan, DiagnoseSettings settings, TrainingData<float> data, DiagnosedModel before, Interruption interruption)
    {
        try
        {
            TrainSettings changed = plan.Arguments.Read();
            TrainingData<float> own = plan.Remedy == Remedy.WithoutShiftedFeatures ? new(changed.Data, changed.Network.Seed) : data;
            ExampleErrors after = DiagnosedModel.Fit(changed, own, own.Raw, interruption).Dev;

            // With fewer features more examples equal others, and leave the dev part: the others are compared.
            int[] rows = [.. data.Rows.Dev.Intersect(own.Rows.Dev)];
            return 2 * rows.Length < data.Rows.Dev.Length
                ? new(plan, null, "not comparable: more than half of the dev examples are others")
                : new(plan, PairedChange.Of(Of(before.Dev, data), Of(after, own), settings.Train.Network.Seed), null);

            ExampleErrors Of(ExampleErrors errors, TrainingData<float> source) => errors.Select([.. rows.Select(row => Array.IndexOf(source.Rows.Dev, row))]);
        }
        catch (TrainingFailedException exception) when (!interruption.Token.IsCancellationRequested)
        {
            return new(plan, null, $"failed: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            return new(plan, null, $"failed: {exception.Message}");
        }
    }
}

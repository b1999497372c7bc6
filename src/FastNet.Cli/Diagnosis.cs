using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What the diagnosis of a training found.</summary>
internal sealed record Diagnosis
{
    private const int Neighbours = 5;

    // Each judged example is compared with each train example.
    private const int MostNeighbours = 5000;
    private const int MostJudged = 1000;

    private const double ToleratedShare = 0.02;
    private const double ToleratedOfMean = 0.05;

    public required DiagnosedModel Model { get; init; }

    /// <summary>The parts with their errors.</summary>
    public required IReadOnlyList<(string Name, MeasuredError Error)> Errors { get; init; }

    public required AttainableError Attainable { get; init; }

    /// <summary>What was reached without the network; empty where the attainable error was given.</summary>
    public required IReadOnlyList<(string Name, MeasuredError Error)> Baselines { get; init; }

    public required IReadOnlyList<GapVerdict> Verdicts { get; init; }

    /// <summary>Train with dev, and dev with test where there is one.</summary>
    public required IReadOnlyList<ComparedParts> Comparisons { get; init; }

    /// <summary>Examples of dev and test that the train part has too, where they were asked to stay.</summary>
    public int Copies { get; init; }

    public required IReadOnlyList<RemedyPlan> Remedies { get; init; }

    /// <summary>What is amiss, a line for each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Gaps that are high and may come of data that differ between their parts: what is left open.</summary>
    public IEnumerable<string> Doubts
    {
        get
        {
            if (Comparisons[0].Differ && Model.TrainDev is null && IsHigh(GapKind.Variance))
            {
                yield return "without a train-dev part (--source) variance is not told apart from data that differ";
            }

            if (Comparisons is [_, { Differ: true }] && IsHigh(GapKind.DevOverfitting))
            {
                yield return "as dev and test differ, what looks like overfitting to dev may come of that";
            }
        }
    }

    /// <summary>Trains and judges.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="data">The data, with a dev part.</param>
    /// <param name="interruption">Ends it.</param>
    public static Diagnosis Of(DiagnoseSettings settings, TrainingData<float> data, Interruption interruption)
    {
        ulong seed = settings.Train.Network.Seed;
        Split<float> raw = data.Raw;
        DiagnosedModel model = DiagnosedModel.Fit(settings.Train, data, raw, interruption);
        MeasuredError train = model.Train.ToError(seed), dev = model.Dev.ToError(seed);
        MeasuredError? trainDev = model.TrainDev?.ToError(seed), test = model.Test?.ToError(seed);

        double unit = model.Model.FoldBackError(1);
        Dataset<float> learnt = data.Prepare(raw.Train), judged = data.Prepare(raw.Dev!);
        MeasuredError constant = BaselineErrors.Constant(learnt, judged, seed, unit);
        List<(string Name, MeasuredError Error)> baselines = [];
        if (settings.Attainable is null)
        {
            baselines.Add((raw.Train.HasClasses ? "always saying the largest class" : "always saying the mean", constant));
            baselines.Add(($"{Neighbours} nearest neighbours", BaselineErrors.Neighbours(
                Sample(learnt, MostNeighbours, seed), Sample(judged, MostJudged, seed), Neighbours, seed, unit)));
            if (settings.Train.Network.Hidden.Length > 0)
            {
                TrainSettings linear = settings.Train with { Network = settings.Train.Network with { Hidden = [] } };
                baselines.Add(("a network without hidden layers", DiagnosedModel.Fit(linear, data, raw, interruption).Dev.ToError(seed)));
            }
        }

        AttainableError attainable = settings.Attainable is { } known ? AttainableError.Known(known) : AttainableError.BestOf(baselines);
        double tolerance = raw.Train.HasClasses
            ? settings.Tolerance ?? ToleratedShare
            : (settings.Tolerance ?? ToleratedOfMean) * double.Max(constant.Value, double.Epsilon);
        IReadOnlyList<GapVerdict> verdicts = new ErrorDiagnosis(tolerance, seed).Judge(train, trainDev, dev, test, attainable);

        ComparedParts ofTrain = ComparedParts.Of("train", raw.Train, "dev", raw.Dev!, data.Schema, seed);
        ComparedParts? ofTest = raw.Test is null ? null : ComparedParts.Of("dev", raw.Dev!, "test", raw.Test, data.Schema, seed);
        ComparedParts[] comparisons = ofTest is null ? [ofTrain] : [ofTrain, ofTest];
        int copies = settings.Train.Data.Split.Duplicates == DuplicatePolicy.Keep ? CountCopies(data) : 0;
        return new()
        {
            Model = model,
            Errors =
            [
                ("train", train), .. trainDev is null ? Array.Empty<(string, MeasuredError)>() : [("train-dev", trainDev)], ("dev", dev),
                .. test is null ? Array.Empty<(string, MeasuredError)>() : [("test", test)],
            ],
            Attainable = attainable,
            Baselines = baselines,
            Verdicts = verdicts,
            Comparisons = comparisons,
            Copies = copies,
            Remedies = RemedyPlan.For(
                verdicts, settings, [.. ofTrain.Differing.Where(column => !column.IsTarget).Select(column => column.Name)],
                settings.Train.Data.ImageOf(data.Plan.Table, data.All.FeatureCount)),
            Findings =
            [
                .. verdicts.Where(verdict => verdict.Outcome == GapOutcome.High).Select(verdict => ErrorDiagnosis.NameOf(verdict.Kind)),

                // With --source, train is meant to differ.
                .. comparisons.Where(compared => compared.Differ && !(compared == ofTrain && settings.Train.Data.Split.Source is not null))
                    .Select(compared => $"{compared.First} and {compared.Second} differ"),
                .. copies > 0 ? [$"{copies} examples of dev and test are in the train part too: their errors are too small"] : Array.Empty<string>(),
            ],
        };
    }

    private bool IsHigh(GapKind kind) => Verdicts.Any(verdict => verdict.Kind == kind && verdict.Outcome == GapOutcome.High);

    private static int CountCopies(TrainingData<float> data) =>
        Duplicates.Find(data.All).Across(data.Rows).Count(pair => pair.Part == SplitPart.Train && pair.CopyPart is SplitPart.Dev or SplitPart.Test);

    private static Dataset<float> Sample(Dataset<float> data, int most, ulong seed) =>
        data.Count <= most ? data : data.Select(NestedSubsets.Order(data, seed).AsSpan(0, most));
}

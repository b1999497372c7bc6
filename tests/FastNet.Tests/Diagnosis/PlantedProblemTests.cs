using FastNet.Tests.Splits;
using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>Each problem that is planted is found, for every one of 20 seeds of data, split, network and order.</summary>
public sealed class PlantedProblemTests
{
    private static readonly SoftmaxCrossEntropy<float> Loss = new();

    public static TheoryData<ulong> Seeds { get; } = [.. Enumerable.Range(0, 20).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ALeakedDuplicate(ulong seed)
    {
        // 25 rows stand twice in 425; the one in train of each pair that is torn apart comes first.
        Dataset<float> clean = Planted.Overlapping<float>(seed, 400), all = clean.Select([.. Enumerable.Range(0, 400), .. Enumerable.Range(0, 25)]);
        SplitRows rows = Split.Random(all.Count, new(60, 20, 20), seed);
        SplitPart[] parts = new SplitPart[all.Count];
        foreach (SplitPart part in Parts.All)
        {
            Array.ForEach(rows[part], row => parts[row] = part);
        }

        Duplicates duplicates = Duplicates.Find(all);
        int torn = Enumerable.Range(0, 25).Count(row => parts[row] != parts[400 + row]);
        Assert.True(torn > 0);
        Assert.Equal((25, torn), (duplicates.Count, duplicates.Across(rows).Count));
        Assert.Throws<InvalidDataException>(() => duplicates.RequireNoneAcross(rows));
        Assert.Empty(duplicates.Across(duplicates.MoveToTrain(rows)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AColumnThatIsTheClassInAnotherCode(ulong seed)
    {
        Dataset<float> clean = Planted.Overlapping<float>(seed, 600);
        int[] classes = clean.Classes.ToArray();
        PreflightCheck check = Preflight(IrisLike.With(clean, row => classes[row] == 0 ? 7 : -2), seed, PreflightSubject.Leakage);
        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.StartsWith("column 5: alone", check.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ADevPartThatIsShifted(ulong seed)
    {
        Dataset<float> train = Planted.Overlapping<float>(seed, 900), dev = Planted.Classes<float>(seed + 100, 300, 4, (row, x) =>
        {
            bool isFirst = row(0) < 0.5;
            for (int i = 0; i < 3; i++)
            {
                x[i] += isFirst ? 0.6 : -0.6;
            }

            x[1] += 0.8;
            return isFirst;
        });
        IReadOnlyList<FeatureDifference> columns = FeatureComparison.Run(train, dev, DataSchema.OfNumbers(train.FeatureNames, "class", 4, hasHeader: true));
        Assert.Equal("column 2", columns[0].Name);
        Assert.InRange(columns[0].AdjustedPValue, 0, 1e-4);
        Assert.InRange(TwoSampleClassifier.Run(train, dev, seed).PValue, 0, 0.01);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ASourceWhoseFeaturesMeanAnotherThing(ulong seed)
    {
        // x₁ + x₂ > 0 in one row of three is x₂ − x₁ > 0.
        Dataset<float> all = Planted.Classes<float>(seed, 3000, 4, (row, x) =>
        {
            bool isTarget = row(0) < 1 / 3.0, isFirst = (isTarget ? x[1] - x[0] : x[0] + x[1]) > 0;
            x[3] = isTarget ? 1 : 0;
            return isFirst;
        });
        bool[] target = [.. Enumerable.Range(0, all.Count).Select(row => all.Features[row, 3] == 1)];
        Split<float> parts = Split.BySource(WithoutLast(all), target, new(10, 45, 45), 0.1, seed);
        Network<float> network = Trained(parts.Train, [Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], 20, seed);
        IReadOnlyList<GapVerdict> verdicts = new ErrorDiagnosis(tolerance: 0.02, seed).Judge(
            Error(network, parts.Train, seed), Error(network, parts.TrainDev!, seed), Error(network, parts.Dev!, seed), Error(network, parts.Test!, seed), AttainableError.Known(0));
        Assert.Equal(GapOutcome.High, Of(verdicts, GapKind.Mismatch));
        Assert.True(verdicts.MaxBy(verdict => verdict.Gap)!.Kind == GapKind.Mismatch, string.Join(' ', verdicts.Select(verdict => verdict.Sentence)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ANetworkThatIsTooSmall(ulong seed)
    {
        // A checkerboard of nine fields, of which two units can cut off four at most.
        Split<float> parts = Cut(Planted.Classes<float>(seed, 2000, 2, (row, x) =>
        {
            (x[0], x[1]) = (row(0), row(1));
            return ((int)(3 * x[0]) + (int)(3 * x[1])) % 2 == 0;
        }), seed);
        Network<float> network = Trained(parts.Train, [Layer.Dense(2), Layer.Relu(), Layer.Dense(2)], 20, seed);
        AttainableError attainable = AttainableError.BestOf(
            [("the largest class", BaselineErrors.Constant(parts.Train, parts.Dev!, seed)), ("neighbours", BaselineErrors.Neighbours(parts.Train, parts.Dev!, 5, seed))]);
        Assert.Equal("neighbours", attainable.Source);
        IReadOnlyList<GapVerdict> verdicts = Judge(network, parts, attainable, seed);
        Assert.Equal(GapOutcome.High, Of(verdicts, GapKind.Bias));
        Assert.NotEqual(GapOutcome.High, Of(verdicts, GapKind.Variance));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ANetworkThatLearnsByHeart(ulong seed)
    {
        Split<float> parts = Cut(Planted.Classes<float>(seed, 300, 60, (row, x) => x[0] + x[1] + x[2] + (3 * (row(0) + row(1) - 1)) > 0), seed);
        Network<float> network = Trained(parts.Train, [Layer.Dense(32), Layer.Relu(), Layer.Dense(2)], 40, seed);
        IReadOnlyList<GapVerdict> verdicts = Judge(network, parts, AttainableError.Known(0.1), seed);
        Assert.Equal(GapOutcome.High, Of(verdicts, GapKind.Variance));
        Assert.NotEqual(GapOutcome.High, Of(verdicts, GapKind.Bias));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void OneDeadLayer(ulong seed)
    {
        Dataset<float> data = Planted.Overlapping<float>(seed, 200);
        Network<float> network = new(4, [Layer.Dense(8), Layer.Relu(), Layer.Dense(8), Layer.Relu(), Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed);
        network.Slices.Single(slice => slice.Name == "2.bias").Of(network.Parameters).Fill(-100);
        GradientHealthReport health = GradientHealth.Observe(network, Loss, copy => new Adam<float>(copy), data.Features.Slice(0, 64), data.Targets.Slice(0, 64));
        Assert.Equal(3, health.Findings.First(finding => finding.Problem == HealthProblem.DeadUnits && finding.Value == 1).Layer);
        Assert.Equal(CheckOutcome.Failed, Preflight(data, seed, PreflightSubject.GradientFlow, network).Outcome);
    }

    private static PreflightCheck Preflight(Dataset<float> data, ulong seed, PreflightSubject subject, Network<float>? network = null) =>
        new Preflight<float>(
            network ?? new Network<float>(data.FeatureCount, [Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed), Loss, copy => new Adam<float>(copy) { LearningRate = 0.01 })
        {
            OneBatchSteps = 1,
            ComparisonSteps = 1,
        }.Run(data).Checks.Single(check => check.Subject == subject);

    private static Split<float> Cut(Dataset<float> all, ulong seed)
    {
        Split<float> raw = Split.Stratified(all, new(60, 20, 20), seed);
        Normalizer normalizer = Normalizer.Fit(raw.Train.Features);
        return new(normalizer.Apply(raw.Train), normalizer.Apply(raw.Dev!), normalizer.Apply(raw.Test!));
    }

    private static Dataset<float> WithoutLast(Dataset<float> data) => new(
        [.. Enumerable.Range(0, data.Count).SelectMany(row => data.Features.Row(row)[..^1].ToArray())], data.FeatureCount - 1, data.Classes.ToArray(), data.ClassNames);

    private static Network<float> Trained(Dataset<float> train, Layer[] layers, int epochs, ulong seed)
    {
        Network<float> network = new(train.FeatureCount, layers, seed);
        new Trainer<float>(network, new Adam<float>(network) { LearningRate = 0.01 }, Loss).Fit(train, null, epochs, 32);
        return network;
    }

    private static MeasuredError Error(Network<float> network, Dataset<float> part, ulong seed) => ExampleErrors.Of(network, Loss, part).ToError(seed);

    private static IReadOnlyList<GapVerdict> Judge(Network<float> network, Split<float> parts, AttainableError attainable, ulong seed) =>
        new ErrorDiagnosis(tolerance: 0.02, seed).Judge(Error(network, parts.Train, seed), null, Error(network, parts.Dev!, seed), Error(network, parts.Test!, seed), attainable);

    private static GapOutcome Of(IReadOnlyList<GapVerdict> verdicts, GapKind kind) => verdicts.Single(verdict => verdict.Kind == kind).Outcome;
}

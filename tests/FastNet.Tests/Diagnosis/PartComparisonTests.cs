using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>Parts that differ, and parts that do not; each example's error; answers without a network.</summary>
public sealed class PartComparisonTests
{
    private static readonly DataSchema Schema = new(
        [new NumberColumn("size", 0), new CategoryColumn("color", 1, ["blue", "green", "red"], AllowsMissing: true), new NumberColumn("weight", 2)], [new TargetColumn("kind", 3)], hasHeader: true);

    [Fact]
    public void TheColumnThatDiffersIsNamed()
    {
        IReadOnlyList<FeatureDifference> shifted = FeatureComparison.Run(Draw(1, 300), Draw(2, 300, shift: 1), Schema);
        Assert.Equal(["weight"], Accused(shifted));
        Assert.Equal("weight", shifted[0].Name);
        Assert.Equal(4, shifted.Count);
        Assert.Equal(["color"], Accused(FeatureComparison.Run(Draw(1, 300), Draw(2, 300, blue: 0.7), Schema)));
        Assert.Equal(["kind"], Accused(FeatureComparison.Run(Draw(1, 300), Draw(2, 300, second: 0.8), Schema)));
        Assert.True(FeatureComparison.Run(Draw(1, 300), Draw(2, 300, second: 0.8), Schema)[0].IsTarget);

        static string[] Accused(IReadOnlyList<FeatureDifference> differences) => [.. differences.Where(one => one.AdjustedPValue < 0.001).Select(one => one.Name)];
    }

    // A tenth of the numbers is missing in one part, a quarter in the other: what stands for them moves the distribution too little to be seen.
    [Fact]
    public void NumbersThatAreMissingMoreOftenAreADifference()
    {
        DataSchema schema = new([new NumberColumn("size", 0, Fill: 0, HasIndicator: true)], [new TargetColumn("kind", 1)], hasHeader: true);
        FeatureDifference missing = Assert.Single(FeatureComparison.Run(Part(1, 0.1), Part(2, 0.25), schema), one => !one.IsTarget);
        Assert.Equal("size", missing.Name);
        Assert.InRange(missing.PValue, 0, 1e-3);

        // As often in both, the numbers themselves are compared, without what stands for those that are missing.
        FeatureDifference moved = FeatureComparison.Run(Part(1, 0.6), Part(2, 0.6, shift: 1), schema)[0];
        Assert.Equal("size", moved.Name);
        Assert.InRange(moved.Statistic, 0.3, 0.5);
        Assert.InRange(Enumerable.Range(0, 200).Count(i => FeatureComparison.Run(Part((ulong)(2 * i), 0.3), Part((ulong)((2 * i) + 1), 0.3), schema)[0].AdjustedPValue < 0.05), 0, 20);
        Assert.InRange(FeatureComparison.Run(Part(1, 1), Part(2, 0.5), schema)[0].PValue, 0, 1e-20);

        static Dataset<float> Part(ulong seed, double share, double shift = 0)
        {
            Philox random = new(seed, RandomPurpose.Trial, step: 5);
            bool[] isMissing = [.. Enumerable.Range(0, 300).Select(row => random.Uniform(row) < share)];
            return new(
                [.. isMissing.SelectMany((missing, row) => missing ? new float[] { 0, 1 } : [(float)(random.Normal(1000 + (2 * row)) + shift), 0])], 2,
                [.. isMissing.Select((_, row) => row % 2)], ["first", "second"], ["size", "size missing"]);
        }
    }

    [Fact]
    public void TargetsOfTwoKindsAreRefused()
    {
        Dataset<float> values = new(new float[5 * 30], 5, new float[30], 1, Schema.FeatureNames);
        Assert.Throws<ArgumentException>("second", () => FeatureComparison.Run(Draw(1, 30), values, Schema));
        Assert.Throws<ArgumentException>("schema", () => FeatureComparison.Run(new Dataset<float>(new float[5], 5, new float[2], 2), new Dataset<float>(new float[5], 5, new float[2], 2), Schema));
    }

    // Holm keeps the chance that any column is accused at 5 %: of 200 pairs, 20 lies 3 deviations above.
    [Fact]
    public void PartsOfOneKindAreSeldomAccused() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(i => FeatureComparison.Run(Draw((ulong)(2 * i), 80), Draw((ulong)((2 * i) + 1), 80), Schema)[0].AdjustedPValue < 0.05), 0, 20);

    // Each column by itself is the same: only both together tell the parts apart.
    [Fact]
    public void ANetworkSeesWhatNoColumnShows()
    {
        Dataset<float> together = Pairs(3, sign: 1), apart = Pairs(4, sign: -1);
        TwoSampleClassifier told = TwoSampleClassifier.Run(together, apart, seed: 1);
        Assert.InRange(told.Accuracy, 0.75, 1);
        Assert.InRange(told.PValue, 0, 1e-6);
        Assert.Equal(told, TwoSampleClassifier.Run(together, apart, seed: 1));

        static Dataset<float> Pairs(ulong seed, int sign)
        {
            Philox random = new(seed, RandomPurpose.Trial);
            return new(
                [.. Enumerable.Range(0, 400).SelectMany(i => new[] { random.Normal(2 * i), (sign * random.Normal(2 * i)) + (0.3 * random.Normal((2 * i) + 1)) }).Select(x => (float)x)],
                2, new int[400], ["only"]);
        }
    }

    // At 5 % of 60 pairs 3 are expected, and 10 lies 4 deviations above.
    [Fact]
    public void ANetworkSeldomAccusesPartsOfOneKind() =>
        Assert.InRange(Enumerable.Range(0, 60).Count(i => TwoSampleClassifier.Run(Draw((ulong)(2 * i), 60), Draw((ulong)((2 * i) + 1), 60), seed: 1).PValue < 0.05), 0, 10);

    [Fact]
    public void FewExamplesAreRefused() => Assert.Throws<ArgumentException>("second", () => TwoSampleClassifier.Run(Draw(1, 100), Draw(2, 19), seed: 1));

    [Fact]
    public void EachExampleHasItsOwnError()
    {
        Dataset<double> data = IrisLike.Classes<double>(5, 300);
        Network<double> network = new(4, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(3)], seed: 5);
        SoftmaxCrossEntropy<double> loss = new();
        ExampleErrors errors = ExampleErrors.Of(network, loss, data);
        Evaluation whole = Evaluation.Of(network, loss, data, network.CreateWorkspace(300));
        Assert.Equal(whole.Loss, errors.Losses.ToArray().Average(), 1e-12);
        Assert.Equal(whole.Error, errors.ToError(1).Value, 1e-12);
        IReadOnlyList<int> worst = errors.Worst(10);
        Assert.Equal(errors.Losses.ToArray().OrderDescending().Take(10), worst.Select(i => errors.Losses[i]));

        Dataset<double> values = IrisLike.Values<double>(5, 300);
        Network<double> regression = new(4, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(1)], seed: 5);
        ExampleErrors distances = ExampleErrors.Of(regression, new MeanSquaredError<double>(), values, unit: 3);

        // In another order of sums.
        Assert.Equal(3 * Evaluation.Of(regression, new MeanSquaredError<double>(), values, regression.CreateWorkspace(300)).Error, distances.ToError(1).Value, 1e-12);
    }

    [Fact]
    public void AChangeIsMeasuredOnTheSameExamples()
    {
        Dataset<double> data = IrisLike.Classes<double>(6, 300);
        SoftmaxCrossEntropy<double> loss = new();
        ExampleErrors first = ExampleErrors.Of(new Network<double>(4, [Layer.Dense(3)], seed: 6), loss, data);
        Network<double> trained = new(4, [Layer.Dense(3)], seed: 6);
        new Trainer<double>(trained, new Adam<double>(trained) { LearningRate = 0.05 }, loss).Fit(data, null, 20, 30);
        ExampleErrors other = ExampleErrors.Of(trained, loss, data);
        PairedChange change = PairedChange.Of(first, other, seed: 1);
        Assert.Equal(other.ToError(1).Value - first.ToError(1).Value, change.Change, 1e-12);
        int onlyOther = 0, onlyFirst = 0;
        for (int i = 0; i < 300; i++)
        {
            onlyOther += other.IsWrong[i] && !first.IsWrong[i] ? 1 : 0;
            onlyFirst += first.IsWrong[i] && !other.IsWrong[i] ? 1 : 0;
        }

        Assert.Equal(McNemar.PValue(onlyOther, onlyFirst), change.PValue);
        Assert.True(change.IsCertain && change.Interval.High < 0, $"{change}");
        Assert.False(PairedChange.Of(other, other, seed: 1).IsCertain);
    }

    [Fact]
    public void BaselinesAnswerWithoutANetwork()
    {
        // Of train: class 1 twice, class 0 once; nearest to 0 is row 0, nearest to 9 and 11 row 2.
        Dataset<double> train = new([0, 5, 10], 1, [0, 1, 1], ["a", "b"]), part = new([0.5, 9, 11, 1], 1, [0, 1, 0, 0], ["a", "b"]);
        Assert.Equal(3, BaselineErrors.Constant(train, part, 1).Wrong);
        Assert.Equal(1, BaselineErrors.Neighbours(train, part, 1, 1).Wrong);
        Assert.Equal(3, BaselineErrors.Neighbours(train, part, 3, 1).Wrong);

        // Means 2, and of the two nearest 1.5 and 3.5; differences in twice the unit.
        Dataset<double> numbers = new([0, 1, 2, 3], 1, [1, 2, 3, 4], 1), judged = new([0.4, 2.9], 1, [1, 4], 1);
        Assert.Equal(2 * Math.Sqrt(((1.5 * 1.5) + (1.5 * 1.5)) / 2), BaselineErrors.Constant(numbers, judged, 1, unit: 2).Value, 1e-12);
        Assert.Equal(2 * 0.5, BaselineErrors.Neighbours(numbers, judged, 2, 1, unit: 2).Value, 1e-12);
    }

    private static Dataset<float> Draw(ulong seed, int count, double shift = 0, double blue = 0.4, double second = 0.5)
    {
        Philox random = new(seed, RandomPurpose.Trial);
        float[] features = new float[5 * count];
        int[] classes = new int[count];
        for (int row = 0; row < count; row++)
        {
            double u = random.Uniform((8 * row) + 4), rest = (1 - blue) / 3;
            features[5 * row] = (float)random.Normal(4 * row);
            int color = u < blue ? 0 : u < blue + rest ? 1 : u < blue + (2 * rest) ? 2 : -1;
            if (color >= 0)
            {
                features[(5 * row) + 1 + color] = 1;
            }

            features[(5 * row) + 4] = (float)(random.Normal((16 * count) + (4 * row)) + shift);
            classes[row] = random.Uniform((8 * row) + 6) < second ? 1 : 0;
        }

        return new(features, 5, classes, ["first", "second"], Schema.FeatureNames);
    }
}

using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Diagnosis;

/// <summary>Nested subsets, and what errors on them say of more examples.</summary>
public sealed class LearningCurveTests
{
    private static readonly double[] Sizes = [50, 100, 200, 400, 800, 1600];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EverySubsetHoldsTheClassesInProportion(ulong seed)
    {
        int[] classes = [.. Enumerable.Range(0, 200).Select(row => row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2)];
        Dataset<float> data = new(new float[200], 1, classes, ["a", "b", "c"]);
        int[] order = NestedSubsets.Order(data, seed);
        Assert.Equal(Enumerable.Range(0, 200), order.Order());
        for (int n = 1; n <= 200; n++)
        {
            double[] counts = [.. Enumerable.Range(0, 3).Select(k => (double)order.Take(n).Count(row => classes[row] == k))];
            Assert.All(counts.Zip([0.6, 0.3, 0.1]), one => Assert.InRange(one.First, (n * one.Second) - 1, (n * one.Second) + 1));
        }

        Assert.NotEqual(order, NestedSubsets.Order(data, seed + 2));
    }

    // Also of many classes that are rare: by their middles, all of these would come at once.
    [Property(MaxTest = 200)]
    public void EverySubsetHoldsAllClassesWithinOneRow(byte[] sizes, byte large, ushort seed)
    {
        int[] counts = [.. sizes.Take(40).Select(size => 1 + (size % 8 < 6 ? size % 3 : size)), 1 + large];
        int[] classes = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        int[] order = NestedSubsets.Order(new Dataset<float>(new float[classes.Length], 1, classes), seed);
        Assert.Equal(Enumerable.Range(0, classes.Length), order.Order());
        int[] held = new int[counts.Length];
        for (int n = 1; n <= order.Length; n++)
        {
            held[classes[order[n - 1]]]++;

            // |held − n·count/all| < 1, in whole numbers.
            Assert.All(held.Zip(counts), one => Assert.InRange(Math.Abs(((long)one.First * order.Length) - ((long)n * one.Second)), 0, order.Length - 1));
        }
    }

    [Fact]
    public void SizesDouble()
    {
        Assert.Equal([33, 67, 134, 269, 539, 1078], NestedSubsets.Sizes(1078, 16, 6));
        Assert.Equal([22, 45, 90, 180], NestedSubsets.Sizes(180, 16, 6));
        Assert.Equal([10], NestedSubsets.Sizes(10, 16, 6));
    }

    // The power that was planted is one of those that are tried, so that rounding alone is left.
    [Fact]
    public void APowerLawIsFound()
    {
        PowerLaw law = PowerLaw.Fit(Sizes, [.. Sizes.Select(n => 0.05 + (2 / Math.Sqrt(n)))], [.. Sizes.Select(_ => 0.0005)])!;
        Assert.Equal(0.05, law.Floor, 1e-9);
        Assert.Equal(2, law.Factor, 1e-6);
        Assert.Equal(0.5, law.Power, 1e-12);
        Assert.Equal(0.05 + (2 / Math.Sqrt(3200)), law.At(3200), 1e-9);
        Assert.True(law.IntervalAt(3200).Contains(law.At(3200)));

        // From 0.1 to 0.0854.
        Assert.True(law.PromisesFall(0.1));
        Assert.False(law.PromisesFall(0.2));
    }

    // One of six errors is far off: it moves the curve by less than it is off itself.
    [Fact]
    public void OneErrorThatIsFarOffCountsLess()
    {
        double[] errors = [.. Sizes.Select(n => 0.05 + (2 / Math.Sqrt(n)))];
        errors[3] += 0.1;
        PowerLaw law = PowerLaw.Fit(Sizes, errors, [.. Sizes.Select(_ => 0.005)])!;
        Assert.InRange(law.At(3200), 0.05 + (2 / Math.Sqrt(3200)) - 0.02, 0.05 + (2 / Math.Sqrt(3200)) + 0.02);
    }

    [Fact]
    public void WhereNothingFallsNothingIsSaid()
    {
        Assert.Null(PowerLaw.Fit(Sizes[..3], [0.3, 0.2, 0.1], [0.01, 0.01, 0.01]));
        Assert.Null(PowerLaw.Fit(Sizes, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [.. Sizes.Select(_ => 0.01)]));
        Assert.Null(PowerLaw.Fit(Sizes, [0.1, 0.11, 0.12, 0.13, 0.14, 0.15], [.. Sizes.Select(_ => 0.01)]));
        Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 2], [1], [1, 1]));
        Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 0], [1, 1], [1, 1]));
    }

    // Intervals of 95 % with noise as is said: of 200 curves, 180 is 3 deviations below. A curve is fitted to noise alone in 1 % of cases: 8 of 200 is 4 above.
    [Fact]
    public void IntervalsHoldWhatMoreExamplesBring()
    {
        int held = 0, fits = 0, alarms = 0;
        double truth = 0.08 + (3 / Math.Sqrt(3200));
        double[] deviations = [.. Sizes.Select(_ => 0.01)];
        for (ulong seed = 0; seed < 200; seed++)
        {
            Philox random = new(seed, RandomPurpose.Trial);
            PowerLaw? law = PowerLaw.Fit(Sizes, [.. Sizes.Select((n, i) => 0.08 + (3 / Math.Sqrt(n)) + (0.01 * random.Normal(i)))], deviations);
            fits += law is null ? 0 : 1;
            held += law?.IntervalAt(3200).Contains(truth) == true ? 1 : 0;
            alarms += PowerLaw.Fit(Sizes, [.. Sizes.Select((_, i) => 0.2 + (0.01 * random.Normal(10 + i)))], deviations) is null ? 0 : 1;
        }

        Assert.Equal(200, fits);
        Assert.InRange(held, 180, 200);
        Assert.InRange(alarms, 0, 8);
    }
}

using FastNet.Training;
using FsCheck.Xunit;
using MathNet.Numerics.Distributions;

namespace FastNet.Tests.Statistics;

public sealed class ChiSquareTests
{
    // Two degrees of freedom: P(χ² ≥ x) = e^(−x/2); four: e^(−x/2)·(1 + x/2).
    [Fact]
    public void ByHand()
    {
        // All expected counts are 15, 20, 25 in both: 2·(25/15 + 0 + 25/25).
        ChiSquareResult three = TwoSample.ChiSquare([10, 20, 30], [20, 20, 20]);
        Assert.Equal(2 * ((25 / 15.0) + 1), three.Statistic, 1e-13);
        Assert.Equal(2, three.DegreesOfFreedom);
        Assert.Equal(0, three.Pooled);
        Assert.Equal(Math.Exp(-three.Statistic / 2), three.PValue, 1e-14);

        // Totals 20 and 40, so that a category of 30 expects 10 and 20.
        ChiSquareResult five = TwoSample.ChiSquare([10, 10, 0, 20, 10], [20, 20, 30, 10, 20]);
        Assert.Equal((100 / 10.0) + (100 / 20.0) + (100 / 10.0) + (100 / 20.0), five.Statistic, 1e-12);
        Assert.Equal(4, five.DegreesOfFreedom);
        Assert.Equal(Math.Exp(-15) * 16, five.PValue, 1e-17);
    }

    [Fact]
    public void SmallCategoriesArePooled()
    {
        // In equal samples a total under 10 expects under 5: 6, 3 and 2 make one of 11, and the empty category counts for nothing.
        ChiSquareResult pooled = TwoSample.ChiSquare([50, 2, 0, 40, 1, 2], [46, 4, 0, 44, 1, 0]);
        Assert.Equal(3, pooled.Pooled);
        Assert.Equal(Unpooled([50, 40, 5], [46, 44, 5]), pooled with { Pooled = 0 });

        // A pool of 4 expects 2: the next larger category joins it.
        ChiSquareResult joined = TwoSample.ChiSquare([50, 1, 30, 14], [46, 3, 34, 12]);
        Assert.Equal(2, joined.Pooled);
        Assert.Equal(Unpooled([15, 30, 50], [15, 34, 46]), joined with { Pooled = 0 });
    }

    [Fact]
    public void ASmallSampleNeedsLargerTotals()
    {
        // One in five belongs to the first: 24 expects 4.8 there.
        Assert.Equal(2, TwoSample.ChiSquare([4, 46, 50], [20, 204, 176]).Pooled);
        Assert.Equal(0, TwoSample.ChiSquare([5, 45, 50], [20, 204, 176]).Pooled);
    }

    [Fact]
    public void OneCategoryTellsNothing()
    {
        Assert.Equal(new ChiSquareResult(0, 0, 1, 0), TwoSample.ChiSquare([7], [9]));
        Assert.Equal(new ChiSquareResult(0, 0, 1, 2), TwoSample.ChiSquare([1, 2], [2, 1]));
    }

    [Property(MaxTest = 200)]
    public void SwappedOrReorderedItIsTheSame(byte[] first, byte[] second)
    {
        int length = int.Min(first.Length, second.Length);
        long[] a = [.. first.Take(length).Select(x => (long)x), 1], b = [.. second.Take(length).Select(x => (long)x), 1];
        ChiSquareResult result = TwoSample.ChiSquare(a, b), swapped = TwoSample.ChiSquare(b, a);
        Assert.Equal(result.Pooled, swapped.Pooled);
        Assert.Equal(result.DegreesOfFreedom, swapped.DegreesOfFreedom);
        Assert.Equal(result.PValue, swapped.PValue, 1e-10);
        Assert.InRange(result.PValue, 0, 1);

        // MathNet's tail by another route: 1 − the lower incomplete gamma function.
        if (result.DegreesOfFreedom > 0)
        {
            Assert.Equal(1 - ChiSquared.CDF(result.DegreesOfFreedom, result.Statistic), result.PValue, 1e-12);
        }

        // The same shares in both samples differ by nothing.
        ChiSquareResult same = TwoSample.ChiSquare(a, [.. a.Select(x => 3 * x)]);
        Assert.Equal(1, same.PValue, 1e-10);
    }

    [Fact]
    public void FalseAlarmsComeAtTheLevel()
    {
        // 400 seeds at 10 %: 40 with a deviation of 6, three of which are 22 to 58; rare categories are pooled on the way.
        double[] bounds = [0.4, 0.7, 0.9, 0.95, 0.97, 0.98, 0.99, 1];
        double[] others = [0.55, 0.75, 0.9, 0.95, 0.97, 0.98, 0.99, 1];
        int alarms = 0, differences = 0, pools = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            ChiSquareResult null0 = TwoSample.ChiSquare(Draw(seed, 0, 150, bounds), Draw(seed, 1, 250, bounds));
            alarms += null0.PValue <= 0.1 ? 1 : 0;
            pools += null0.Pooled > 0 ? 1 : 0;
            differences += TwoSample.ChiSquare(Draw(seed, 0, 400, bounds), Draw(seed, 1, 400, others)).PValue <= 0.1 ? 1 : 0;
        }

        Assert.InRange(alarms, 22, 58);
        Assert.Equal(400, pools);
        Assert.InRange(differences, 360, 400);
    }

    [Fact]
    public void HolmAsPublished()
    {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
        Close([0.03, 0.06, 0.06, 0.02], TwoSample.Holm([0.01, 0.04, 0.03, 0.005]));
        Close([1, 1, 1], TwoSample.Holm([0.5, 0.4, 1]));
        Close([0.2], TwoSample.Holm([0.2]));
        Assert.Empty(TwoSample.Holm([]));
    }

    // Holm's procedure itself: in turn, the smallest p-value left is rejected while it is at most α over the number left.
    [Property(MaxTest = 200)]
    public void HolmRejectsAsTheProcedure(ushort[] values, byte level)
    {
        double[] p = [.. values.Select(value => value / 65535.0 / 20)];
        double alpha = (level + 1) / 1000.0;
        double[] adjusted = TwoSample.Holm(p);
        bool rejecting = true;
        int left = p.Length;
        foreach (int i in Enumerable.Range(0, p.Length).OrderBy(i => p[i]))
        {
            rejecting &= p[i] * left <= alpha;
            Assert.Equal(rejecting, adjusted[i] <= alpha);
            left--;
        }
    }

    [Fact]
    public void OthersAreRefused()
    {
        ProportionTests.Refused("second", "2 elements, as many as the first has, got 1", () => TwoSample.ChiSquare([1, 2], [1]));
        ProportionTests.Refused("first", "from 0 to 9007199254740992, got -1", () => TwoSample.ChiSquare([1, -1], [1, 1]));
        ProportionTests.Refused("second", "at least one element, got none", () => TwoSample.ChiSquare([1, 2], [0, 0]));
        ProportionTests.Refused("pValues", "from 0 to 1, got 1.01 at index 1", () => TwoSample.Holm([0, 1.01]));
        ProportionTests.Refused("pValues", "got NaN at index 0", () => TwoSample.Holm([double.NaN]));
    }

    private static void Close(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-15));

    private static ChiSquareResult Unpooled(long[] first, long[] second)
    {
        ChiSquareResult result = TwoSample.ChiSquare(first, second);
        Assert.Equal(0, result.Pooled);
        return result;
    }

    private static long[] Draw(ulong seed, int layer, int count, double[] bounds)
    {
        Philox random = new(seed, RandomPurpose.Trial, 3, layer);
        long[] counts = new long[bounds.Length];
        for (int i = 0; i < count; i++)
        {
            double u = random.Uniform(i);
            counts[Array.FindIndex(bounds, bound => u < bound)]++;
        }

        return counts;
    }
}

using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Statistics;

public sealed class BootstrapTests
{
    private static readonly double[] First = [0.2, 0.5, 0.9, 1.1, 1.6, 2.3, 3.1, 4.8, 7.7, 12.4];
    private static readonly double[] Second = [0.3, 0.4, 1.2, 0.8, 1.1, 2.6, 2.0, 3.3, 5.1, 6.0];

    // Python: of one sample 200,000 resamples by random.choices, acceleration from the jackknife; of differences 400,000 by numpy, quantiles (method "weibull") at
    // norm.cdf(sqrt(10/9)·t.ppf(0.025, 9)) = 0.008551 and 1 less that. 0.12: three deviations of an end's order statistic at both numbers of resamples in these skewed samples
    // (0.06), and what the jackknife differs from the influence function.
    [Theory]
    [InlineData("single", BootstrapStatistic.Mean, 1.740, 6.680)]
    [InlineData("single", BootstrapStatistic.RootMeanSquare, 2.690, 8.858)]
    [InlineData("independent", BootstrapStatistic.Mean, -1.610, 4.560)]
    [InlineData("independent", BootstrapStatistic.RootMeanSquare, -1.783, 5.684)]
    [InlineData("paired", BootstrapStatistic.Mean, 0.080, 2.900)]
    [InlineData("paired", BootstrapStatistic.RootMeanSquare, 0.134, 4.036)]
    public void AsComputedElsewhere(string samples, BootstrapStatistic statistic, double low, double high)
    {
        Interval interval = samples switch
        {
            "single" => Bootstrap.Of(First, statistic, seed: 3, resamples: 100_000),
            "independent" => Bootstrap.Difference(First, Second, statistic, seed: 3, resamples: 100_000),
            _ => Bootstrap.PairedDifference(First, Second, statistic, seed: 3, resamples: 100_000),
        };
        Assert.InRange(interval.Low, low - 0.12, low + 0.12);
        Assert.InRange(interval.High, high - 0.12, high + 0.12);
    }

    [Fact]
    public void TheSeedDecides()
    {
        Interval once = Bootstrap.Of(First, BootstrapStatistic.Mean, 5);
        Assert.Equal(once, Bootstrap.Of(First, BootstrapStatistic.Mean, 5));
        Assert.NotEqual(once, Bootstrap.Of(First, BootstrapStatistic.Mean, 6));
        Interval[] parallel = new Interval[8];
        Parallel.For(0, parallel.Length, i => parallel[i] = Bootstrap.Of(First, BootstrapStatistic.Mean, 5));
        Assert.All(parallel, interval => Assert.Equal(once, interval));
    }

    // 400 seeds: the share that covers deviates by 0.011, and BCa on 40 normal values falls about 1.5 % short of 95 %.
    [Theory]
    [InlineData(BootstrapStatistic.Mean, 0)]
    [InlineData(BootstrapStatistic.RootMeanSquare, 1)]
    public void IntervalsCover(BootstrapStatistic statistic, double truth)
    {
        int single = 0, independent = 0, paired = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            double[] one = Normals(seed, 0, 40), other = Normals(seed, 1, 50);

            // Half of each value is shared, so that the pairs depend on each other, and both have variance 1.
            double[] shared = Normals(seed, 2, 40), mine = Normals(seed, 3, 40);
            double[] partner = [.. shared.Zip(mine, (u, v) => (u + v) / Math.Sqrt(2))];
            single += Bootstrap.Of(one, statistic, seed, resamples: 800).Contains(truth) ? 1 : 0;
            independent += Bootstrap.Difference(one, other, statistic, seed, resamples: 800).Contains(0) ? 1 : 0;
            paired += Bootstrap.PairedDifference(shared, partner, statistic, seed, resamples: 800).Contains(0) ? 1 : 0;
        }

        Assert.All([single, independent, paired], covered => Assert.InRange(covered, 360, 392));
    }

    // Products of normal numbers, whose squares have a long tail: 5 % of 400 are 20, and 3 deviations are 13. By BCa 36 to 50 lie outside.
    [Fact]
    public void DifferencesCoverWhereTailsAreLong()
    {
        int independent = 0, paired = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            double[] one = Products(seed, 0), other = Products(seed, 2), shared = Products(seed, 4);
            independent += Bootstrap.Difference(one, other, BootstrapStatistic.RootMeanSquare, seed, resamples: 800).Contains(0) ? 0 : 1;
            paired += Bootstrap.PairedDifference(
                [.. one.Zip(shared, (u, v) => u + v)], [.. other.Zip(shared, (u, v) => u + v)], BootstrapStatistic.RootMeanSquare, seed, resamples: 800).Contains(0) ? 0 : 1;
        }

        Assert.All([independent, paired], outside => Assert.InRange(outside, 0, 33));

        static double[] Products(ulong seed, int layer) => [.. Normals(seed, layer, 40).Zip(Normals(seed, layer + 1, 40), (u, v) => u * v)];
    }

    [Property(MaxTest = 50)]
    public void AMeanMovesAndScalesWithTheValues(uint seed, byte count, sbyte shift)
    {
        double[] values = Normals(seed, 0, 2 + count);

        // 1e-10: a shift of up to 128 rounds the sums of up to 257 values anew, 257 · 128 · 2⁻⁵³ each.
        Interval interval = Bootstrap.Of(values, BootstrapStatistic.Mean, seed);
        Interval moved = Bootstrap.Of([.. values.Select(x => (4 * x) + shift)], BootstrapStatistic.Mean, seed);
        Assert.Equal((4 * interval.Low) + shift, moved.Low, 1e-10);
        Assert.Equal((4 * interval.High) + shift, moved.High, 1e-10);
        Assert.InRange(interval.Low, values.Min(), interval.High);
        Assert.InRange(interval.High, interval.Low, values.Max());

        Interval root = Bootstrap.Of(values, BootstrapStatistic.RootMeanSquare, seed);
        Assert.Equal(new Interval(8 * root.Low, 8 * root.High), Bootstrap.Of([.. values.Select(x => -8 * x)], BootstrapStatistic.RootMeanSquare, seed));
    }

    [Fact]
    public void ItShrinksWithTheRootOfTheLength()
    {
        // Normal theory: 2·1.96/√n. 10 %: an end's order statistic at 2000 resamples deviates by 3 %, the sample's own deviation by up to 4 %.
        foreach (int n in (int[])[400, 1600, 6400])
        {
            double expected = 2 * 1.959964 / Math.Sqrt(n);
            Assert.InRange(Bootstrap.Of(Normals(9, 0, n), BootstrapStatistic.Mean, 1).Width, 0.9 * expected, 1.1 * expected);
        }
    }

    [Fact]
    public void PairingTakesOutWhatIsShared()
    {
        double[] values = Normals(4, 0, 100), better = [.. values.Select((x, i) => x + 0.1 + (0.01 * (i % 2)))];
        Interval paired = Bootstrap.PairedDifference(better, values, BootstrapStatistic.Mean, 1);
        Assert.True(paired.Contains(0.105));
        Assert.InRange(paired.Width, 0.001, 0.01);
        Assert.True(Bootstrap.Difference(better, values, BootstrapStatistic.Mean, 1).Width > 0.3);
    }

    [Fact]
    public void EqualValuesLeaveNoDoubt()
    {
        double[] constant = [3, 3, 3, 3];
        Assert.Equal(new Interval(3, 3), Bootstrap.Of(constant, BootstrapStatistic.Mean, 1));
        Assert.Equal(new Interval(3, 3), Bootstrap.Of(constant, BootstrapStatistic.RootMeanSquare, 1));
        Assert.Equal(new Interval(0, 0), Bootstrap.PairedDifference(First, First, BootstrapStatistic.Mean, 1));
        Assert.Equal(new Interval(0, 0), Bootstrap.Of([0, 0], BootstrapStatistic.RootMeanSquare, 1));
    }

    [Fact]
    public void WithoutSkewTheEndsArePercentiles()
    {
        // Of four draws from −1 and 1 with probabilities of ½ the mean is 1 or −1 with 1/16 each: beyond 5 % at each end.
        Assert.Equal(new Interval(-1, 1), Bootstrap.Of([-1, 1, -1, 1], BootstrapStatistic.Mean, 1, confidence: 0.9));
        Interval narrow = Bootstrap.Of([-1, 1, -1, 1], BootstrapStatistic.Mean, 1, confidence: 0.8);
        Assert.Equal(new Interval(-0.5, 0.5), narrow);
    }

    [Fact]
    public void LargeValuesStayFinite()
    {
        Interval interval = Bootstrap.Of([.. First.Select(x => x * 1e148)], BootstrapStatistic.RootMeanSquare, 1);
        Interval plain = Bootstrap.Of(First, BootstrapStatistic.RootMeanSquare, 1);

        // 1e-10 of the value: the power of ten is not exact.
        Assert.Equal(1, interval.Low / 1e148 / plain.Low, 1e-10);
        Assert.Equal(1, interval.High / 1e148 / plain.High, 1e-10);
    }

    [Fact]
    public void OthersAreRefused()
    {
        ProportionTests.Refused("values", "at least two values, got 1", () => Bootstrap.Of([1], BootstrapStatistic.Mean, 0));
        ProportionTests.Refused("values", "got NaN at index 1", () => Bootstrap.Of([1, double.NaN], BootstrapStatistic.Mean, 0));
        ProportionTests.Refused("second", "below 1E+150, got -1E+150 at index 0", () => Bootstrap.Difference(First, [-1e150, 1], BootstrapStatistic.Mean, 0));
        ProportionTests.Refused("second", "10 elements, as many as the first has, got 2", () => Bootstrap.PairedDifference(First, [1, 2], BootstrapStatistic.Mean, 0));
        ProportionTests.Refused("confidence", "above 0 and below 1, got 1", () => Bootstrap.Of(First, BootstrapStatistic.Mean, 0, confidence: 1));
        ProportionTests.Refused("resamples", "at least 40 resamples", () => Bootstrap.Of(First, BootstrapStatistic.Mean, 0, resamples: 39));
        ProportionTests.Refused("resamples", "at least 20 resamples", () => Bootstrap.Of(First, BootstrapStatistic.Mean, 0, confidence: 0.9, resamples: 19));
        ProportionTests.Refused("statistic", "the mean or the root mean square, got 5", () => Bootstrap.Of(First, (BootstrapStatistic)5, 0));
    }

    private static double[] Normals(ulong seed, int layer, int count)
    {
        Philox random = new(seed, RandomPurpose.Trial, 1, layer);
        return [.. Enumerable.Range(0, count).Select(i => random.Normal(i))];
    }
}

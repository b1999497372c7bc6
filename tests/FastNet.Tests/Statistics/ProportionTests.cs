using FastNet.Training;
using FsCheck.Xunit;
using MathNet.Numerics.Distributions;

namespace FastNet.Tests.Statistics;

public sealed class ProportionTests
{
    // As printed, in four places.
    private const double Printed = 0.5e-4;

    [Fact]
    public void AnIntervalHoldsItsEnds()
    {
        Interval interval = new(-1, 2.5);
        Assert.Equal(3.5, interval.Width);
        Assert.All([-1, 0, 2.5], x => Assert.True(interval.Contains(x)));
        Assert.All([-1.0001, 2.5001, double.NaN, double.PositiveInfinity], x => Assert.False(interval.Contains(x)));
    }

    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 857–872, 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void WilsonAsPublished(long successes, long trials, double low, double high) => ShouldBe(low, high, Proportion.Wilson(successes, trials));

    // Newcombe 1998, 873–890, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void DifferenceAsPublished(long s1, long n1, long s2, long n2, double low, double high) =>
        ShouldBe(low, high, Proportion.Difference(s1, n1, s2, n2));

    // Altman et al., "Statistics with Confidence", 2000, page 52; Fagerland, Lydersen, Laake, "Recommended tests and confidence intervals for
    // paired binomial proportions", Statistics in Medicine 33, 2014: both print three places.
    [Theory]
    [InlineData(14, 5, 0, 22, 0.011, 0.226)]
    [InlineData(1, 1, 7, 12, -0.507, -0.026)]
    public void PairedDifferenceAsPublished(long both, long onlyFirst, long onlySecond, long neither, double low, double high) =>
        ShouldBe(low, high, Proportion.PairedDifference(both, onlyFirst, onlySecond, neither), 0.5e-3);

    // Computed in Python from the published formulas with statistics.NormalDist. φ is lessened in the first three, negative in the fourth, 0 in the last.
    [Theory]
    [InlineData(59, 6, 16, 80, -0.11862119563870993, -0.004625113933050075)]
    [InlineData(20, 12, 2, 16, 0.05615642484174832, 0.32920699540014053)]
    [InlineData(3, 5, 0, 2, 0.07846464674950326, 0.7334064797970035)]
    [InlineData(36, 12, 2, 0, 0.05692958400323875, 0.3404276029749406)]
    [InlineData(10, 2, 9, 3, -0.5105808116872964, -0.021378488894454595)]
    public void PairedDifferenceAsComputed(long both, long onlyFirst, long onlySecond, long neither, double low, double high) =>
        ShouldBe(low, high, Proportion.PairedDifference(both, onlyFirst, onlySecond, neither), 1e-12);

    [Fact]
    public void TwoThatAreRightTogetherDoNotDiffer()
    {
        // φ = 1 but for the correction: the more examples, the nearer the interval is to 0 alone.
        Interval some = Proportion.PairedDifference(50, 0, 0, 50), many = Proportion.PairedDifference(5_000_000, 0, 0, 5_000_000);
        Assert.True(some.Contains(0) && many.Contains(0));
        Assert.InRange(some.Width, 0, Proportion.Difference(50, 100, 50, 100).Width / 4);
        Assert.InRange(many.Width, 0, 1e-5);
        Assert.True(Proportion.PairedDifference(10, 0, 0, 0).Contains(0));
    }

    [Property(MaxTest = 200)]
    public void IntervalsHoldTheirEstimatesAndSwap(ushort successes, ushort failures, ushort others, ushort rest, byte level)
    {
        double confidence = (level + 0.5) / 256;
        long s1 = successes, n1 = s1 + failures + 1, s2 = others, n2 = s2 + rest + 1;
        Interval wilson = Proportion.Wilson(s1, n1, confidence), failing = Proportion.Wilson(n1 - s1, n1, confidence);
        Assert.True(wilson.Contains((double)s1 / n1));
        Assert.InRange(wilson.Low, 0, 1);
        Assert.InRange(wilson.High, 0, 1);
        Mirrored(wilson, failing, sum: 1);

        Interval difference = Proportion.Difference(s1, n1, s2, n2, confidence);
        Assert.True(difference.Contains(((double)s1 / n1) - ((double)s2 / n2)));
        Mirrored(difference, Proportion.Difference(s2, n2, s1, n1, confidence), sum: 0);

        Interval paired = Proportion.PairedDifference(s1, failures, s2, rest + 1, confidence);
        Assert.True(paired.Contains((failures - s2) / (double)(s1 + failures + s2 + rest + 1)));
        Mirrored(paired, Proportion.PairedDifference(s1, s2, failures, rest + 1, confidence), sum: 0);
    }

    [Property(MaxTest = 100)]
    public void IntervalsShrinkWithTrialsAndGrowWithConfidence(byte successes, byte failures, byte times)
    {
        long s = successes, n = s + failures + 1, more = times + 2;
        Assert.True(Proportion.Wilson(s * more, n * more).Width < Proportion.Wilson(s, n).Width);
        Assert.True(Proportion.Difference(s * more, n * more, s * more, n * more).Width < Proportion.Difference(s, n, s, n).Width);
        Assert.True(Proportion.Wilson(s, n, 0.9).Width < Proportion.Wilson(s, n, 0.99).Width);
    }

    // The exact coverage, a sum over all outcomes: known to swing about 95 % and to fall to 0.83 at worst, next to 0 and 1 (Newcombe 1998).
    [Theory]
    [InlineData(20, 0.92)]
    [InlineData(100, 0.93)]
    [InlineData(1000, 0.94)]
    public void WilsonCovers(int trials, double least)
    {
        double mean = 0;
        for (int i = 1; i < 20; i++)
        {
            double p = i / 20.0, covered = 0;
            for (int k = 0; k <= trials; k++)
            {
                covered += Proportion.Wilson(k, trials).Contains(p) ? Binomial.PMF(p, trials, k) : 0;
            }

            Assert.InRange(covered, least, 0.98);
            mean += covered / 19;
        }

        Assert.InRange(mean, 0.945, 0.965);
    }

    [Fact]
    public void DifferencesCover()
    {
        // 1000 seeds: the share that covers deviates by 0.007; from 0.93 to 0.975 are three of that and the method's own 0.5 %.
        int independent = 0, paired = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            Philox random = new(seed, RandomPurpose.Trial);
            long[] counts = new long[4];
            long first = 0, second = 0;
            for (int i = 0; i < 150; i++)
            {
                // Paired: right together, alone, alone, neither with 0.7, 0.1, 0.05, 0.15.
                double u = random.Uniform(i);
                counts[u < 0.7 ? 0 : u < 0.8 ? 1 : u < 0.85 ? 2 : 3]++;
                first += random.Uniform(1000 + i) < 0.8 ? 1 : 0;
                second += random.Uniform(2000 + i) < 0.75 ? 1 : 0;
            }

            paired += Proportion.PairedDifference(counts[0], counts[1], counts[2], counts[3]).Contains(0.05) ? 1 : 0;
            independent += Proportion.Difference(first, 150, second, 150).Contains(0.05) ? 1 : 0;
        }

        Assert.InRange(paired, 930, 980);
        Assert.InRange(independent, 930, 975);
    }

    [Theory]
    [InlineData(0.5, 0.05, 0.95)]
    [InlineData(0.9, 0.02, 0.95)]
    [InlineData(0.99, 0.005, 0.99)]
    [InlineData(0, 0.01, 0.9)]
    [InlineData(1, 0.5, 0.95)]
    [InlineData(0.3, 0.3, 0.5)]
    public void SampleSizeIsTheSmallest(double expected, double halfWidth, double confidence)
    {
        long n = Proportion.SampleSize(expected, halfWidth, confidence);
        Assert.True(Width(n) <= 2 * halfWidth);
        Assert.True(n == 1 || Width(n - 1) > 2 * halfWidth);

        // Wilson's formula in its textbook form.
        double Width(long count)
        {
            double z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
            return 2 * z * Math.Sqrt((expected * (1 - expected) / count) + (z * z / (4.0 * count * count))) / (1 + (z * z / count));
        }
    }

    [Fact]
    public void SampleSizesAsKnown()
    {
        // (1.96/(2·0.05))² − 1.96², rounded up; at p = ½ the quadratic's root is (z/2h)² − z².
        Assert.Equal(381, Proportion.SampleSize(0.5, 0.05));
        Assert.Equal(9600, Proportion.SampleSize(0.5, 0.01));
        Assert.InRange(Proportion.SampleSize(0.5, 1e-7), 96_036_000_000_000, 96_037_000_000_000);
    }

    [Fact]
    public void OthersAreRefused()
    {
        Refused("trials", "from 1 to 9007199254740992, got 0", () => Proportion.Wilson(0, 0));
        Refused("successes", "0 to 5 successes, as many as trials, got 6", () => Proportion.Wilson(6, 5));
        Refused("successes", "got -1", () => Proportion.Wilson(-1, 5));
        Refused("trials", "got 9007199254740993", () => Proportion.Wilson(1, (1L << 53) + 1));
        Refused("confidence", "above 0 and below 1, got 1", () => Proportion.Wilson(1, 5, 1));
        Refused("confidence", "got NaN", () => Proportion.Wilson(1, 5, double.NaN));
        Refused("secondTrials", "got 0", () => Proportion.Difference(1, 2, 0, 0));
        Refused("secondSuccesses", "0 to 4 successes, as many as trials, got 5", () => Proportion.Difference(1, 2, 5, 4));
        Refused("onlySecond", "from 0 to 9007199254740992, got -3", () => Proportion.PairedDifference(1, 2, -3, 4));
        Refused("both", "1 to 9007199254740992 examples in all, got 0", () => Proportion.PairedDifference(0, 0, 0, 0));
        Refused("expected", "from 0 to 1, got 1.5", () => Proportion.SampleSize(1.5, 0.1));
        Refused("halfWidth", "from 1E-07 to 0.5, got 0", () => Proportion.SampleSize(0.5, 0));
        Refused("confidence", "got 0", () => Proportion.SampleSize(0.5, 0.1, 0));
    }

    internal static void Refused(string parameter, string says, Action call)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(parameter, refused.ParamName);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static void ShouldBe(double low, double high, Interval interval, double tolerance = Printed)
    {
        Assert.InRange(interval.Low, low - tolerance, low + tolerance);
        Assert.InRange(interval.High, high - tolerance, high + tolerance);
    }

    // 1e-12: a few roundings of numbers up to 1.
    private static void Mirrored(Interval one, Interval other, double sum)
    {
        Assert.InRange(one.Low + other.High, sum - 1e-12, sum + 1e-12);
        Assert.InRange(one.High + other.Low, sum - 1e-12, sum + 1e-12);
    }
}

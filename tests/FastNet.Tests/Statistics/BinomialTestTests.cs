using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Statistics;

public sealed class BinomialTestTests
{
    // Python: sums of Fractions comb(n, i)·p^i·(1 − p)^(n − i). 682 of 925 is the example of R's binom.test (Conover 1971), p-value 0.3825.
    [Theory]
    [InlineData(682, 925, 0.75, 0.3824915595748517, 0.8240891223524226, 0.19600926705388336)]
    [InlineData(3, 15, 0.1, 0.184061069106391, 0.184061069106391, 0.944444369992464)]
    [InlineData(9, 20, 0.7, 0.024782076205458442, 0.9948618384648786, 0.017144816431258435)]
    [InlineData(0, 12, 0.25, 0.045929133892059326, 1, 0.03167635202407837)]
    [InlineData(40, 50, 0.9, 0.02969171091191157, 0.990645398412671, 0.024537935704591455)]
    [InlineData(540, 1000, 0.5, 0.01244414627717178, 0.00622207313858589, 0.9948059342169221)]
    [InlineData(130, 1000, 0.1, 0.0022017261448611784, 0.001341398370873429, 0.9990305585092043)]
    [InlineData(2, 2, 1 / 3.0, 0.1111111111111111, 0.1111111111111111, 1)]
    [InlineData(0, 0, 0.3, 1, 1, 1)]
    public void ExactAsComputed(long successes, long trials, double probability, double twoSided, double greater, double less)
    {
        Close(twoSided, BinomialTest.PValue(successes, trials, probability));
        Close(greater, BinomialTest.PValue(successes, trials, probability, Alternative.Greater));
        Close(less, BinomialTest.PValue(successes, trials, probability, Alternative.Less));
    }

    [Fact]
    public void SmallTailsKeepTheirDigits()
    {
        Close(8.832839003975068e-38, BinomialTest.PValue(700, 1000, 0.5, Alternative.Greater));
        Close(8.832839003975068e-38, BinomialTest.PValue(300, 1000, 0.5, Alternative.Less));
        Close(2 * 8.832839003975068e-38, McNemar.PValue(300, 700));
    }

    // Python: the integers comb(10**6, i) summed from 501,000 on, over 2**(10**6). 1e-8 of the value, as stated there.
    [Fact]
    public void AMillionTrialsKeepEightDigits() =>
        Close(0.02280414993269104, BinomialTest.PValue(501_000, 1_000_000, 0.5, Alternative.Greater), 1e-8);

    // p comes as k/128, so that the reference's 1 − p is exact too.
    [Property(MaxTest = 300)]
    public void TwoSidedIsTheSumOverOutcomesNoMoreProbable(byte first, byte second, byte share)
    {
        int n = first % 40, k = n == 0 ? 0 : second % (n + 1);
        double p = ((share % 127) + 1) / 128.0;
        double[] masses = new double[n + 1];
        for (int i = 0; i <= n; i++)
        {
            double mass = 1;
            for (int j = 0; j < i; j++)
            {
                mass *= (double)(n - j) / (j + 1);
            }

            masses[i] = mass * Math.Pow(p, i) * Math.Pow(1 - p, n - i);
        }

        // The reference counts equals but for rounding, 10⁻¹⁰ of the value.
        Close(masses.Where(mass => mass <= masses[k] * (1 + 1e-10)).Sum(), BinomialTest.PValue(k, n, p));
    }

    [Property(MaxTest = 200)]
    public void CountingFailuresGivesTheSame(ushort successes, ushort failures, byte share)
    {
        long n = successes + failures;
        double p = ((share % 127) + 1) / 128.0;

        // 1e-9: the relative error at up to 131,070 trials.
        Close(BinomialTest.PValue(successes, n, p), BinomialTest.PValue(failures, n, 1 - p), 1e-9);
        Close(BinomialTest.PValue(successes, n, p, Alternative.Greater), BinomialTest.PValue(failures, n, 1 - p, Alternative.Less), 1e-9);
        Assert.Equal(McNemar.PValue(successes, failures), McNemar.PValue(failures, successes));
    }

    [Fact]
    public void ALargeSampleIsNormal()
    {
        // 10⁹ trials, two standard deviations above: 0.0455 but for the continuity correction, 10⁻⁵.
        long n = 1_000_000_000, k = (n / 2) + 31_623;
        Assert.InRange(BinomialTest.PValue(k, n, 0.5), 0.04550 - 1e-5, 0.04550 + 1e-5);
    }

    // Of b + c discordant pairs: 2·Σ comb(n, i)/2ⁿ by hand.
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 5, 2 / 32.0)]
    [InlineData(1, 7, 18 / 256.0)]
    [InlineData(9, 1, 22 / 1024.0)]
    public void McNemarByHand(long onlyFirst, long onlySecond, double expected) => Close(expected, McNemar.PValue(onlyFirst, onlySecond));

    [Fact]
    public void OthersAreRefused()
    {
        ProportionTests.Refused("trials", "from 0 to 1073741824, got -1", () => BinomialTest.PValue(0, -1, 0.5));
        ProportionTests.Refused("successes", "0 to 3 successes, as many as trials, got 4", () => BinomialTest.PValue(4, 3, 0.5));
        ProportionTests.Refused("probability", "above 0 and below 1, got 0", () => BinomialTest.PValue(0, 3, 0));
        ProportionTests.Refused("alternative", "two-sided, greater or less, got 7", () => BinomialTest.PValue(0, 3, 0.5, (Alternative)7));
        ProportionTests.Refused("onlyFirst", "got -1", () => McNemar.PValue(-1, 3));
        ProportionTests.Refused("onlySecond", "got 1073741825", () => McNemar.PValue(1, 1L << 30));
    }

    // 1e-11: the logarithms of factorials up to 1000!, 6000 · 2⁻⁵³ and what the continued fraction adds.
    private static void Close(double expected, double actual, double tolerance = 1e-11) =>
        Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
}

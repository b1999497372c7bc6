using System.Numerics;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Statistics;

public sealed class KolmogorovSmirnovTests
{
    // Equal lengths without ties: P(D ≥ k/n) = 2·Σ (−1)^(j−1)·comb(2n, n + jk)/comb(2n, n) (Gnedenko and Korolyuk 1951).
    [Theory]
    [InlineData(5, 4)]
    [InlineData(10, 6)]
    [InlineData(10, 7)]
    [InlineData(50, 5)]
    [InlineData(200, 28)]
    [InlineData(200, 150)]
    [InlineData(1000, 61)]
    public void EqualLengthsAsByGnedenkoAndKorolyuk(int n, int k)
    {
        KolmogorovSmirnovResult result = OfDistance(n, k);
        Assert.True(result.IsExact);
        Assert.False(result.HasTies);
        Assert.Equal((double)k / n, result.Statistic, 1e-15);

        // 1e-12 of the value: n steps of positive terms, one rounding each.
        double expected = GnedenkoKorolyuk(n, k);
        Assert.InRange(result.PValue, expected * (1 - 1e-12), expected * (1 + 1e-12));
    }

    [Fact]
    public void CriticalValuesAsPublished()
    {
        // Massey, "The distribution of the maximum deviation between two sample cumulative step functions", 1951: n = 10, 7/10 is beyond 5 %, 6/10 is not.
        Assert.Equal(0.0524, OfDistance(10, 6).PValue, 4);
        Assert.Equal(0.0123, OfDistance(10, 7).PValue, 4);
        Assert.Equal(0.0794, OfDistance(5, 4).PValue, 4);
    }

    // Smirnov's limit, λ = 1.358 at 5 % and 1.628 at 1 %. 5 %: in samples of equal length the statistic moves in steps of 1/n.
    [Theory]
    [InlineData(60)]
    [InlineData(86)]
    [InlineData(103)]
    public void LongSamplesAreNearlyExact(int k)
    {
        KolmogorovSmirnovResult result = OfDistance(2000, k);
        double expected = GnedenkoKorolyuk(2000, k);
        Assert.False(result.IsExact);
        Assert.InRange(result.PValue, expected * 0.95, expected * 1.05);
    }

    [Fact]
    public void LongSamplesAtTheEnds()
    {
        double[] values = [.. Enumerable.Range(0, 1001).Select(i => (double)i)];
        KolmogorovSmirnovResult same = TwoSample.KolmogorovSmirnov(values, values), apart = TwoSample.KolmogorovSmirnov(values, [.. values.Select(x => x + 2000)]);
        Assert.Equal(new KolmogorovSmirnovResult(0, 1, false, true), same);
        Assert.Equal(1, apart.Statistic);
        Assert.InRange(apart.PValue, 0, 1e-300);
        Assert.Equal(1, OfDistance(2000, 1).PValue);
    }

    // All ways of telling up to nine pooled values apart, ties among them, against the definition of the statistic.
    [Property(MaxTest = 150)]
    public void ShortSamplesAsCounted(byte[] values, byte cut)
    {
        int[] pooled = [.. values.Take(9).Select(value => value % 7)];
        if (pooled.Length < 2)
        {
            return;
        }

        int n = 1 + (cut % (pooled.Length - 1));
        int observed = Distance(pooled, (1 << n) - 1);
        int extreme = 0, all = 0;
        for (int mask = 0; mask < 1 << pooled.Length; mask++)
        {
            if (BitOperations.PopCount((uint)mask) == n)
            {
                all++;
                extreme += Distance(pooled, mask) >= observed ? 1 : 0;
            }
        }

        double[] first = [.. pooled.Take(n).Select(x => (double)x)], second = [.. pooled.Skip(n).Select(x => (double)x)];
        KolmogorovSmirnovResult result = TwoSample.KolmogorovSmirnov(first, second);
        Assert.Equal((double)observed / (n * (pooled.Length - n)), result.Statistic, 1e-15);
        Assert.Equal((double)extreme / all, result.PValue, 1e-14);
        Assert.Equal(pooled.Distinct().Count() < pooled.Length, result.HasTies);
        Assert.Equal(result.PValue, TwoSample.KolmogorovSmirnov(second, first).PValue, 1e-14);
    }

    [Fact]
    public void FalseAlarmsComeAtTheLevel()
    {
        // 400 seeds at 10 %: 40 with a deviation of 6; the exact test of short samples has steps and stays a little below.
        int exact = 0, asymptotic = 0, tied = 0, shifted = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            double[] a = Uniforms(seed, 0, 40), b = Uniforms(seed, 1, 55), c = Uniforms(seed, 2, 1100), d = Uniforms(seed, 3, 1300);
            exact += TwoSample.KolmogorovSmirnov(a, b).PValue <= 0.1 ? 1 : 0;
            asymptotic += TwoSample.KolmogorovSmirnov(c, d).PValue <= 0.1 ? 1 : 0;
            tied += TwoSample.KolmogorovSmirnov([.. a.Select(Rounded)], [.. b.Select(Rounded)]).PValue <= 0.1 ? 1 : 0;
            shifted += TwoSample.KolmogorovSmirnov(a, [.. b.Select(x => x + 0.4)]).PValue <= 0.1 ? 1 : 0;
        }

        Assert.InRange(exact, 20, 58);
        Assert.InRange(asymptotic, 22, 58);
        Assert.InRange(tied, 12, 58);
        Assert.InRange(shifted, 360, 400);

        static double Rounded(double x) => Math.Floor(x * 8);
    }

    [Fact]
    public void InfinitiesAreNumbers()
    {
        double[] first = [double.NegativeInfinity, 1, double.PositiveInfinity], second = [double.NegativeInfinity, 2, 3, double.PositiveInfinity];
        Assert.Equal(
            TwoSample.KolmogorovSmirnov([-9, 1, 9], [-9, 2, 3, 9]),
            TwoSample.KolmogorovSmirnov(first, second));
    }

    [Fact]
    public void OthersAreRefused()
    {
        ProportionTests.Refused("first", "at least one element, got none", () => TwoSample.KolmogorovSmirnov([], [1]));
        ProportionTests.Refused("second", "expected numbers, got NaN at index 2", () => TwoSample.KolmogorovSmirnov([1], [1, 2, double.NaN]));
    }

    // Two samples of n without ties, D = k/n: the second has its first value behind k of the first, then they alternate.
    private static KolmogorovSmirnovResult OfDistance(int n, int k) =>
        TwoSample.KolmogorovSmirnov(
            [.. Enumerable.Range(0, n).Select(i => (double)i).Reverse()],
            [.. Enumerable.Range(0, n).Select(i => i + k - 0.5)]);

    private static double GnedenkoKorolyuk(int n, int k)
    {
        BigInteger sum = 0;
        for (int j = 1; j * k <= n; j++)
        {
            sum += (j % 2 == 1 ? 2 : -2) * Choose(2 * n, n + (j * k));
        }

        // 60 bits behind the point of the smallest value, 2⁻⁶⁰⁰, that is asked for.
        return Math.ScaleB((double)((sum << 700) / Choose(2 * n, n)), -700);
    }

    private static BigInteger Choose(int n, int k)
    {
        BigInteger result = 1;
        for (int i = 1; i <= n - k; i++)
        {
            result = result * (k + i) / i;
        }

        return result;
    }

    // max |i·m − j·n| over all values, by the definition of the empirical distributions.
    private static int Distance(int[] pooled, int mask)
    {
        int n = BitOperations.PopCount((uint)mask), largest = 0;
        foreach (int x in pooled)
        {
            int i = 0, j = 0;
            for (int k = 0; k < pooled.Length; k++)
            {
                if (pooled[k] <= x)
                {
                    _ = (mask >> k & 1) == 1 ? i++ : j++;
                }
            }

            largest = int.Max(largest, int.Abs((i * (pooled.Length - n)) - (j * n)));
        }

        return largest;
    }

    private static double[] Uniforms(ulong seed, int layer, int count)
    {
        Philox random = new(seed, RandomPurpose.Trial, 2, layer);
        return [.. Enumerable.Range(0, count).Select(i => random.Uniform(i))];
    }
}

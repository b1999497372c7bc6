using FastNet.Tuning;

namespace FastNet.Tests.Tuning;

/// <summary>Draws against the distributions that the spaces promise.</summary>
public sealed class SpaceTests
{
    private const int Draws = 20_000;

    // Kolmogorov's distribution: √n·D stays below this in 999 of 1,000 cases, whatever the seed had been.
    private const double Critical = 1.95;

    public static TheoryData<string> Continua => ["uniform", "log", "one minus log"];

    [Theory]
    [MemberData(nameof(Continua))]
    public void ContinuaHaveTheirDistribution(string kind)
    {
        (Space space, Func<double, double> share) = kind switch
        {
            "uniform" => (Space.Uniform(-3, 5), (Func<double, double>)(x => (x + 3) / 8)),
            "log" => (Space.Log(1e-4, 1), x => Math.Log10(x / 1e-4) / 4),
            _ => (Space.OneMinusLog(0.9, 0.9999), x => Math.Log10(0.1 / (1 - x)) / 3),
        };
        double[] drawn = [.. Draw(space).Select(setting => setting.Number).Order()];
        double distance = drawn.Select((x, i) => double.Max(share(x) - ((double)i / Draws), ((i + 1.0) / Draws) - share(x))).Max();
        Assert.InRange(distance * Math.Sqrt(Draws), 0, Critical);
        Assert.Null(space.Count);
    }

    /// <summary>α from 0.0001 to 1: as many trials between 0.0001 and 0.001 as between 0.1 and 1.</summary>
    [Fact]
    public void EachPowerOfTenHasItsShare()
    {
        // Four deviations of a binomial count with p = 1/4 or 1/2.
        double[] rates = [.. Draw(Space.Log(1e-4, 1)).Select(setting => setting.Number)];
        foreach (double low in new[] { 1e-4, 1e-3, 1e-2, 1e-1 })
        {
            Assert.InRange(rates.Count(rate => rate >= low && rate < low * 10), 5_000 - 245, 5_000 + 245);
        }

        Assert.InRange(Draw(Space.OneMinusLog(0.9, 0.999)).Count(setting => setting.Number < 0.99), 10_000 - 283, 10_000 + 283);
    }

    [Fact]
    public void WholeNumbersAndChoicesHaveTheirShares()
    {
        AssertShares(Space.Integer(3, 7), n => 0.2, 3, 4, 5, 6, 7);
        AssertShares(Space.LogInteger(1, 8), n => Math.Log((n + 0.5) / (n - 0.5)) / Math.Log(8.5 / 0.5), 1, 2, 3, 4, 5, 6, 7, 8);
        AssertShares(Space.Ordered(16, 32, 64), n => 1 / 3.0, 16, 32, 64);
        Assert.Equal(["adam", "momentum"], Draw(Space.Choice("momentum", "adam")).Select(setting => setting.Word!).Distinct().Order());
        Assert.False(Space.Choice("a", "b").IsOrdered);

        static void AssertShares(Space space, Func<double, double> share, params double[] values)
        {
            Assert.Equal(values.Length, space.Count);
            Dictionary<double, int> counts = Draw(space).CountBy(setting => setting.Number).ToDictionary();
            Assert.Equal(values, counts.Keys.Order());
            foreach (double value in values)
            {
                double p = share(value);
                Assert.InRange(counts[value], (p * Draws) - (4.5 * Math.Sqrt(Draws * p * (1 - p))), (p * Draws) + (4.5 * Math.Sqrt(Draws * p * (1 - p))));
            }
        }
    }

    [Fact]
    public void APlaceAndItsValueBelongTogether()
    {
        foreach (Space space in new[] { Space.Uniform(-3, 5), Space.Log(1e-4, 1), Space.OneMinusLog(0.9, 0.999), Space.Integer(-4, 9), Space.LogInteger(16, 512), Space.Choice("a", "b", "c"), Space.Ordered(8, 16) })
        {
            for (int i = 0; i < 1000; i++)
            {
                double place = (i + 0.5) / 1000;
                Setting setting = space.At(place);
                double there = space.PlaceOf(setting);
                if (space.Count is null)
                {
                    // exp and log to a few last bits.
                    Assert.Equal(place, there, 1e-12);
                }
                else
                {
                    Assert.Equal(setting, space.At(there));
                }
            }

            Assert.Throws<ArgumentOutOfRangeException>("place", () => space.At(1));
            Assert.Throws<ArgumentOutOfRangeException>("place", () => space.At(double.NaN));
            Assert.Throws<ArgumentException>("setting", () => space.PlaceOf(new("none")));
            Assert.Throws<ArgumentException>("setting", () => space.PlaceOf(new(1e9)));
        }
    }

    [Fact]
    public void WhatMakesNoSpaceIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("low", () => Space.Log(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => Space.Log(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => Space.OneMinusLog(0.9, 1));
        Assert.Throws<ArgumentOutOfRangeException>("low", () => Space.Uniform(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => Space.Uniform(0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("low", () => Space.LogInteger(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => Space.Integer(4, 4));
        Assert.Throws<ArgumentException>(() => Space.Choice("a"));
        Assert.Throws<ArgumentException>(() => Space.Ordered(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("number", () => new Setting(double.NaN));
    }

    private static IEnumerable<Setting> Draw(Space space)
    {
        SearchSpace one = new(new Hyperparameter("x", space));
        RandomSampler sampler = new();
        return Enumerable.Range(0, Draws).Select(trial => sampler.Draw(one, seed: 11, trial)["x"]);
    }
}

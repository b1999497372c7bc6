using System.Globalization;
using FastNet.Tuning;

namespace FastNet.Tests.Tuning;

/// <summary>Sobol's sequence against published points, and what scrambling must leave.</summary>
public sealed class SobolTests
{
    public static TheoryData<int, double[]> Published => new()
    {
        { 0, [0, 0, 0, 0, 0, 0, 0] },
        { 1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5] },
        { 2, [0.75, 0.25, 0.25, 0.25, 0.75, 0.25, 0.75] },
        { 3, [0.25, 0.75, 0.75, 0.75, 0.25, 0.75, 0.25] },
        { 5, [0.875, 0.875, 0.125, 0.375, 0.375, 0.625, 0.625] },
        { 100, [0.4140625, 0.2578125, 0.7734375, 0.7265625, 0.4765625, 0.7578125, 0.6484375] },
        { 1000, [0.2197265625, 0.0966796875, 0.5185546875, 0.6767578125, 0.8994140625, 0.5224609375, 0.4462890625] },
    };

    /// <summary>scipy.stats.qmc.Sobol(64, scramble=False) of SciPy 1.10, coordinates 1, 2, 3, 4, 8, 21 and 64.</summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void PublishedPoints(int trial, double[] expected)
    {
        double[] point = Point(new SobolSampler(isScrambled: false), 64, seed: 1, trial);
        Assert.Equal(expected, new[] { 0, 1, 2, 3, 7, 20, 63 }.Select(j => point[j]));
    }

    /// <summary>Each of 2ᵏ equal parts of a coordinate has one of 2ᵏ points, and so has each box of that volume in the plane of the first two (a (0, k, 2)-net).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public void ScrambledPointsLeaveNoGaps(ulong seed)
    {
        SobolSampler sampler = new();
        const int Power = 7;
        const int Count = 1 << Power;
        double[][] points = [.. Enumerable.Range(0, Count).Select(trial => Point(sampler, 64, seed, trial))];
        for (int j = 0; j < 64; j++)
        {
            Assert.Equal(Count, points.Select(point => (int)(point[j] * Count)).Distinct().Count());
        }

        for (int k = 0; k <= Power; k++)
        {
            Assert.Equal(Count, points.Select(point => ((int)(point[0] * (1 << k)), (int)(point[1] * (1 << (Power - k))))).Distinct().Count());
        }
    }

    /// <summary>Over seeds, a point is anywhere with the same probability, and two coordinates do not know each other.</summary>
    [Fact]
    public void APointIsUniformOverSeeds()
    {
        SobolSampler sampler = new();
        double[][] points = [.. Enumerable.Range(0, 2_000).Select(seed => Point(sampler, 3, (ulong)seed, trial: 6))];
        for (int j = 0; j < 3; j++)
        {
            double[] sorted = [.. points.Select(point => point[j]).Order()];
            double distance = sorted.Select((x, i) => double.Max(x - (i / 2000.0), ((i + 1) / 2000.0) - x)).Max();

            // Kolmogorov's distribution: below this in 999 of 1,000 cases.
            Assert.InRange(distance * Math.Sqrt(2000), 0, 1.95);
        }

        // A mean of 2,000 products of variance 1/144: four deviations.
        Assert.InRange(points.Average(point => (point[0] - 0.5) * (point[1] - 0.5)), -4 / 12.0 / Math.Sqrt(2000), 4 / 12.0 / Math.Sqrt(2000));
    }

    [Fact]
    public void MoreCoordinatesThanTheTableHasAreRefused() =>
        Assert.Contains("at most 64", Assert.Throws<ArgumentException>(() => Point(new SobolSampler(), 65, 1, 0)).Message, StringComparison.Ordinal);

    private static double[] Point(SobolSampler sampler, int dimensions, ulong seed, long trial)
    {
        SearchSpace space = new([.. Enumerable.Range(0, dimensions).Select(j => new Hyperparameter(j.ToString(CultureInfo.InvariantCulture), Space.Uniform(0, 1)))]);
        return [.. sampler.Draw(space, seed, trial).Settings.Values.Select(setting => setting.Number)];
    }
}

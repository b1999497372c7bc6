using MathNet.Numerics;

namespace FastNet.Training;

/// <content>The chi-square test of two samples of categories.</content>
public static partial class TwoSample
{
    // Cochran, "Some methods for strengthening the common χ² tests", Biometrics 10, 1954.
    private const double LeastExpected = 5;

    /// <summary>
    /// Σ(observed − expected)²/expected over categories and samples, where a category's expected counts are its total in the samples'
    /// proportion. Categories that expect fewer than 5 in the smaller sample are pooled, with the next larger ones until the pool expects 5;
    /// empty ones do not count.
    /// </summary>
    /// <param name="first">[categories]: how often each occurs in the first sample.</param>
    /// <param name="second">[categories]: the same for the second.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a sample has no element.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or a sample's sum above 2⁵³.</exception>
    public static ChiSquareResult ChiSquare(ReadOnlySpan<long> first, ReadOnlySpan<long> second)
    {
        Require.SameLength(first.Length, second.Length, nameof(second));
        double firstCount = Total(first, nameof(first)), secondCount = Total(second, nameof(second));

        List<(double First, double Second)> categories = [];
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] + second[i] > 0)
            {
                categories.Add((first[i], second[i]));
            }
        }

        // Which are pooled is a matter of the totals alone: it must not depend on how they fall to the samples.
        double share = double.Min(firstCount, secondCount) / (firstCount + secondCount);
        categories = [.. categories.OrderBy(c => c.First + c.Second)];
        (double First, double Second) pool = (0, 0);
        int pooled = 0;
        while (pooled < categories.Count && (IsSmall(categories[pooled]) || (pooled > 0 && IsSmall(pool))))
        {
            pool = (pool.First + categories[pooled].First, pool.Second + categories[pooled].Second);
            pooled++;
        }

        (double First, double Second)[] compared = pooled == 0 ? [.. categories] : [pool, .. categories.Skip(pooled)];
        double statistic = 0;
        foreach ((double a, double b) in compared)
        {
            // Both samples' terms in one: with t = a + b the expected counts are t·n/N and t·m/N, and a misses its own by as much as b.
            double expectedFirst = (a + b) * firstCount / (firstCount + secondCount), expectedSecond = (a + b) - expectedFirst;
            double miss = a - expectedFirst;
            statistic += (miss * miss / expectedFirst) + (miss * miss / expectedSecond);
        }

        int freedom = compared.Length - 1;
        return freedom == 0
            ? new(0, 0, 1, pooled)
            : new(statistic, freedom, SpecialFunctions.GammaUpperRegularized(freedom / 2.0, statistic / 2), pooled == 1 ? 0 : pooled);

        bool IsSmall((double First, double Second) category) => (category.First + category.Second) * share < LeastExpected;
    }

    private static double Total(ReadOnlySpan<long> counts, string parameter)
    {
        long total = 0;
        foreach (long count in counts)
        {
            Require.Count(count, parameter);
            total += count;
            Require.Count(total, parameter);
        }

        return total > 0 ? total : throw new ArgumentException("expected a sample of at least one element, got none.", parameter);
    }
}

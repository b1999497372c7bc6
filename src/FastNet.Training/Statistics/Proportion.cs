using MathNet.Numerics.Distributions;

namespace FastNet.Training;

/// <summary>Intervals for shares of successes and for their differences, good for small samples and for shares near 0 and 1.</summary>
public static class Proportion
{
    /// <summary>
    /// (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²))/(1 + z²/n), p = successes/n, z the normal quantile of (1 + confidence)/2: Wilson, "Probable
    /// inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22, 1927.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">1 to 2⁵³.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static Interval Wilson(long successes, long trials, double confidence = 0.95)
    {
        Require.Count(trials, nameof(trials), least: 1);
        Require.Successes(successes, trials, nameof(successes));
        return Score(successes, trials, Quantile(confidence));
    }

    /// <summary>
    /// The interval of p₁ − p₂, the shares of two independent samples: from d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²),
    /// d = p₁ − p₂, l and u the ends of the shares' own <see cref="Wilson"/> intervals: method 10 of Newcombe, "Interval estimation for the
    /// difference between independent proportions", Statistics in Medicine 17, 873–890, 1998.
    /// </summary>
    /// <param name="firstSuccesses">0 to <paramref name="firstTrials"/>.</param>
    /// <param name="firstTrials">1 to 2⁵³.</param>
    /// <param name="secondSuccesses">0 to <paramref name="secondTrials"/>.</param>
    /// <param name="secondTrials">1 to 2⁵³.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static Interval Difference(long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, double confidence = 0.95)
    {
        Require.Count(firstTrials, nameof(firstTrials), least: 1);
        Require.Successes(firstSuccesses, firstTrials, nameof(firstSuccesses));
        Require.Count(secondTrials, nameof(secondTrials), least: 1);
        Require.Successes(secondSuccesses, secondTrials, nameof(secondSuccesses));
        return Difference(firstSuccesses, firstTrials, secondSuccesses, secondTrials, 0, Quantile(confidence));
    }

    /// <summary>
    /// The interval of p₁ − p₂, the shares that two methods have right of the same examples: <see cref="Difference(long, long, long, long, double)"/>
    /// with −2φ(p₁ − l₁)(u₂ − p₂) under the first root and −2φ(u₁ − p₁)(p₂ − l₂) under the second. φ is the correlation with a continuity
    /// correction: (ad − bc) over the root of the product of the four margins, where a positive ad − bc is lessened by n/2, but not below 0;
    /// 0 where a margin is. Method 10 of Newcombe, "Improved confidence intervals for the difference between binomial proportions based on
    /// paired data", Statistics in Medicine 17, 2635–2650, 1998.
    /// </summary>
    /// <param name="both">a, the examples that both have right.</param>
    /// <param name="onlyFirst">b, those that the first alone has right.</param>
    /// <param name="onlySecond">c, those that the second alone has right.</param>
    /// <param name="neither">d, those that none has right.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, all are 0, or a number is too large.</exception>
    public static Interval PairedDifference(long both, long onlyFirst, long onlySecond, long neither, double confidence = 0.95)
    {
        Require.Count(both, nameof(both));
        Require.Count(onlyFirst, nameof(onlyFirst));
        Require.Count(onlySecond, nameof(onlySecond));
        Require.Count(neither, nameof(neither));
        long count = both + onlyFirst + onlySecond + neither;
        if (count is < 1 or > Require.LargestCount)
        {
            throw new ArgumentOutOfRangeException(nameof(both), $"expected 1 to {Require.LargestCount} examples in all, got {count}.");
        }

        double first = both + onlyFirst, second = both + onlySecond;
        double covariance = ((double)both * neither) - ((double)onlyFirst * onlySecond);
        if (covariance > 0)
        {
            covariance = double.Max(covariance - (count / 2.0), 0);
        }

        double deviations = Math.Sqrt(first * (count - first)) * Math.Sqrt(second * (count - second));
        return Difference(first, count, second, count, deviations > 0 ? covariance / deviations : 0, Quantile(confidence));
    }

    /// <summary>
    /// The smallest n whose <see cref="Wilson"/> interval is at most 2·<paramref name="halfWidth"/> wide where the share found is
    /// <paramref name="expected"/>: how many examples a dev or test part needs. n·expected need not be whole.
    /// </summary>
    /// <param name="expected">0 to 1; 0.5 asks for the most.</param>
    /// <param name="halfWidth">10⁻⁷ to 0.5.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static long SampleSize(double expected, double halfWidth, double confidence = 0.95)
    {
        Require.Range(0, expected, 1, nameof(expected));
        Require.Range(1e-7, halfWidth, 0.5, nameof(halfWidth));
        double z = Quantile(confidence);
        double square = z * z, width = 2 * halfWidth, spread = 4 * expected * (1 - expected);

        // The width is z·√(z² + spread·n)/(n + z²) and falls with n: the root of a quadratic in n + z², then the whole number next to it.
        double sum = square * (spread + Math.Sqrt((spread * spread) + (4 * width * width * (1 - spread)))) / (2 * width * width);
        long count = long.Max(1, (long)(sum - square));
        while (count > 1 && HalfWidth(expected, count - 1, z) <= halfWidth)
        {
            count--;
        }

        while (HalfWidth(expected, count, z) > halfWidth)
        {
            count++;
        }

        return count;
    }

    private static Interval Difference(double firstSuccesses, double firstTrials, double secondSuccesses, double secondTrials, double correlation, double z)
    {
        double p1 = firstSuccesses / firstTrials, p2 = secondSuccesses / secondTrials;
        Interval first = Score(firstSuccesses, firstTrials, z), second = Score(secondSuccesses, secondTrials, z);
        double low = Hypotenuse(p1 - first.Low, second.High - p2, correlation);
        double high = Hypotenuse(first.High - p1, p2 - second.Low, correlation);
        return new(double.Max(p1 - p2 - low, -1), double.Min(p1 - p2 + high, 1));
    }

    // √(a² − 2ρab + b²), which rounding may take below 0 where ρ is 1.
    private static double Hypotenuse(double a, double b, double correlation) =>
        Math.Sqrt(double.Max((a * a) - (2 * correlation * a * b) + (b * b), 0));

    // Ends that are 0 or 1 are exactly that, and rounding takes no share out of its interval.
    private static Interval Score(double successes, double trials, double z)
    {
        double p = successes / trials;
        double center = (successes + (z * z / 2)) / (trials + (z * z)), half = HalfWidth(p, trials, z);
        return new(successes == 0 ? 0 : double.Min(center - half, p), successes == trials ? 1 : double.Max(center + half, p));
    }

    private static double HalfWidth(double p, double trials, double z) => z * Math.Sqrt((z * z / 4) + (p * (1 - p) * trials)) / (trials + (z * z));

    private static double Quantile(double confidence)
    {
        Require.InsideUnit(confidence, nameof(confidence));
        return -Normal.InvCDF(0, 1, (1 - confidence) / 2);
    }
}

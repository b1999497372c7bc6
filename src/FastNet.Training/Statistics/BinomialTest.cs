using FastNet.Kernels;
using MathNet.Numerics;

namespace FastNet.Training;

/// <summary>
/// The exact test of a probability of success: for example of a classifier that tells two samples apart, whose accuracy is held against the
/// share of the larger one (Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", ICLR 2017).
/// </summary>
public static class BinomialTest
{
    /// <summary>2³⁰: beyond, the logarithms of factorials have too few digits left behind the point.</summary>
    public const long LargestTrials = 1L << 30;

    /// <summary>
    /// How probable a number of successes is that speaks at least as strongly against the null hypothesis, under which X is
    /// Binomial(n, <paramref name="probability"/>): P(X ≥ k), P(X ≤ k), or, two-sided, the sum over all outcomes that are no more probable than k.
    /// </summary>
    /// <param name="successes">k, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">n, 0 to <see cref="LargestTrials"/>; the relative error grows with n: 10⁻¹¹ at a thousand, 10⁻⁸ at a million, 10⁻⁴ at 2³⁰.</param>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="alternative">Which outcomes speak against the null hypothesis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static double PValue(long successes, long trials, double probability, Alternative alternative = Alternative.TwoSided)
    {
        Require.Count(trials, nameof(trials), greatest: LargestTrials);
        Require.Successes(successes, trials, nameof(successes));
        Require.InsideUnit(probability, nameof(probability));
        return alternative switch
        {
            Alternative.Greater => AtLeast(successes, trials, probability),
            Alternative.Less => AtMost(successes, trials, probability),
            Alternative.TwoSided => TwoSided(successes, trials, probability),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, $"expected two-sided, greater or less, got {alternative}."),
        };
    }

    // On the far side of the mean the outcomes' probabilities fall with the distance: those no more probable than k begin at one of them.
    private static double TwoSided(long successes, long trials, double probability)
    {
        double mean = trials * probability;
        if (successes == mean)
        {
            return 1;
        }

        // Outcomes that are as probable but for rounding count as such.
        double bound = LogWeight(successes, trials, probability) + 1e-7;
        if (successes < mean)
        {
            long first = FirstWhere((long)Math.Ceiling(mean), trials + 1, k => LogWeight(k, trials, probability) <= bound);
            return double.Min(1, AtMost(successes, trials, probability) + AtLeast(first, trials, probability));
        }

        long above = FirstWhere(0, (long)Math.Floor(mean) + 1, k => LogWeight(k, trials, probability) > bound);
        return double.Min(1, AtMost(above - 1, trials, probability) + AtLeast(successes, trials, probability));
    }

    // The first of low to high − 1 for which the condition holds, as it does for all after; high where there is none.
    private static long FirstWhere(long low, long high, Func<long, bool> holds)
    {
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    // ln P(X = k) but for ln n!, which all outcomes share.
    private static double LogWeight(long k, long trials, double probability) =>
        (k * VectorMath.Log(probability)) + ((trials - k) * VectorMath.Log(1 - probability))
        - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(trials - k + 1.0);

    private static double AtLeast(long k, long trials, double probability) =>
        k <= 0 ? 1 : k > trials ? 0 : SpecialFunctions.BetaRegularized(k, trials - k + 1.0, probability);

    private static double AtMost(long k, long trials, double probability) =>
        k < 0 ? 0 : k >= trials ? 1 : SpecialFunctions.BetaRegularized(trials - k, k + 1.0, 1 - probability);
}

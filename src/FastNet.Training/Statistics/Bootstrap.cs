using System.Globalization;
using MathNet.Numerics.Distributions;

namespace FastNet.Training;

/// <summary>
/// Intervals by resampling. Of one sample's statistic they are bias-corrected and accelerated (BCa): Efron, "Better bootstrap confidence
/// intervals", Journal of the American Statistical Association 82, 1987. Of a difference they are expanded percentiles: Hesterberg, "What
/// teachers should know about the bootstrap", The American Statistician 69, 2015. The same arguments give the same interval; the work is
/// resamples · n.
/// </summary>
/// <remarks>
/// What skews two samples alike falls out of their difference, and the acceleration is then little but noise: of root mean squares of 20 to
/// 80 values each (normal, of Student's distribution of 5 degrees of freedom, products of normal numbers), intervals of 95 % by BCa leave the
/// difference outside in 6 to 14 % of cases, expanded percentiles in 4 to 7 %.
/// </remarks>
public static class Bootstrap
{
    /// <summary>The resamples where none are asked for: an end of a 95 % interval then stands on 50 of them.</summary>
    public const int DefaultResamples = 2000;

    // Squares and their sums stay finite below it.
    private const double Largest = 1e150;

    // "BOOT": streams apart from those of gradient checks, which count components from 0.
    private const ulong FirstStep = 0x424F_4F54_0000_0000;

    /// <summary>The interval of a sample's statistic.</summary>
    /// <param name="values">At least two, of magnitude below 10¹⁵⁰.</param>
    /// <param name="statistic">What is computed.</param>
    /// <param name="seed">The resamples' seed.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <param name="resamples">At least 2/(1 − confidence), so that one lies beyond each end.</param>
    /// <exception cref="ArgumentException">There are fewer than two values, or one is too large or no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Confidence or resamples lie outside.</exception>
    public static Interval Of(
        ReadOnlySpan<double> values, BootstrapStatistic statistic, ulong seed, double confidence = 0.95, int resamples = DefaultResamples)
    {
        Check(statistic, confidence, resamples);
        Sample sample = new(values, statistic, nameof(values));
        double[] estimates = new double[resamples];
        int[] counts = new int[values.Length];
        for (int i = 0; i < resamples; i++)
        {
            Draw(counts, seed, i, 0);
            estimates[i] = sample.Statistic(counts);
        }

        return BiasCorrected(estimates, sample.Estimate, Acceleration(sample.Influences), confidence);
    }

    /// <summary>The interval of the first sample's statistic less the second's, of independent samples.</summary>
    /// <inheritdoc cref="PairedDifference"/>
    public static Interval Difference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapStatistic statistic, ulong seed, double confidence = 0.95, int resamples = DefaultResamples)
    {
        Check(statistic, confidence, resamples);
        Sample one = new(first, statistic, nameof(first)), other = new(second, statistic, nameof(second));
        double[] estimates = new double[resamples];
        int[] counts = new int[first.Length], otherCounts = new int[second.Length];
        for (int i = 0; i < resamples; i++)
        {
            Draw(counts, seed, i, 0);
            Draw(otherCounts, seed, i, 1);
            estimates[i] = one.Statistic(counts) - other.Statistic(otherCounts);
        }

        return ExpandedPercentiles(estimates, int.Min(first.Length, second.Length), confidence);
    }

    /// <summary>The interval of the first sample's statistic less the second's, where value i of both belongs to the same example.</summary>
    /// <param name="first">At least two, of magnitude below 10¹⁵⁰.</param>
    /// <param name="second">The same.</param>
    /// <param name="statistic">What is computed of each.</param>
    /// <param name="seed">The resamples' seed.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <param name="resamples">At least 2/(1 − confidence), so that one lies beyond each end.</param>
    /// <exception cref="ArgumentException">There are fewer than two values, one is too large or no number, or pairs lack a half.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Confidence or resamples lie outside.</exception>
    public static Interval PairedDifference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapStatistic statistic, ulong seed, double confidence = 0.95, int resamples = DefaultResamples)
    {
        Check(statistic, confidence, resamples);
        Require.SameLength(first.Length, second.Length, nameof(second));
        Sample one = new(first, statistic, nameof(first)), other = new(second, statistic, nameof(second));
        double[] estimates = new double[resamples];
        int[] counts = new int[first.Length];
        for (int i = 0; i < resamples; i++)
        {
            Draw(counts, seed, i, 0);
            estimates[i] = one.Statistic(counts) - other.Statistic(counts);
        }

        return ExpandedPercentiles(estimates, first.Length, confidence);
    }

    private static void Check(BootstrapStatistic statistic, double confidence, int resamples)
    {
        if (statistic is not (BootstrapStatistic.Mean or BootstrapStatistic.RootMeanSquare))
        {
            throw new ArgumentOutOfRangeException(nameof(statistic), statistic, $"expected the mean or the root mean square, got {statistic}.");
        }

        Require.InsideUnit(confidence, nameof(confidence));

        // The factor takes back what rounding 1 − confidence may add.
        double least = Math.Ceiling(2 / (1 - confidence) * (1 - 1e-12));
        if (resamples < least)
        {
            throw new ArgumentOutOfRangeException(
                nameof(resamples), resamples, string.Create(CultureInfo.InvariantCulture, $"expected at least {least} resamples, 2/(1 - confidence), got {resamples}."));
        }
    }

    // How often each value is drawn, with replacement. Index ⌊u·n/2³²⌋ has probability 1/n within 2⁻³².
    private static void Draw(int[] counts, ulong seed, int resample, int layer)
    {
        Philox random = new(seed, RandomPurpose.Check, FirstStep + (ulong)resample, layer);
        Span<uint> bits = stackalloc uint[Philox.BlockLength];
        Array.Clear(counts);
        for (int first = 0; first < counts.Length; first += Philox.BlockLength)
        {
            random.Fill(first / Philox.BlockLength, bits);
            foreach (uint number in bits[..int.Min(Philox.BlockLength, counts.Length - first)])
            {
                counts[(int)(((ulong)number * (uint)counts.Length) >> 32)]++;
            }
        }
    }

    // a = Σu³/(6·(Σu²)^(3/2)), from influences divided by their deviation first, whose cubes could leave the range.
    private static double Acceleration(double[] influences)
    {
        double squares = 0, cubes = 0;
        foreach (double influence in influences)
        {
            squares += influence * influence;
        }

        double deviation = Math.Sqrt(squares);
        if (deviation == 0)
        {
            return 0;
        }

        foreach (double influence in influences)
        {
            double u = influence / deviation;
            cubes += u * u * u;
        }

        return cubes / 6;
    }

    private static Interval BiasCorrected(double[] estimates, double estimate, double acceleration, double confidence)
    {
        Array.Sort(estimates);

        // z₀ = Φ⁻¹(the share below the estimate), where those equal to it count half; a share of 0 or 1 stands for half a resample.
        double below = 0;
        foreach (double resampled in estimates)
        {
            below += resampled < estimate ? 1 : resampled == estimate ? 0.5 : 0;
        }

        double bias = Normal.InvCDF(0, 1, double.Clamp(below, 0.5, estimates.Length - 0.5) / estimates.Length);
        double z = Normal.InvCDF(0, 1, (1 - confidence) / 2);
        return new(Quantile(estimates, Level(z)), Quantile(estimates, Level(-z)));

        // Φ(z₀ + w/(1 − a·w)), w = z₀ + z; beyond the pole the level has long been 0 or 1.
        double Level(double quantile)
        {
            double w = bias + quantile, divisor = 1 - (acceleration * w);
            return divisor > 0 ? Normal.CDF(0, 1, bias + (w / divisor)) : w > 0 ? 1 : 0;
        }
    }

    // The level is Φ(√(n/(n − 1))·t), t the quantile of Student's distribution of n − 1 degrees of freedom: so that the interval of a mean is as wide as Student's, where plain
    // percentiles are too near together where n is small.
    private static Interval ExpandedPercentiles(double[] estimates, int count, double confidence)
    {
        Array.Sort(estimates);
        double t = StudentT.InvCDF(0, 1, count - 1, (1 - confidence) / 2);
        double level = Normal.CDF(0, 1, Math.Sqrt(count / (count - 1.0)) * t);
        return new(Quantile(estimates, level), Quantile(estimates, 1 - level));
    }

    // Order statistic (B + 1)·level, in between by linear interpolation.
    private static double Quantile(double[] sorted, double level)
    {
        double position = double.Clamp(((sorted.Length + 1) * level) - 1, 0, sorted.Length - 1);
        int index = int.Min((int)position, sorted.Length - 2);
        return double.Lerp(sorted[index], sorted[index + 1], position - index);
    }

    /// <summary>
    /// A sample as terms whose mean m gives the statistic: x and m, or x² and √m. A resample is summed in the sample's order, so that one
    /// that draws each value once gives the sample's own estimate, bit by bit.
    /// </summary>
    private sealed class Sample
    {
        private readonly bool squared;
        private readonly double[] terms;

        public Sample(ReadOnlySpan<double> values, BootstrapStatistic statistic, string parameter)
        {
            if (values.Length < 2)
            {
                throw new ArgumentException($"expected at least two values, got {values.Length}.", parameter);
            }

            squared = statistic == BootstrapStatistic.RootMeanSquare;
            terms = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                if (!(Math.Abs(value) < Largest))
                {
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"expected values of magnitude below {Largest}, got {value} at index {i}."), parameter);
                }

                terms[i] = squared ? value * value : value;
            }

            int[] once = new int[Count];
            Array.Fill(once, 1);
            Estimate = Statistic(once);

            // The derivative of √m is 1/(2√m).
            double mean = Mean(once), slope = squared ? Estimate > 0 ? 0.5 / Estimate : 0 : 1;
            Influences = [.. terms.Select(term => (term - mean) * slope)];
        }

        public int Count => terms.Length;

        public double Estimate { get; }

        /// <summary>How the statistic moves with the weight of each value.</summary>
        public double[] Influences { get; }

        public double Statistic(int[] counts) => squared ? Math.Sqrt(Mean(counts)) : Mean(counts);

        private double Mean(int[] counts)
        {
            double sum = 0;
            for (int i = 0; i < terms.Length; i++)
            {
                sum += counts[i] * terms[i];
            }

            return sum / terms.Length;
        }
    }
}

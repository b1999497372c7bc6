using System.Globalization;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>Whether two samples come from one distribution.</summary>
public static partial class TwoSample
{
    // The exact p-value takes as many steps as the product of the lengths: up to here 10 to 20 ms.
    private const long LargestExact = 1_000_000;

    /// <summary>
    /// The two-sample Kolmogorov–Smirnov test. Where the product of the lengths is at most 10⁶, the p-value is exact, given the pooled values
    /// with their ties (Schröer and Trenkler, "Exact and randomization distributions of Kolmogorov–Smirnov tests for two or three samples",
    /// Computational Statistics &amp; Data Analysis 20, 1995). Else it is Kolmogorov's 2·Σ(−1)^(j−1)·exp(−2j²λ²) at
    /// λ = (e + 0.12 + 0.11/e)·D, e = √(nm/(n + m)) (Stephens, "Use of the Kolmogorov–Smirnov, Cramér–von Mises and related statistics without
    /// extensive tables", Journal of the Royal Statistical Society B 32, 1970).
    /// </summary>
    /// <param name="first">At least one number, in any order; infinities are numbers here.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A sample is empty or has a NaN.</exception>
    public static KolmogorovSmirnovResult KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] x = Sorted(first, nameof(first)), y = Sorted(second, nameof(second));

        // D·n·m is whole, so that the exact test compares without rounding.
        long largest = 0;
        bool ties = false;
        bool[] groupEnds = new bool[x.Length + y.Length + 1];
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            double value = j == y.Length || (i < x.Length && x[i] < y[j]) ? x[i] : y[j];
            int before = i + j;
            while (i < x.Length && x[i] == value)
            {
                i++;
            }

            while (j < y.Length && y[j] == value)
            {
                j++;
            }

            ties |= i + j > before + 1;
            groupEnds[i + j] = true;
            largest = long.Max(largest, Distance(i, j, x.Length, y.Length));
        }

        double statistic = (double)largest / x.Length / y.Length;
        bool exact = (long)x.Length * y.Length <= LargestExact;
        return new(statistic, exact ? ExactTail(largest, x.Length, y.Length, groupEnds) : KolmogorovTail(statistic, x.Length, y.Length), exact, ties);
    }

    private static long Distance(int i, int j, int firstLength, int secondLength) => Math.Abs(((long)i * secondLength) - ((long)j * firstLength));

    // A labelling of the pooled values is a path from (0, 0) to (n, m) that steps in i for a value of the first sample and in j for one of the
    // second. q(i, j), the share of the paths to (i, j) that have come as far as the bound where a group of ties ends, is 1 where (i, j) itself
    // does, and else i/(i + j)·q(i − 1, j) + j/(i + j)·q(i, j − 1).
    private static double ExactTail(long bound, int firstLength, int secondLength, bool[] groupEnds)
    {
        double[] q = new double[secondLength + 1];
        for (int i = 0; i <= firstLength; i++)
        {
            for (int j = 0; j <= secondLength; j++)
            {
                bool reached = groupEnds[i + j] && Distance(i, j, firstLength, secondLength) >= bound;
                q[j] = reached ? 1 : i + j == 0 ? 0 : ((i * q[j]) + (j == 0 ? 0 : j * q[j - 1])) / (i + j);
            }
        }

        return q[secondLength];
    }

    private static double KolmogorovTail(double statistic, double firstLength, double secondLength)
    {
        double e = Math.Sqrt(firstLength * secondLength / (firstLength + secondLength));
        double lambda = (e + 0.12 + (0.11 / e)) * statistic;

        // Below, the tail is 1 in double (1 − 10⁻¹⁷ at 0.17), and the series needs many terms.
        if (lambda < 0.17)
        {
            return 1;
        }

        double sum = 0, sign = 2;
        for (int j = 1; ; j++)
        {
            double term = VectorMath.Exp(-2 * j * j * lambda * lambda);
            sum += sign * term;
            sign = -sign;
            if (term <= 1e-17 * sum || term == 0)
            {
                return double.Clamp(sum, 0, 1);
            }
        }
    }

    private static double[] Sorted(ReadOnlySpan<double> values, string parameter)
    {
        Require.NotEmpty(values.Length, parameter);
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"expected numbers, got NaN at index {i}."), parameter);
            }
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}

using System.Globalization;

namespace FastNet.Training;

/// <content>The p-values of many tests at once.</content>
public static partial class TwoSample
{
    /// <summary>
    /// Adjusted p-values: rejecting those of at most α, one true hypothesis or more is rejected with probability α at most, however the tests
    /// depend on each other. With p₍₁₎ ≤ … ≤ p₍ₘ₎, p₍ᵢ₎ becomes the largest of min(1, (m − k + 1)·p₍ₖ₎), k ≤ i: Holm, "A simple sequentially
    /// rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.
    /// </summary>
    /// <param name="pValues">[tests], each from 0 to 1.</param>
    /// <returns>[tests], in the given order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value lies outside.</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        for (int i = 0; i < pValues.Length; i++)
        {
            if (!(pValues[i] >= 0 && pValues[i] <= 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(pValues), string.Create(CultureInfo.InvariantCulture, $"expected p-values from 0 to 1, got {pValues[i]} at index {i}."));
            }
        }

        double[] sorted = pValues.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] adjusted = new double[sorted.Length];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            largest = double.Max(largest, double.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }
}

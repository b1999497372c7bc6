using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>How many values lie in each of some bins of equal width, from the least value to the greatest.</summary>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="Sum">Σ v.</param>
/// <param name="SumOfSquares">Σ v².</param>
/// <param name="Start">Where the first bin begins: the least value, or below it where all are equal.</param>
/// <param name="BinWidth">The width of a bin, above 0.</param>
/// <param name="Counts">The values of each bin: those from its start on and below its end; the last has its end too.</param>
public sealed record Histogram(
    double Least, double Greatest, double Sum, double SumOfSquares, double Start, double BinWidth, IReadOnlyList<long> Counts)
{
    /// <summary>Counts values. Equal ones get bins around them, as in NumPy.</summary>
    /// <param name="values">At least one, each finite.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite, or there is no bin.</exception>
    public static Histogram Of<T>(ReadOnlySpan<T> values, int bins = 30)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (values.IsEmpty)
        {
            throw new ArgumentException("expected at least one value, got none.", nameof(values));
        }

        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"expected finite values, got {value} at {i}."), nameof(values));
            }

            (least, greatest) = (double.Min(least, value), double.Max(greatest, value));
            sum += value;
            squares += value * value;
        }

        double start = least;
        double width = Width(least, greatest, bins);
        if (!(width > 0))
        {
            // A half, but for values so large that it would be lost in rounding.
            double half = double.Max(0.5, double.Abs(least) * 1e-9);
            start = double.Max(least - half, double.MinValue);
            width = Width(start, double.Min(least + half, double.MaxValue), bins);
        }

        long[] counts = new long[bins];
        foreach (T value in values)
        {
            counts[int.Clamp((int)(Width(start, double.CreateTruncating(value), 1) / width), 0, bins - 1)]++;
        }

        return new(least, greatest, sum, squares, start, width, counts);
    }

    /// <summary>The parameters of each slice, by its name.</summary>
    /// <exception cref="ArgumentException">A parameter is not finite.</exception>
    public static IEnumerable<KeyValuePair<string, Histogram>> OfParameters<T>(IParameters<T> network, int bins = 30)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Slices.Select(slice => KeyValuePair.Create(slice.Name, Of<T>(slice.Of(network.Parameters), bins)));
    }

    // Halved first: the difference may be above the largest number.
    private static double Width(double start, double end, int bins) => ((end / 2) - (start / 2)) / bins * 2;
}

using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>The examples whose confidence, the probability of what they were taken for, lies in a range.</summary>
/// <param name="Above">The range's end that is not in it.</param>
/// <param name="UpTo">The range's end that is.</param>
/// <param name="Count">The examples.</param>
/// <param name="Confidence">The mean of their confidences; NaN where there is none.</param>
/// <param name="Accuracy">The share that is right; NaN where there is none.</param>
public sealed record ReliabilityBin(double Above, double UpTo, int Count, double Confidence, double Accuracy);

/// <summary>How far a classifier is right as often as it says (Guo et al., "On calibration of modern neural networks", 2017, section 2).</summary>
/// <param name="Temperature">T, which the outputs were divided by.</param>
/// <param name="Loss">The mean of −ln p of the examples' classes.</param>
/// <param name="ExpectedError">ECE = Σ over bins of (count/examples)·|accuracy − confidence|.</param>
/// <param name="Bins">Ranges of equal width from 0 to 1.</param>
public sealed record Calibration(double Temperature, double Loss, double ExpectedError, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Measures p = softmax(z/T).</summary>
    /// <param name="outputs">z: [examples, classes], at least one example, finite.</param>
    /// <param name="classes">[examples], each from 0 on and below the number of columns.</param>
    /// <param name="temperature">T, above 0: see <see cref="TemperatureScaling"/>.</param>
    /// <param name="bins">The number of ranges, at least 1.</param>
    /// <exception cref="ArgumentException">There is no example, a shape does not fit, a class or number lies outside, or an output is not finite.</exception>
    public static Calibration Of<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes, double temperature = 1, int bins = 15)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature), temperature, string.Create(CultureInfo.InvariantCulture, $"expected a finite temperature above 0, got {temperature}."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        TemperedLoss<T> loss = new(outputs, classes);
        int[] counts = new int[bins];
        int[] right = new int[bins];
        double[] confidences = new double[bins];
        double sum = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            (double confidence, bool isRight, double exampleLoss) = loss.Judge(i, 1 / temperature);
            int bin = int.Max((int)Math.Ceiling(confidence * bins) - 1, 0);
            counts[bin]++;
            right[bin] += isRight ? 1 : 0;
            confidences[bin] += confidence;
            sum += exampleLoss;
        }

        ReliabilityBin[] ranges = [.. Enumerable.Range(0, bins).Select(bin => new ReliabilityBin(
            bin / (double)bins, (bin + 1) / (double)bins, counts[bin], confidences[bin] / counts[bin], right[bin] / (double)counts[bin]))];
        double error = ranges.Where(range => range.Count > 0).Sum(range => range.Count * Math.Abs(range.Accuracy - range.Confidence)) / outputs.Rows;
        return new(temperature, sum / outputs.Rows, error, ranges);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>√(mean x²) in double.</summary>
internal static class RootMeanSquare
{
    /// <summary>The root mean square of all elements: NaN where one is, 0 of none.</summary>
    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Of(new ReadOnlyMatrixSpan<T>(values, 1, values.Length));

    /// <summary>The same of a matrix. Numbers are divided by the largest, so that no square overflows or vanishes.</summary>
    public static double Of<T>(ReadOnlyMatrixSpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int row = 0; row < values.Rows; row++)
        {
            foreach (T value in values.Row(row))
            {
                largest = double.Max(largest, double.Abs(double.CreateTruncating(value)));
            }
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum = 0;
        for (int row = 0; row < values.Rows; row++)
        {
            foreach (T value in values.Row(row))
            {
                double scaled = double.CreateTruncating(value) / largest;
                sum += scaled * scaled;
            }
        }

        return largest * Math.Sqrt(sum / ((double)values.Rows * values.Columns));
    }
}

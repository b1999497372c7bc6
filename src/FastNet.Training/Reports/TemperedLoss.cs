using System.Globalization;
using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>−ln p of each example's class, p = softmax(βz), in double; β is the inverse of a temperature.</summary>
internal readonly ref struct TemperedLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMatrixSpan<T> outputs;
    private readonly ReadOnlySpan<int> classes;

    /// <param name="outputs">z: [examples, classes].</param>
    /// <param name="classes">[examples].</param>
    /// <exception cref="ArgumentException">There is no example, a shape does not fit, a class lies outside, or an output is not finite.</exception>
    public TemperedLoss(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
    {
        if (outputs.Rows == 0 || classes.Length != outputs.Rows)
        {
            throw new ArgumentException($"expected a class for each of at least one example, got {classes.Length} for {outputs.Rows}.", nameof(classes));
        }

        for (int i = 0; i < outputs.Rows; i++)
        {
            if ((uint)classes[i] >= (uint)outputs.Columns)
            {
                throw new ArgumentException($"expected a class from 0 to {outputs.Columns - 1}, got {classes[i]} in row {i}.", nameof(classes));
            }

            if (!Finite.Are(outputs.Row(i)))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"expected finite outputs, got others in row {i}."), nameof(outputs));
            }
        }

        this.outputs = outputs;
        this.classes = classes;
    }

    /// <summary>Of one example: the largest probability, whether it, the first of equals, is its class's, and −ln p.</summary>
    public (double Confidence, bool IsRight, double Loss) Judge(int example, double beta)
    {
        ReadOnlySpan<T> row = outputs.Row(example);
        int best = Best(row);
        double sum = 0;
        for (int j = 0; j < row.Length; j++)
        {
            sum += VectorMath.Exp(beta * Below(row, j, best));
        }

        return (1 / sum, best == classes[example], VectorMath.Log(sum) - (beta * Below(row, classes[example], best)));
    }

    /// <summary>The mean over the examples.</summary>
    public double Mean(double beta)
    {
        double sum = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            sum += Judge(i, beta).Loss;
        }

        return sum / outputs.Rows;
    }

    /// <summary>Of the mean by β: Σⱼ pⱼzⱼ − z of the class, and the variance Σⱼ pⱼzⱼ² − (Σⱼ pⱼzⱼ)², never negative.</summary>
    public (double First, double Second) Derivatives(double beta)
    {
        double first = 0;
        double second = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            ReadOnlySpan<T> row = outputs.Row(i);
            int best = Best(row);
            double sum = 0, mean = 0, square = 0;
            for (int j = 0; j < row.Length; j++)
            {
                double z = Below(row, j, best);
                double e = VectorMath.Exp(beta * z);
                sum += e;
                mean += e * z;
                square += e * z * z;
            }

            mean /= sum;
            first += mean - Below(row, classes[i], best);
            second += double.Max((square / sum) - (mean * mean), 0);
        }

        return (first / outputs.Rows, second / outputs.Rows);
    }

    private static int Best(ReadOnlySpan<T> row)
    {
        int best = 0;
        for (int j = 1; j < row.Length; j++)
        {
            best = row[j] > row[best] ? j : best;
        }

        return best;
    }

    // Softmax does not change where all outputs are less by the same; so no exponential is too large.
    private static double Below(ReadOnlySpan<T> row, int j, int best) => double.CreateTruncating(row[j]) - double.CreateTruncating(row[best]);
}

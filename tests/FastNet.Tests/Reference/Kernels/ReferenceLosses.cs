using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>Losses and gradients: these lines define the bits.</summary>
internal static class ReferenceLosses
{
    /// <summary>Cross-entropy of softmax against classes.</summary>
    public static (double Loss, T[,] Gradient) SoftmaxCrossEntropy<T>(T[,] z, int[] classes, int batch)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double loss = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        T weight = T.One / T.CreateChecked(batch);
        for (int i = 0; i < classes.Length; i++)
        {
            T[] row = Row(z, i);
            (T[] e, T max, T sum) = ReferenceRows.Exponentials<T>(row);
            T factor = weight / sum;
            for (int j = 0; j < row.Length; j++)
            {
                gradient[i, j] = e[j] * factor;
            }

            gradient[i, classes[i]] -= weight;
            loss += ReferenceMath.Log(double.CreateChecked(sum)) + (double.CreateChecked(max) - double.CreateChecked(row[classes[i]]));
        }

        return (loss / batch, gradient);
    }

    /// <summary>Cross-entropy of softmax against probabilities.</summary>
    public static (double Loss, T[,] Gradient) SoftmaxCrossEntropy<T>(T[,] z, T[,] targets, int batch)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double loss = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        T weight = T.One / T.CreateChecked(batch);
        for (int i = 0; i < z.GetLength(0); i++)
        {
            T[] row = Row(z, i);
            T[] t = Row(targets, i);
            (T[] e, T max, T sum) = ReferenceRows.Exponentials<T>(row);
            double logSum = ReferenceMath.Log(double.CreateChecked(sum)) + double.CreateChecked(max);
            double total = 0;
            double rowLoss = 0;
            for (int j = 0; j < row.Length; j++)
            {
                double target = double.CreateChecked(t[j]);
                total += target;
                rowLoss += target == 0 ? 0 : target * (logSum - double.CreateChecked(row[j]));
            }

            T factor = T.CreateChecked(total) * weight / sum;
            for (int j = 0; j < row.Length; j++)
            {
                gradient[i, j] = (e[j] * factor) - (t[j] * weight);
            }

            loss += rowLoss;
        }

        return (loss / batch, gradient);
    }

    /// <summary>The mean over all elements of max(z, 0) − z·t + ln(1 + e^−|z|).</summary>
    public static (double Loss, T[,] Gradient) BinaryCrossEntropy<T>(T[,] z, T[,] targets, int batch)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(
            z, targets, batch,
            (z, t) => ((z < T.Zero ? T.Zero : z) - (z * t)) + ReferenceMath.Log1Plus(ReferenceMath.Exp(-T.Abs(z))),
            (z, t) => ReferenceMath.Sigmoid(z) - t);

    /// <summary>The mean over all elements of (z − t)².</summary>
    public static (double Loss, T[,] Gradient) MeanSquaredError<T>(T[,] z, T[,] targets, int batch)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(z, targets, batch, (z, t) => (z - t) * (z - t), (z, t) => (z - t) + (z - t));

    // Values in T, their sum one chain in double in the order of the rows; slopes times 1/(batch·outputs).
    private static (double Loss, T[,] Gradient) Mean<T>(T[,] z, T[,] targets, int batch, Func<T, T, T> value, Func<T, T, T> slope)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double divisor = (double)batch * z.GetLength(1);
        T weight = T.CreateChecked(1 / divisor);
        double sum = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        for (int i = 0; i < z.GetLength(0); i++)
        {
            for (int j = 0; j < z.GetLength(1); j++)
            {
                sum += double.CreateChecked(value(z[i, j], targets[i, j]));
                gradient[i, j] = weight * slope(z[i, j], targets[i, j]);
            }
        }

        return (sum / divisor, gradient);
    }

    private static T[] Row<T>(T[,] values, int row) => [.. Enumerable.Range(0, values.GetLength(1)).Select(j => values[row, j])];
}

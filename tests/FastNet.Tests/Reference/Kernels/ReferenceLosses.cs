using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>Losses and gradients: these lines define the bits. Weights of examples are 1 where there are none.</summary>
internal static class ReferenceLosses
{
    /// <summary>Cross-entropy of softmax against classes, which may have weights.</summary>
    public static (double Loss, T[,] Gradient) SoftmaxCrossEntropy<T>(
        T[,] z, int[] classes, T[]? exampleWeights, double divisor, T[]? classWeights = null)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double loss = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        T weight = T.One / T.CreateChecked(divisor);
        for (int i = 0; i < classes.Length; i++)
        {
            T[] row = Row(z, i);
            (T[] e, T max, T sum) = ReferenceRows.Exponentials<T>(row);
            T example = (exampleWeights is null ? T.One : exampleWeights[i]) * (classWeights is null ? T.One : classWeights[classes[i]]);
            T factor = example * weight / sum;
            for (int j = 0; j < row.Length; j++)
            {
                gradient[i, j] = e[j] * factor;
            }

            gradient[i, classes[i]] -= example * weight;
            double distance = double.CreateChecked(max) - double.CreateChecked(row[classes[i]]);
            loss += double.CreateChecked(example) * (ReferenceMath.Log(double.CreateChecked(sum)) + distance);
        }

        return (loss / divisor, gradient);
    }

    /// <summary>Cross-entropy of softmax against rows of q: probabilities, or what <see cref="Smoothed"/> makes of them.</summary>
    public static (double Loss, T[,] Gradient) SoftmaxCrossEntropy<T>(T[,] z, T[,] wanted, T[]? exampleWeights, double divisor)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double loss = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        T weight = T.One / T.CreateChecked(divisor);
        for (int i = 0; i < z.GetLength(0); i++)
        {
            T[] row = Row(z, i);
            T[] q = Row(wanted, i);
            (T[] e, T max, T sum) = ReferenceRows.Exponentials<T>(row);
            double logSum = ReferenceMath.Log(double.CreateChecked(sum)) + double.CreateChecked(max);
            double total = 0;
            double rowLoss = 0;
            for (int j = 0; j < row.Length; j++)
            {
                double target = double.CreateChecked(q[j]);
                total += target;
                rowLoss += target == 0 ? 0 : target * (logSum - double.CreateChecked(row[j]));
            }

            T example = exampleWeights is null ? T.One : exampleWeights[i];
            T rowWeight = example * weight;
            T factor = T.CreateChecked(total) * rowWeight / sum;
            for (int j = 0; j < row.Length; j++)
            {
                gradient[i, j] = (e[j] * factor) - (q[j] * rowWeight);
            }

            loss += double.CreateChecked(example) * rowLoss;
        }

        return (loss / divisor, gradient);
    }

    /// <summary>q = u·((t·(1 − s)) + s/K).</summary>
    public static T[,] Smoothed<T>(T[,] t, double smoothing, T[]? classWeights)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (int rows, int columns) = (t.GetLength(0), t.GetLength(1));
        (T keep, T share) = (T.CreateChecked(1 - smoothing), T.CreateChecked(smoothing / columns));
        var q = new T[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                q[i, j] = (classWeights is null ? T.One : classWeights[j]) * ((t[i, j] * keep) + share);
            }
        }

        return q;
    }

    /// <summary>Rows with a one at the class.</summary>
    public static T[,] OneHot<T>(int[] classes, int columns)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var t = new T[classes.Length, columns];
        for (int i = 0; i < classes.Length; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                t[i, j] = j == classes[i] ? T.One : T.Zero;
            }
        }

        return t;
    }

    /// <summary>The mean over all elements of max(z, 0) − z·t + ln(1 + e^−|z|).</summary>
    public static (double Loss, T[,] Gradient) BinaryCrossEntropy<T>(T[,] z, T[,] targets, T[]? exampleWeights, double divisor)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(
            z, targets, exampleWeights, divisor,
            (z, t, _) => (Positive(z) - (z * t)) + Tail(z),
            (z, t, _) => ReferenceMath.Sigmoid(z) - t);

    /// <summary>The same with a weight p of positive targets for each column: (1 − t)·ln(1 + eᶻ) + p·t·ln(1 + e⁻ᶻ).</summary>
    public static (double Loss, T[,] Gradient) BinaryCrossEntropy<T>(
        T[,] z, T[,] targets, T[]? exampleWeights, double divisor, T[] positiveWeights)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(
            z, targets, exampleWeights, divisor,
            (z, t, j) => ((T.One - t) * (Positive(z) + Tail(z))) + (positiveWeights[j] * t * ((Positive(z) - z) + Tail(z))),
            (z, t, j) => (ReferenceMath.Sigmoid(z) * ((T.One - t) + (positiveWeights[j] * t))) - (positiveWeights[j] * t));

    /// <summary>The mean over all elements of (z − t)².</summary>
    public static (double Loss, T[,] Gradient) MeanSquaredError<T>(T[,] z, T[,] targets, T[]? exampleWeights, double divisor)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(z, targets, exampleWeights, divisor, (z, t, _) => (z - t) * (z - t), (z, t, _) => (z - t) + (z - t));

    /// <summary>The mean over all elements of |z − t|.</summary>
    public static (double Loss, T[,] Gradient) MeanAbsoluteError<T>(T[,] z, T[,] targets, T[]? exampleWeights, double divisor)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(
            z, targets, exampleWeights, divisor,
            (z, t, _) => T.Abs(z - t),
            (z, t, _) => z - t > T.Zero ? T.One : z - t < T.Zero ? -T.One : T.Zero);

    /// <summary>The mean over all elements of ½d² where |d| ≤ δ, else δ(|d| − ½δ).</summary>
    public static (double Loss, T[,] Gradient) Huber<T>(T[,] z, T[,] targets, T[]? exampleWeights, double divisor, double delta)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T half, T bound) = (T.CreateChecked(0.5), T.CreateChecked(delta));
        return Mean(
            z, targets, exampleWeights, divisor,
            (z, t, _) => T.Abs(z - t) > bound ? bound * (T.Abs(z - t) - (half * bound)) : half * ((z - t) * (z - t)),
            (z, t, _) => z - t > bound ? bound : z - t < -bound ? -bound : z - t);
    }

    /// <summary>The mean over all elements of max(0, 1 − t·z).</summary>
    public static (double Loss, T[,] Gradient) Hinge<T>(T[,] z, T[,] targets, T[]? exampleWeights, double divisor)
        where T : IBinaryFloatingPointIeee754<T> =>
        Mean(
            z, targets, exampleWeights, divisor,
            (z, t, _) => T.One - (t * z) < T.Zero ? T.Zero : T.One - (t * z),
            (z, t, _) => T.One - (t * z) > T.Zero ? -t : T.Zero);

    private static T Positive<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        z < T.Zero ? T.Zero : z;

    private static T Tail<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> =>
        ReferenceMath.Log1Plus(ReferenceMath.Exp(-T.Abs(z)));

    // Values in T, times the example's weight, their sum one chain in double in the order of the rows; slopes times (the example's weight
    // times 1/(divisor·outputs)).
    private static (double Loss, T[,] Gradient) Mean<T>(
        T[,] z, T[,] targets, T[]? exampleWeights, double divisor, Func<T, T, int, T> value, Func<T, T, int, T> slope)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double elements = divisor * z.GetLength(1);
        T weight = T.CreateChecked(1 / elements);
        double sum = 0;
        var gradient = new T[z.GetLength(0), z.GetLength(1)];
        for (int i = 0; i < z.GetLength(0); i++)
        {
            T example = exampleWeights is null ? T.One : exampleWeights[i];
            for (int j = 0; j < z.GetLength(1); j++)
            {
                sum += double.CreateChecked(example) * double.CreateChecked(value(z[i, j], targets[i, j], j));
                gradient[i, j] = example * weight * slope(z[i, j], targets[i, j], j);
            }
        }

        return (sum / elements, gradient);
    }

    private static T[] Row<T>(T[,] values, int row) => [.. Enumerable.Range(0, values.GetLength(1)).Select(j => values[row, j])];
}

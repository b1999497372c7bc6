using System.Numerics;

namespace FastNet;

/// <summary>Measures of outputs that people read; none has a gradient. Counts are long, so that those of many batches add up.</summary>
public static class Metrics
{
    /// <summary>The column of each row's largest value, the first of equals; −1 where a value is NaN.</summary>
    /// <param name="outputs">[batch, classes], at least one class.</param>
    /// <param name="destination">[batch].</param>
    /// <exception cref="ArgumentException">The destination has another length, or there is no class.</exception>
    public static void ArgMax<T>(ReadOnlyMatrixSpan<T> outputs, Span<int> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireColumns(outputs);
        if (destination.Length != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(destination), outputs.Rows, destination.Length);
        }

        for (int i = 0; i < outputs.Rows; i++)
        {
            destination[i] = ArgMax(outputs.Row(i));
        }
    }

    /// <summary>The number of rows whose largest value stands in the column of their class; a row with NaN is not among them.</summary>
    /// <param name="outputs">[batch, classes].</param>
    /// <param name="classes">[batch], each from 0 on and below the number of columns.</param>
    /// <exception cref="ArgumentException">There are not as many classes as rows, there is no column, or a class lies outside.</exception>
    public static long CountCorrect<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireClasses(outputs, classes);
        long correct = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            correct += ArgMax(outputs.Row(i)) == classes[i] ? 1 : 0;
        }

        return correct;
    }

    /// <summary>
    /// The number of rows whose largest value stands in the column of their largest probability, the first of equals; a row with NaN is not
    /// among them.
    /// </summary>
    /// <param name="outputs">[batch, classes].</param>
    /// <param name="probabilities">[batch, classes].</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no column.</exception>
    public static long CountCorrect<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireColumns(outputs);
        RequireShape(outputs, probabilities, nameof(probabilities));
        long correct = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            int best = ArgMax(outputs.Row(i));
            correct += best >= 0 && best == ArgMax(probabilities.Row(i)) ? 1 : 0;
        }

        return correct;
    }

    /// <summary>
    /// The number of rows whose class is among their k largest values. Of equal values the first come first, as where the largest is asked
    /// for, which is k = 1; so outputs that are all alike are not all right. A row with NaN is not counted.
    /// </summary>
    /// <param name="outputs">[batch, classes].</param>
    /// <param name="classes">[batch], each from 0 on and below the number of columns.</param>
    /// <param name="k">From 1 to the number of columns.</param>
    /// <exception cref="ArgumentException">There are not as many classes as rows, there is no column, or a class lies outside.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> lies outside.</exception>
    public static long CountCorrectTopK<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireClasses(outputs, classes);
        Throw.IfNot(k >= 1 && k <= outputs.Columns, nameof(k), $"a number from 1 to {outputs.Columns}", k);
        long correct = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            correct += Rank(outputs.Row(i), classes[i]) < k ? 1 : 0;
        }

        return correct;
    }

    /// <summary>The share of rows whose largest value stands in the column of their class.</summary>
    /// <param name="outputs">[batch, classes], at least one row.</param>
    /// <param name="classes">[batch], each from 0 on and below the number of columns.</param>
    /// <exception cref="ArgumentException">There are not as many classes as rows, no row or column, or a class lies outside.</exception>
    public static double Accuracy<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireRows(outputs);
        return (double)CountCorrect(outputs, classes) / outputs.Rows;
    }

    /// <summary>The share of rows that <see cref="CountCorrectTopK"/> counts.</summary>
    /// <param name="outputs">[batch, classes], at least one row.</param>
    /// <param name="classes">[batch], each from 0 on and below the number of columns.</param>
    /// <param name="k">From 1 to the number of columns.</param>
    /// <exception cref="ArgumentException">There are not as many classes as rows, no row or column, or a class lies outside.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> lies outside.</exception>
    public static double TopKAccuracy<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireRows(outputs);
        return (double)CountCorrectTopK(outputs, classes, k) / outputs.Rows;
    }

    /// <summary>
    /// The number of elements whose logit says what the target is: above 0, which is a probability above ½, for a target above ½, and not
    /// above 0 for any other. Targets 0 and 1, or −1 and 1; one column for two classes, or one for each label. NaN says nothing.
    /// </summary>
    /// <param name="logits">[batch, labels].</param>
    /// <param name="targets">[batch, labels].</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static long CountCorrectBinary<T>(ReadOnlyMatrixSpan<T> logits, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireShape(logits, targets, nameof(targets));
        long correct = 0;
        for (int row = 0; row < logits.Rows; row++)
        {
            for (int column = 0; column < logits.Columns; column++)
            {
                T z = logits[row, column];
                correct += !T.IsNaN(z) && SaysPositive(z) == IsPositive(targets[row, column]) ? 1 : 0;
            }
        }

        return correct;
    }

    /// <summary>The share of elements that <see cref="CountCorrectBinary"/> counts.</summary>
    /// <param name="logits">[batch, labels], at least one row and one column.</param>
    /// <param name="targets">[batch, labels].</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no element.</exception>
    public static double BinaryAccuracy<T>(ReadOnlyMatrixSpan<T> logits, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireRows(logits);
        RequireColumns(logits);
        return CountCorrectBinary(logits, targets) / ((double)logits.Rows * logits.Columns);
    }

    /// <summary>Σ (z − t)² over all elements, in double, in the order of the rows.</summary>
    /// <param name="outputs">z: [batch, outputs].</param>
    /// <param name="targets">t: [batch, outputs].</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double SumOfSquaredErrors<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireShape(outputs, targets, nameof(targets));
        double sum = 0;
        for (int row = 0; row < outputs.Rows; row++)
        {
            for (int column = 0; column < outputs.Columns; column++)
            {
                double distance = double.CreateTruncating(outputs[row, column]) - double.CreateTruncating(targets[row, column]);
                sum += distance * distance;
            }
        }

        return sum;
    }

    /// <summary>√(the mean of (z − t)² over all elements): the error in the unit of the targets.</summary>
    /// <param name="outputs">z: [batch, outputs], at least one row and one column.</param>
    /// <param name="targets">t: [batch, outputs].</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no element.</exception>
    public static double RootMeanSquaredError<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireRows(outputs);
        RequireColumns(outputs);
        return Math.Sqrt(SumOfSquaredErrors(outputs, targets) / ((double)outputs.Rows * outputs.Columns));
    }

    /// <summary>
    /// R² = 1 − Σ (z − t)²/Σ (t − t̄)², both sums over all elements, t̄ being the mean of the target's column: 1 is perfect, 0 as good as that
    /// mean. Where every column is constant there is nothing to explain: NaN if the outputs are equal to the targets (0/0), else −∞.
    /// </summary>
    /// <param name="outputs">z: [batch, outputs], at least one row and one column.</param>
    /// <param name="targets">t: [batch, outputs].</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no element.</exception>
    public static double RSquared<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireRows(outputs);
        RequireColumns(outputs);
        double errors = SumOfSquaredErrors(outputs, targets);
        double total = 0;
        for (int column = 0; column < targets.Columns; column++)
        {
            // Distances from the first target, so that a constant column has a mean distance of exactly 0, whatever rounding does to sums.
            double first = double.CreateTruncating(targets[0, column]);
            double sum = 0;
            for (int row = 0; row < targets.Rows; row++)
            {
                sum += double.CreateTruncating(targets[row, column]) - first;
            }

            double mean = sum / targets.Rows;
            for (int row = 0; row < targets.Rows; row++)
            {
                double distance = double.CreateTruncating(targets[row, column]) - first - mean;
                total += distance * distance;
            }
        }

        return 1 - (errors / total);
    }

    /// <summary>The share of values that are exactly 0, as weights are after pruning and activations after a rectifier.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Sparsity<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("expected at least one value, got none.", nameof(values));
        }

        return (double)values.Count(T.Zero) / values.Length;
    }

    /// <summary>The index of the largest value, the first of equals; −1 where one is NaN.</summary>
    internal static int ArgMax<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        bool isNumber = true;
        for (int j = 0; j < row.Length; j++)
        {
            isNumber &= !T.IsNaN(row[j]);
            best = row[j] > row[best] ? j : best;
        }

        return isNumber ? best : -1;
    }

    /// <summary>A probability above ½.</summary>
    internal static bool SaysPositive<T>(T logit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        logit > T.Zero;

    /// <summary>1 among 0 and 1, or among −1 and 1; a probability above ½.</summary>
    internal static bool IsPositive<T>(T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        target > T.CreateTruncating(0.5);

    /// <summary>Throws unless there is a column and every row has a class that is one.</summary>
    internal static void RequireClasses<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireColumns(outputs);
        if (classes.Length != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(classes), outputs.Rows, classes.Length);
        }

        for (int i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)outputs.Columns)
            {
                Throw.LabelOutOfRange(nameof(classes), i, classes[i], outputs.Columns);
            }
        }
    }

    // How many values come before that of the class; all where one is NaN.
    private static int Rank<T>(ReadOnlySpan<T> row, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int before = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (T.IsNaN(row[j]))
            {
                return row.Length;
            }

            before += row[j] > row[label] || (row[j] == row[label] && j < label) ? 1 : 0;
        }

        return before;
    }

    private static void RequireRows<T>(ReadOnlyMatrixSpan<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.Rows == 0)
        {
            throw new ArgumentException("expected at least one row, got none.", nameof(outputs));
        }
    }

    private static void RequireColumns<T>(ReadOnlyMatrixSpan<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.Columns == 0)
        {
            throw new ArgumentException("expected at least one column, got none.", nameof(outputs));
        }
    }

    private static void RequireShape<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> targets, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (targets.Rows != outputs.Rows || targets.Columns != outputs.Columns)
        {
            Throw.ShapeMismatch(parameter, (outputs.Rows, outputs.Columns), (targets.Rows, targets.Columns));
        }
    }
}

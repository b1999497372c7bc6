using System.Numerics;

namespace FastNet;

/// <summary>
/// How many examples of each class were taken for which: counts that batches are added to, and the measures that follow. A measure whose
/// formula is 0/0 is NaN, not 0: "no such example came" is not "all were wrong".
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;

    /// <summary>All counts 0.</summary>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public ConfusionMatrix(int classes)
    {
        Classes = Throw.IfNotPositive(classes, nameof(classes));
        counts = new long[checked(classes * classes)];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The examples of class <paramref name="actual"/> whose largest output was that of class <paramref name="predicted"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class lies outside.</exception>
    public long this[int actual, int predicted]
    {
        get
        {
            RequireClass(actual, nameof(actual));
            RequireClass(predicted, nameof(predicted));
            return counts[(actual * Classes) + predicted];
        }
    }

    /// <summary>All examples.</summary>
    public long Total => Sum(0, counts.Length, 1);

    /// <summary>The share of examples on the diagonal; NaN before any is added.</summary>
    public double Accuracy => Sum(0, counts.Length, Classes + 1) / (double)Total;

    /// <summary>The mean of <see cref="F1"/> over the classes that have one, each with the same weight; NaN before any example is added.</summary>
    public double MacroF1
    {
        get
        {
            double sum = 0;
            int defined = 0;
            for (int k = 0; k < Classes; k++)
            {
                double f1 = F1(k);
                (sum, defined) = double.IsNaN(f1) ? (sum, defined) : (sum + f1, defined + 1);
            }

            return sum / defined;
        }
    }

    /// <summary>Adds a batch. It allocates nothing.</summary>
    /// <param name="outputs">[batch, classes]; a row's largest value, the first of equals, is what it was taken for.</param>
    /// <param name="classes">[batch], each from 0 on and below the number of classes.</param>
    /// <exception cref="ArgumentException">A shape does not fit, a class lies outside, or an output is NaN; nothing is added.</exception>
    public void Add<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.Columns != Classes)
        {
            throw new ArgumentException($"expected {Classes} columns, one a class, got {outputs.Columns}.", nameof(outputs));
        }

        Metrics.RequireClasses(outputs, classes);
        for (int i = 0; i < outputs.Rows; i++)
        {
            if (Metrics.ArgMax(outputs.Row(i)) < 0)
            {
                throw new ArgumentException($"expected numbers, got NaN in row {i}.", nameof(outputs));
            }
        }

        for (int i = 0; i < outputs.Rows; i++)
        {
            counts[(classes[i] * Classes) + Metrics.ArgMax(outputs.Row(i))]++;
        }
    }

    /// <summary>Of those taken for class k, the share that are: TP/(TP + FP); NaN where none was taken for it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class lies outside.</exception>
    public double Precision(int k) => this[k, k] / (double)Predicted(k);

    /// <summary>Of those of class k, the share that was taken for it: TP/(TP + FN); NaN where there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class lies outside.</exception>
    public double Recall(int k) => this[k, k] / (double)Actual(k);

    /// <summary>
    /// The harmonic mean of precision and recall, 2TP/(2TP + FP + FN): 0 where a class has examples and all were missed; NaN where it has none
    /// and none was taken for it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The class lies outside.</exception>
    public double F1(int k) => 2 * this[k, k] / (double)(Actual(k) + Predicted(k));

    private long Actual(int k) => Sum(k * Classes, (k + 1) * Classes, 1);

    private long Predicted(int k) => Sum(k, counts.Length, Classes);

    private long Sum(int from, int to, int step)
    {
        long sum = 0;
        for (int i = from; i < to; i += step)
        {
            sum += counts[i];
        }

        return sum;
    }

    private void RequireClass(int k, string parameter) => Throw.IfNot((uint)k < (uint)Classes, parameter, $"a class from 0 to {Classes - 1}", k);
}

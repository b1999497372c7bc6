using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>
/// How many examples of each class were taken for which: counts that batches are added to, and the measures that follow. A measure whose
/// formula is 0/0 is NaN, not 0: "no such example came" is not "all were wrong".
/// </summary>
public sealed class ConfusionMatrix
{
    // ⌊√Array.MaxLength⌋: one array has all counts.
    private const int MostClasses = 46340;

    private readonly long[] counts;

    /// <summary>All counts 0.</summary>
    /// <param name="classes">The number of classes, from 1 to 46340; it takes 8 bytes for each pair of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public ConfusionMatrix(int classes)
    {
        Throw.IfNot(classes is >= 1 and <= MostClasses, nameof(classes), $"a number of classes from 1 to {MostClasses}", classes);
        Classes = classes;
        counts = new long[classes * classes];
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
    public double MacroF1 => MeanF1(_ => 1);

    /// <summary>The mean of <see cref="F1"/> over the classes, each with the weight of its examples; NaN before any example is added.</summary>
    public double WeightedF1 => MeanF1(k => Actual(k));

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

    /// <summary>Adds examples that were classified elsewhere. It allocates nothing.</summary>
    /// <param name="actual">[batch], each from 0 on and below the number of classes.</param>
    /// <param name="predicted">[batch], the same.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a class lies outside; nothing is added.</exception>
    public void Add(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted)
    {
        if (predicted.Length != actual.Length)
        {
            Throw.LengthMismatch(nameof(predicted), actual.Length, predicted.Length);
        }

        RequireClasses(actual, nameof(actual));
        RequireClasses(predicted, nameof(predicted));
        for (int i = 0; i < actual.Length; i++)
        {
            counts[(actual[i] * Classes) + predicted[i]]++;
        }
    }

    /// <summary>
    /// Adds a batch of single logits: above 0 is taken for class 1, anything else for class 0, as in <see cref="Metrics.CountCorrectBinary"/>.
    /// It allocates nothing.
    /// </summary>
    /// <param name="logits">[batch, 1].</param>
    /// <param name="targets">[batch, 1]: 0 and 1, or −1 and 1; 1 is class 1.</param>
    /// <exception cref="InvalidOperationException">The matrix has more or fewer than 2 classes.</exception>
    /// <exception cref="ArgumentException">A shape does not fit, a logit is NaN, or a target is none of these; nothing is added.</exception>
    public void AddBinary<T>(ReadOnlyMatrixSpan<T> logits, ReadOnlyMatrixSpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Classes != 2)
        {
            Throw.InvalidState($"expected a matrix of 2 classes, got one of {Classes}.");
        }

        if (logits.Columns != 1)
        {
            throw new ArgumentException($"expected one column, got {logits.Columns}.", nameof(logits));
        }

        if (targets.Rows != logits.Rows || targets.Columns != 1)
        {
            Throw.ShapeMismatch(nameof(targets), (logits.Rows, 1), (targets.Rows, targets.Columns));
        }

        for (int i = 0; i < logits.Rows; i++)
        {
            if (T.IsNaN(logits[i, 0]))
            {
                throw new ArgumentException($"expected numbers, got NaN in row {i}.", nameof(logits));
            }

            T target = targets[i, 0];
            if (target != T.Zero && T.Abs(target) != T.One)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"expected 0 and 1, or -1 and 1, got {target} in row {i}."), nameof(targets));
            }
        }

        for (int i = 0; i < logits.Rows; i++)
        {
            int actual = Metrics.IsPositive(targets[i, 0]) ? 1 : 0;
            int predicted = Metrics.SaysPositive(logits[i, 0]) ? 1 : 0;
            counts[(actual * Classes) + predicted]++;
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

    /// <summary>The examples of class k.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class lies outside.</exception>
    public long Actual(int k)
    {
        RequireClass(k, nameof(k));
        return Sum(k * Classes, (k + 1) * Classes, 1);
    }

    /// <summary>The examples that were taken for class k.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class lies outside.</exception>
    public long Predicted(int k)
    {
        RequireClass(k, nameof(k));
        return Sum(k, counts.Length, Classes);
    }

    private double MeanF1(Func<int, double> weight)
    {
        double sum = 0;
        double weights = 0;
        for (int k = 0; k < Classes; k++)
        {
            double f1 = F1(k);
            (sum, weights) = double.IsNaN(f1) ? (sum, weights) : (sum + (weight(k) * f1), weights + weight(k));
        }

        return sum / weights;
    }

    private long Sum(int from, int to, int step)
    {
        long sum = 0;
        for (int i = from; i < to; i += step)
        {
            sum += counts[i];
        }

        return sum;
    }

    private void RequireClasses(ReadOnlySpan<int> labels, string parameter)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)Classes)
            {
                Throw.LabelOutOfRange(parameter, i, labels[i], Classes);
            }
        }
    }

    private void RequireClass(int k, string parameter) => Throw.IfNot((uint)k < (uint)Classes, parameter, $"a class from 0 to {Classes - 1}", k);
}

using System.Numerics;

namespace FastNet;

/// <summary>A cost of outputs against targets, with its gradient: the mean over the batch, summed in double.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A loss on numbers of type T.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    protected Loss() => Throw.IfUnsupported<T>();

    /// <summary>The mean loss, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">[rows, outputs], at least one row.</param>
    /// <param name="targets">As many examples, of the kind that the loss takes.</param>
    /// <param name="outputGradient">[rows, outputs]; overwritten. No rows where only the loss is asked for.</param>
    /// <param name="batch">
    /// The examples that sums are divided by, at least 1: the whole batch's where a batch comes in parts, so that parts add up to its mean;
    /// null for the rows given.
    /// </param>
    /// <returns>The loss; NaN or infinite where an output is.</returns>
    /// <exception cref="ArgumentException">A shape, the kind of targets or a class does not fit, or memory overlaps.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1.</exception>
    public double Evaluate(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient = default, int? batch = null)
    {
        if (outputs.Rows == 0 || outputs.Columns == 0)
        {
            throw new ArgumentException($"expected at least one row and one column, got [{outputs.Rows}, {outputs.Columns}].", nameof(outputs));
        }

        int divisor = Throw.IfNotPositive(batch ?? outputs.Rows, nameof(batch));
        if (targets.Count != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(targets), outputs.Rows, targets.Count);
        }

        if (!targets.HasClasses && targets.Values.Columns != outputs.Columns)
        {
            Throw.ShapeMismatch(nameof(targets), (outputs.Rows, outputs.Columns), (targets.Values.Rows, targets.Values.Columns));
        }

        if (outputGradient.Rows != 0)
        {
            if (outputGradient.Rows != outputs.Rows || outputGradient.Columns != outputs.Columns)
            {
                Throw.ShapeMismatch(
                    nameof(outputGradient), (outputs.Rows, outputs.Columns), (outputGradient.Rows, outputGradient.Columns));
            }

            if (outputGradient.Values.Overlaps(outputs.Values))
            {
                Throw.Overlap(nameof(outputGradient), nameof(outputs));
            }

            if (outputGradient.Values.Overlaps(targets.Values.Values))
            {
                Throw.Overlap(nameof(outputGradient), nameof(targets));
            }
        }

        return EvaluateChecked(outputs, targets, outputGradient, divisor);
    }

    /// <summary>The same after the shapes are checked; the kind of targets is not.</summary>
    /// <param name="outputs">[rows, outputs], at least one row.</param>
    /// <param name="targets">As many examples.</param>
    /// <param name="outputGradient">[rows, outputs], or no rows.</param>
    /// <param name="batch">The divisor, in examples.</param>
    protected abstract double EvaluateChecked(
        ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, int batch);

    private protected static void RequireProbabilities(Targets<T> targets)
    {
        for (int row = 0; row < targets.Values.Rows; row++)
        {
            foreach (T target in targets.Values.Row(row))
            {
                if (!(target >= T.Zero && target <= T.One))
                {
                    throw new ArgumentException($"expected probabilities from 0 to 1, got {target} in row {row}.", nameof(targets));
                }
            }
        }
    }

    private protected static void RequireValues(Targets<T> targets, string loss)
    {
        if (targets.HasClasses)
        {
            throw new ArgumentException($"expected a matrix of values for {loss}, got classes.", nameof(targets));
        }
    }
}

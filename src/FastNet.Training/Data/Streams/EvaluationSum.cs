using System.Numerics;

namespace FastNet.Training;

/// <summary>An <see cref="Evaluation"/> of examples that come one batch after another.</summary>
internal sealed class EvaluationSum<T>(Loss<T> loss)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private ErrorKind kind;
    private double sum;
    private double divisor;
    private double errors;
    private double judged;

    /// <summary>Of all batches so far, at least one.</summary>
    public Evaluation Result
    {
        get
        {
            double share = errors / judged;
            return kind == ErrorKind.RootMeanSquare ? new(sum / divisor, Math.Sqrt(share), false) : new(sum / divisor, share, true);
        }
    }

    public void Add(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets)
    {
        kind = loss.ErrorOf(targets);
        double part = loss.Divisor(targets);
        sum += part == 0 ? 0 : loss.Evaluate(outputs, targets, default, part) * part;
        divisor += part;
        errors += Evaluation.Errors(kind, outputs, targets);
        judged += kind == ErrorKind.LargestOutput ? outputs.Rows : (double)outputs.Rows * outputs.Columns;
    }
}

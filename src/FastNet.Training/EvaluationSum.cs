using System.Numerics;

namespace FastNet.Training;

/// <summary>An <see cref="Evaluation"/> of examples that come one batch after another.</summary>
/// <param name="loss">The loss.</param>
/// <param name="counts">Of as many classes, for <see cref="Evaluation.MacroF1"/>; null where that is not asked for.</param>
internal struct EvaluationSum<T>(Loss<T> loss, ConfusionMatrix? counts)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private ErrorKind kind;
    private double sum;
    private double divisor;
    private double errors;
    private double judged;

    /// <summary>Of all batches so far, at least one.</summary>
    /// <exception cref="ArgumentException">All examples weigh 0.</exception>
    public readonly Evaluation Result
    {
        get
        {
            double mean = divisor > 0 ? sum / divisor : throw new ArgumentException("expected an example that weighs more than 0, got none.");
            double share = errors / judged;
            return kind == ErrorKind.RootMeanSquare ? new(mean, Math.Sqrt(share), false) : new(mean, share, true) { MacroF1 = counts?.MacroF1 };
        }
    }

    public void Add(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets)
    {
        kind = loss.ErrorOf(targets);
        sum += loss.Evaluate(outputs, targets, default, divisor: 1);
        divisor += loss.Divisor(targets);
        errors += kind switch
        {
            ErrorKind.RootMeanSquare => Metrics.SumOfSquaredErrors(outputs, targets.Values),
            ErrorKind.SideOfZero => ((double)outputs.Rows * outputs.Columns) - Metrics.CountCorrectBinary(outputs, targets.Values),
            _ => outputs.Rows - (targets.HasClasses ? Metrics.CountCorrect(outputs, targets.Classes) : Metrics.CountCorrect(outputs, targets.Values)),
        };
        judged += kind == ErrorKind.LargestOutput ? outputs.Rows : (double)outputs.Rows * outputs.Columns;
        counts?.Add(outputs, targets.Classes);
    }
}

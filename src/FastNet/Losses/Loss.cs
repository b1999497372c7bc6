using System.Numerics;

namespace FastNet;

/// <summary>
/// A cost of outputs against targets, with its gradient: L = (1/divisor) Σᵢ vᵢ·Lᵢ over the examples, v being their weights, 1 where there are
/// none; summed in double.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A loss on numbers of type T.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    protected Loss() => Throw.IfUnsupported<T>();

    /// <summary>The loss and its hyperparameters, on one line.</summary>
    public override string ToString() => TypeName.Of(this) + Hyperparameters;

    /// <summary>Hyperparameters for <see cref="ToString"/>, each with a comma before it.</summary>
    protected virtual string Hyperparameters => string.Empty;

    /// <summary>
    /// What the sum over the examples is divided by: their number, or with class weights the sum of the examples' class weights; example
    /// weights do not enter. Divisors of parts add up to the whole's.
    /// </summary>
    /// <param name="targets">Of the kind that the loss takes.</param>
    /// <exception cref="ArgumentException">A class has no weight.</exception>
    public virtual double Divisor(Targets<T> targets) => targets.Count;

    /// <summary>What counts as an error of outputs that were trained by this loss: by default the largest output of classes, else the distance.</summary>
    /// <param name="targets">Of the kind that the loss takes.</param>
    public virtual ErrorKind ErrorOf(Targets<T> targets) => targets.HasClasses ? ErrorKind.LargestOutput : ErrorKind.RootMeanSquare;

    /// <summary>The mean loss, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">[rows, outputs], at least one row.</param>
    /// <param name="targets">As many examples, of the kind that the loss takes.</param>
    /// <param name="outputGradient">[rows, outputs]; overwritten. No rows where only the loss is asked for.</param>
    /// <param name="divisor">
    /// Finite and above 0. Where a batch comes in parts, the whole batch's <see cref="Divisor"/>: so losses and gradients of the parts add up
    /// to the whole's. Null for that of the targets given.
    /// </param>
    /// <returns>The loss: NaN where an output is. An infinite output may leave it finite, as −∞ for a class that is not the target does.</returns>
    /// <exception cref="ArgumentException">A shape, the kind of targets, a class or a weight does not fit, or memory overlaps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The divisor is not finite or not above 0, as where all examples' class weights are 0.
    /// </exception>
    public double Evaluate(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient = default, double? divisor = null)
    {
        if (outputs.Rows == 0 || outputs.Columns == 0)
        {
            throw new ArgumentException($"expected at least one row and one column, got [{outputs.Rows}, {outputs.Columns}].", nameof(outputs));
        }

        if (targets.Count != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(targets), outputs.Rows, targets.Count);
        }

        if (!targets.HasClasses && targets.Values.Columns != outputs.Columns)
        {
            Throw.ShapeMismatch(nameof(targets), (outputs.Rows, outputs.Columns), (targets.Values.Rows, targets.Values.Columns));
        }

        for (int i = 0; i < targets.Weights.Length; i++)
        {
            LossWeights.Check(targets.Weights[i], nameof(targets), "in row", i);
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

            if (outputGradient.Values.Overlaps(targets.Values.Values) || outputGradient.Values.Overlaps(targets.Weights))
            {
                Throw.Overlap(nameof(outputGradient), nameof(targets));
            }
        }

        double whole = divisor ?? Divisor(targets);
        Throw.IfNot(
            double.IsFinite(whole) && whole > 0, nameof(divisor), "a finite number of examples, or sum of their class weights, above 0", whole);
        return EvaluateChecked(outputs, targets, outputGradient, whole);
    }

    /// <summary>The same after shapes, weights and divisor are checked; the kind of targets is not.</summary>
    /// <param name="outputs">[rows, outputs], at least one row.</param>
    /// <param name="targets">As many examples.</param>
    /// <param name="outputGradient">[rows, outputs], or no rows.</param>
    /// <param name="divisor">What the sum over the examples is divided by.</param>
    protected abstract double EvaluateChecked(
        ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor);
}

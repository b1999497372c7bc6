using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = −(1/divisor) Σᵢ vᵢ Σⱼ qᵢⱼ ln pᵢⱼ, p = softmax(z) by rows;  ∂L/∂z = v(p·Σⱼ q − q)/divisor. Targets t: classes, or probabilities.
/// Without options q = t; with label smoothing s and class weights u, qⱼ = uⱼ·((1 − s)·tⱼ + s/K) for K classes. The divisor is the number of
/// examples; for classes with weights it is Σᵢ u of their class. These are the definitions of PyTorch's cross_entropy.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class SoftmaxCrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] classWeights;

    /// <summary>The loss, without options the plain one.</summary>
    /// <param name="labelSmoothing">
    /// s, from 0 to below 1: the share of each target that is spread over all classes (Szegedy et al., "Rethinking the Inception architecture",
    /// 2016, section 7).
    /// </param>
    /// <param name="classWeights">u: [classes], each finite and at least 0, not all 0; empty where all weigh 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing lies outside.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public SoftmaxCrossEntropy(double labelSmoothing = 0, ReadOnlySpan<double> classWeights = default)
    {
        LabelSmoothing = Throw.IfNotBelowOne<T>(labelSmoothing, nameof(labelSmoothing));
        this.classWeights = LossWeights.From<T>(classWeights, nameof(classWeights));
    }

    /// <inheritdoc/>
    protected override string Hyperparameters =>
        FormattableString.Invariant($", label smoothing {LabelSmoothing}, class weights [{LossWeights.ToText<T>(classWeights)}]");

    /// <summary>s.</summary>
    public double LabelSmoothing { get; }

    /// <summary>u: [classes]; empty where all weigh 1.</summary>
    public ReadOnlySpan<T> ClassWeights => classWeights;

    /// <inheritdoc/>
    public override double Divisor(Targets<T> targets)
    {
        if (!targets.HasClasses || classWeights.Length == 0)
        {
            return targets.Count;
        }

        RequireClasses(targets, classWeights.Length);
        double sum = 0;
        foreach (int label in targets.Classes)
        {
            sum += double.CreateTruncating(classWeights[label]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override ErrorKind ErrorOf(Targets<T> targets) => ErrorKind.LargestOutput;

    /// <inheritdoc/>
    protected override unsafe double EvaluateChecked(
        ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor)
    {
        if (classWeights.Length != 0 && classWeights.Length != outputs.Columns)
        {
            throw new ArgumentException(
                $"expected {classWeights.Length} columns, as many as class weights, got {outputs.Columns}.", nameof(outputs));
        }

        TargetRule.Require<T, IsProbability<T>>(targets);
        RequireClasses(targets, outputs.Columns);
        T keep = T.CreateTruncating(1 - LabelSmoothing);
        T share = T.CreateTruncating(LabelSmoothing / outputs.Columns);
        double sum = 0;
        fixed (T* z = outputs.Values, t = targets.Values.Values, v = targets.Weights, u = classWeights, g = outputGradient.Values)
        {
            fixed (int* classes = targets.Classes)
            {
                SoftmaxTargets<T> wanted = new(classes, t, targets.Values.RowStride, u, keep, share);
                Simd.Run<T, SoftmaxCrossEntropyKernel<T>>(new(
                    z, outputs.RowStride, z + outputs.Values.Length, wanted, v,
                    outputGradient.Rows == 0 ? null : g, outputGradient.RowStride, g + outputGradient.Values.Length,
                    outputs.Rows, outputs.Columns, T.One / T.CreateTruncating(divisor), &sum));
            }
        }

        return sum / divisor;
    }

    private static void RequireClasses(Targets<T> targets, int count)
    {
        for (int i = 0; i < targets.Classes.Length; i++)
        {
            if ((uint)targets.Classes[i] >= (uint)count)
            {
                Throw.LabelOutOfRange(nameof(targets), i, targets.Classes[i], count);
            }
        }
    }
}

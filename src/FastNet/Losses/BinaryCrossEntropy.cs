using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// On logits z: L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ [−p·t ln σ(z) − (1 − t) ln(1 − σ(z))], p being the positive weight, 1 where there is none;
/// without it each term is max(z, 0) − z·t + ln(1 + e^−|z|) and ∂L/∂z = v(σ(z) − t)/(batch·outputs). Targets: probabilities from 0 to 1.
/// The network ends without a sigmoid.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class BinaryCrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] positiveWeights;

    /// <summary>The loss, with weights of positive targets where they are too few.</summary>
    /// <param name="positiveWeights">
    /// p: none, one for all outputs, or one for each; finite, at least 0, not all 0. The ratio of negative to positive examples restores the
    /// balance; more finds more positives.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public BinaryCrossEntropy(params ReadOnlySpan<double> positiveWeights) =>
        this.positiveWeights = LossWeights.From<T>(positiveWeights, nameof(positiveWeights));

    /// <inheritdoc/>
    protected override string Hyperparameters => $", positive weights [{LossWeights.ToText<T>(positiveWeights)}]";

    /// <summary>p: empty, one for all outputs, or one for each.</summary>
    public ReadOnlySpan<T> PositiveWeights => positiveWeights;

    /// <inheritdoc/>
    public override ErrorKind ErrorOf(Targets<T> targets) => ErrorKind.SideOfZero;

    /// <inheritdoc/>
    protected override double EvaluateChecked(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor)
    {
        TargetRule.Require<T, IsProbability<T>>(targets);
        if (positiveWeights.Length > 1 && positiveWeights.Length != outputs.Columns)
        {
            throw new ArgumentException(
                $"expected {positiveWeights.Length} columns, as many as positive weights, got {outputs.Columns}.", nameof(outputs));
        }

        return positiveWeights.Length == 0
            ? ElementLossKernel.Run<T, CrossEntropyOfLogit>(default, default, outputs, targets, outputGradient, divisor)
            : ElementLossKernel.Run<T, WeightedCrossEntropyOfLogit>(default, positiveWeights, outputs, targets, outputGradient, divisor);
    }

    private readonly struct CrossEntropyOfLogit : IColumnLoss<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value<TVector, TLanes>(TVector z, TVector t, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            (TVector positive, TVector tail) = VectorMath.SoftplusTerms<T, TVector, TLanes>(z);
            return TLanes.Add(TLanes.Subtract(positive, TLanes.Multiply(z, t)), tail);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Slope<TVector, TLanes>(TVector z, TVector t, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Subtract(VectorMath.Sigmoid<T, TVector, TLanes>(z), t);
    }

    // (1 − t)·ln(1 + eᶻ) + p·t·ln(1 + e⁻ᶻ);  (1 − t)·σ(z) − p·t·(1 − σ(z)). All terms of the value are positive: nothing cancels.
    private readonly struct WeightedCrossEntropyOfLogit : IColumnLoss<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value<TVector, TLanes>(TVector z, TVector t, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            (TVector positive, TVector tail) = VectorMath.SoftplusTerms<T, TVector, TLanes>(z);
            TVector asNegative = TLanes.Multiply(TLanes.Subtract(TLanes.Splat(T.One), t), TLanes.Add(positive, tail));
            TVector asPositive = TLanes.Multiply(TLanes.Multiply(p, t), TLanes.Add(TLanes.Subtract(positive, z), tail));
            return TLanes.Add(asNegative, asPositive);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Slope<TVector, TLanes>(TVector z, TVector t, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector positive = TLanes.Multiply(p, t);
            TVector both = TLanes.Add(TLanes.Subtract(TLanes.Splat(T.One), t), positive);
            return TLanes.Subtract(TLanes.Multiply(VectorMath.Sigmoid<T, TVector, TLanes>(z), both), positive);
        }
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// On logits z: L = (1/(batch·outputs)) Σ [max(z, 0) − z·t + ln(1 + e^−|z|)], which is −t ln σ(z) − (1 − t) ln(1 − σ(z));
/// ∂L/∂z = (σ(z) − t)/(batch·outputs). Targets: probabilities from 0 to 1. The network ends without a sigmoid.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class BinaryCrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double EvaluateChecked(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, int batch)
    {
        RequireValues(targets, "binary cross-entropy");
        RequireProbabilities(targets);
        return ElementLoss.Evaluate<T, CrossEntropyOfLogit>(outputs, targets.Values, outputGradient, batch);
    }

    private readonly struct CrossEntropyOfLogit : IElementLoss<T>
    {
        public static TVector Value<TVector, TLanes>(TVector z, TVector t)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector zero = TLanes.Splat(T.Zero);
            TVector positive = TLanes.Select(TLanes.GreaterThan(zero, z), zero, z);
            TVector minusMagnitude = TLanes.Or(z, TLanes.Splat(-T.Zero));
            TVector tail = VectorMath.Log1PlusOfNonNegative<T, TVector, TLanes>(VectorMath.Exp<T, TVector, TLanes>(minusMagnitude));
            return TLanes.Add(TLanes.Subtract(positive, TLanes.Multiply(z, t)), tail);
        }

        public static TVector Slope<TVector, TLanes>(TVector z, TVector t)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Subtract(VectorMath.Sigmoid<T, TVector, TLanes>(z), t);
    }
}

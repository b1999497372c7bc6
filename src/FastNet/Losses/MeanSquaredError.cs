using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>L = (1/(batch·outputs)) Σ (z − t)²;  ∂L/∂z = 2(z − t)/(batch·outputs). Targets: values.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MeanSquaredError<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override double EvaluateChecked(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, int batch)
    {
        RequireValues(targets, "the mean squared error");
        return ElementLoss.Evaluate<T, Square>(outputs, targets.Values, outputGradient, batch);
    }

    private readonly struct Square : IElementLoss<T>
    {
        public static TVector Value<TVector, TLanes>(TVector z, TVector t)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector distance = TLanes.Subtract(z, t);
            return TLanes.Multiply(distance, distance);
        }

        public static TVector Slope<TVector, TLanes>(TVector z, TVector t)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector distance = TLanes.Subtract(z, t);
            return TLanes.Add(distance, distance);
        }
    }
}

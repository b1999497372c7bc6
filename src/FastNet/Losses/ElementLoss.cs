using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ ℓ(zᵢⱼ, tᵢⱼ), v being the examples' weights, 1 where there are none;  ∂L/∂z = v·ℓ′/(batch·outputs).
/// Targets: values.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TLoss">ℓ: one of <c>FastNet.Kernels</c>, or a struct of your own.</typeparam>
/// <param name="loss">ℓ.</param>
public class ElementLoss<T, TLoss>(TLoss loss) : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IElementLoss
{
    /// <summary>ℓ.</summary>
    public TLoss Element => loss;

    /// <inheritdoc/>
    protected override double EvaluateChecked(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor) =>
        ElementLossKernel.Run<T, WithoutParameter<T, TLoss>>(new(loss), default, outputs, targets, outputGradient, divisor);
}

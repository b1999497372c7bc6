using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ max(0, 1 − tᵢⱼzᵢⱼ);  ∂L/∂z = −v·t/(batch·outputs) where t·z &lt; 1, else 0. Targets: values, each −1 or 1.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Hinge<T>() : ElementLoss<T, HingeError>(default)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ErrorKind ErrorOf(Targets<T> targets) => ErrorKind.SideOfZero;

    /// <inheritdoc/>
    protected override double EvaluateChecked(ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor)
    {
        TargetRule.Require<T, IsSign<T>>(targets);
        return base.EvaluateChecked(outputs, targets, outputGradient, divisor);
    }
}

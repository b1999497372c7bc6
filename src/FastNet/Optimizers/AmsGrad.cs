using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Adam with the largest v so far under the root: v̄ ← max(v̄, v);  w ← w − α·m̂/(√(v̄/(1 − β₂ᵗ)) + ε) (Reddi, Kale, Kumar, ICLR 2018). The maximum
/// is of the uncorrected v, as in PyTorch.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class AmsGrad<T>(IParameters<T> parameters) : AdaptiveMoments<T>(parameters, moments: ["mean", "square", "largest_square"])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range) => range.Run(new AmsGradUpdate<T>(Coefficients(range.LearningRate / (1 - Product1))));
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>w ← w − αg.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class GradientDescent<T>(IParameters<T> parameters) : Optimizer<T>(parameters, learningRate: 0.01, moments: [])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range) => range.Run(new GradientDescentUpdate<T>(T.CreateTruncating(range.LearningRate)));
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>w ← w − αg.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class GradientDescent<T>(IParameters<T> parameters) : Optimizer<T>(parameters, moments: 0, learningRate: 0.01)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected override void Update(ReadOnlySpan<T> gradients, WorkerPool? workers) =>
        Run(gradients, new GradientDescentUpdate<T>(T.CreateTruncating(LearningRate)), workers);
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>s ← βs + (1 − β)g²;  w ← w − αg/(√s + ε) (Tieleman and Hinton, Coursera lecture 6.5, 2012).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class RmsProp<T>(IParameters<T> parameters) : Optimizer<T>(parameters, moments: 1, learningRate: 1e-3)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β, the weight of the past: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta)); } = 0.9;

    /// <summary>ε, added outside the root: above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double Epsilon { get; set => field = Throw.IfNotPositive<T>(value, nameof(Epsilon)); } = 1e-8;

    private protected override void Update(ReadOnlySpan<T> gradients, WorkerPool? workers)
    {
        RmsPropUpdate<T> update = new(
            T.CreateTruncating(LearningRate), T.CreateTruncating(Beta), T.CreateTruncating(1 - Beta), T.CreateTruncating(Epsilon));
        Run(gradients, update, workers);
    }
}

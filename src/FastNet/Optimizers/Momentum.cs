using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>How the velocity takes in a gradient. The two differ by the factor 1 − β in the learning rate.</summary>
public enum MomentumConvention
{
    /// <summary>v ← βv + (1 − β)g: an exponentially weighted average, as in the course.</summary>
    MovingAverage,

    /// <summary>v ← βv + g: as in PyTorch.</summary>
    Accumulating,
}

/// <summary>v ← βv + (1 − β)g, or βv + g;  w ← w − αv (Polyak 1964).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
/// <param name="convention">How the velocity takes in a gradient.</param>
public sealed class Momentum<T>(IParameters<T> parameters, MomentumConvention convention = MomentumConvention.MovingAverage)
    : Optimizer<T>(parameters, moments: 1, learningRate: 0.01)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β, the weight of the past: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta)); } = 0.9;

    /// <summary>How the velocity takes in a gradient.</summary>
    public MomentumConvention Convention { get; } = convention;

    private protected override void Update(ReadOnlySpan<T> gradients, WorkerPool? workers)
    {
        double gamma = Convention == MomentumConvention.MovingAverage ? 1 - Beta : 1;
        MomentumUpdate<T> update = new(T.CreateTruncating(LearningRate), T.CreateTruncating(Beta), T.CreateTruncating(gamma));
        Run(gradients, update, workers);
    }
}

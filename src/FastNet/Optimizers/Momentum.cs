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
public class Momentum<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Momentum on parameters.</summary>
    /// <param name="parameters">What it changes: a network.</param>
    /// <param name="convention">How the velocity takes in a gradient.</param>
    public Momentum(IParameters<T> parameters, MomentumConvention convention = MomentumConvention.MovingAverage)
        : base(parameters, learningRate: 0.01, moments: ["velocity"]) =>
        Convention = Enum.IsDefined(convention)
            ? convention
            : throw new ArgumentOutOfRangeException(nameof(convention), convention, "expected one of the two conventions.");

    /// <summary>β, the weight of the past: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta)); } = 0.9;

    /// <summary>How the velocity takes in a gradient.</summary>
    public MomentumConvention Convention { get; }

    /// <inheritdoc/>
    protected override string Hyperparameters => FormattableString.Invariant($", β {Beta}, {Convention}");

    /// <summary>1 − β, or 1: what the velocity takes in of a gradient.</summary>
    private protected T Gamma => T.CreateTruncating(Convention == MomentumConvention.MovingAverage ? 1 - Beta : 1);

    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range) =>
        range.Run(new MomentumUpdate<T>(T.CreateTruncating(range.LearningRate), T.CreateTruncating(Beta), Gamma));
}

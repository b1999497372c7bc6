using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>s ← s + g²;  w ← w − αg/(√s + ε) (Duchi, Hazan, Singer, JMLR 2011).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class Adagrad<T>(IParameters<T> parameters) : Optimizer<T>(parameters, learningRate: 0.01, moments: ["square"])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>ε, added outside the root: above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double Epsilon { get; set => field = Throw.IfNotPositive<T>(value, nameof(Epsilon)); } = 1e-10;

    /// <inheritdoc/>
    protected override string Hyperparameters => FormattableString.Invariant($", ε {Epsilon}");

    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range) =>
        range.Run(new AdagradUpdate<T>(T.CreateTruncating(range.LearningRate), T.CreateTruncating(Epsilon)));
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// v ← βv + γg;  w ← w − α(βv + γg), γ = 1 − β or 1: momentum whose step looks one ahead (Nesterov 1983, in the form of Bengio,
/// Boulanger-Lewandowski, Pascanu, ICASSP 2013, with the gradient at w itself, as in PyTorch).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
/// <param name="convention">How the velocity takes in a gradient.</param>
public sealed class Nesterov<T>(IParameters<T> parameters, MomentumConvention convention = MomentumConvention.MovingAverage)
    : Momentum<T>(parameters, convention)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range) =>
        range.Run(new NesterovUpdate<T>(T.CreateTruncating(range.LearningRate), T.CreateTruncating(Beta), Gamma));
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// s ← βs + (1 − β)g²;  w ← w − αg/(√s + ε) (Tieleman and Hinton, Coursera lecture 6.5, 2012). Centred, the root is of s − ḡ², the variance
/// (after Graves 2013, who has ε inside the root); with momentum μ, v ← μv + g/(√s + ε) and w ← w − αv. All as PyTorch has them.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
/// <param name="centered">Whether the mean gradient's square is taken off s.</param>
/// <param name="momentum">μ, from 0 to below 1; 0 for none.</param>
/// <exception cref="ArgumentOutOfRangeException">μ lies outside.</exception>
public sealed class RmsProp<T>(IParameters<T> parameters, bool centered = false, double momentum = 0)
    : Optimizer<T>(parameters, learningRate: 1e-3, Names(centered, momentum))
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β, the weight of the past: from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Beta { get; set => field = Throw.IfNotBelowOne<T>(value, nameof(Beta)); } = 0.9;

    /// <summary>ε, added outside the root: above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double Epsilon { get; set => field = Throw.IfNotPositive<T>(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>Whether the mean gradient's square is taken off s.</summary>
    public bool IsCentered { get; } = centered;

    /// <summary>μ.</summary>
    public double Momentum { get; } = Throw.IfNotBelowOne<T>(momentum, nameof(momentum));

    /// <inheritdoc/>
    protected override string Hyperparameters =>
        FormattableString.Invariant($", β {Beta}, ε {Epsilon}, momentum {Momentum}{(IsCentered ? ", centred" : string.Empty)}");

    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range)
    {
        switch (IsCentered, Momentum > 0)
        {
            case (false, false): Run<RmsPropForms.Plain>(range); break;
            case (false, true): Run<RmsPropForms.WithMomentum>(range); break;
            case (true, false): Run<RmsPropForms.Centered>(range); break;
            default: Run<RmsPropForms.CenteredWithMomentum>(range); break;
        }
    }

    private static string[] Names(bool centered, double momentum) =>
        ["square", .. (ReadOnlySpan<string>)(momentum > 0 ? ["velocity"] : []), .. (ReadOnlySpan<string>)(centered ? ["mean"] : [])];

    private void Run<TForm>(UpdateRange<T> range)
        where TForm : struct, IRmsPropForm =>
        range.Run(new RmsPropUpdate<T, TForm>(
            T.CreateTruncating(range.LearningRate), T.CreateTruncating(Beta), T.CreateTruncating(1 - Beta), T.CreateTruncating(Epsilon),
            T.CreateTruncating(Momentum)));
}

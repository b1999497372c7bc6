using System.Numerics;

namespace FastNet;

/// <summary>
/// Adam whose weights decay beside the gradient: w ← w − α·rate·w, then Adam's step (Loshchilov and Hutter, "Decoupled weight decay
/// regularization", ICLR 2019, algorithm 2).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class AdamW<T> : AdaptiveMoments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>AdamW on parameters; its regularizer is <see cref="Regularizer.WeightDecay"/>.</summary>
    /// <param name="parameters">What it changes: a network.</param>
    /// <param name="weightDecay">The rate, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public AdamW(IParameters<T> parameters, double weightDecay = 0.01)
        : base(parameters, moments: ["mean", "square"]) =>
        Regularizer = Regularizer.WeightDecay(weightDecay);
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L2 in its two meanings, on weights only. Coupled, λ/m·w is added to the gradient, and the cost has a penalty; decoupled, the weight
/// shrinks by itself and the cost has none. They are the same for gradient descent, not for optimizers that scale the gradient.
/// </summary>
public sealed record Regularizer
{
    private Regularizer(double coupled, double decoupled)
    {
        Coupled = coupled;
        Decoupled = decoupled;
    }

    /// <summary>Nothing decays.</summary>
    public static Regularizer None { get; } = new(0, 0);

    /// <summary>λ/m: what of the weight is added to its gradient.</summary>
    public double Coupled { get; }

    /// <summary>What of the weight, times the learning rate, a step takes away.</summary>
    public double Decoupled { get; }

    /// <summary>J = L + λ/(2m)·Σw²; gradient + λ/m·w. PyTorch's <c>weight_decay</c> is λ/m, Keras's <c>l2</c> is λ/(2m).</summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <param name="trainingExamples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Regularizer L2(double lambda, int trainingExamples) =>
        new(Throw.IfNegative(lambda, nameof(lambda)) / Throw.IfNotPositive(trainingExamples, nameof(trainingExamples)), 0);

    /// <summary>w ← w − α·rate·w beside the optimizer's own step (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).</summary>
    /// <param name="rate">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static Regularizer WeightDecay(double rate) => new(0, Throw.IfNegative(rate, nameof(rate)));

    /// <summary>λ/(2m)·Σw² over the weights, summed in double; 0 for decoupled decay.</summary>
    public double Penalty<T>(IParameters<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Coupled == 0 ? 0 : Coupled / 2 * FlatSum.OfSquares<T>(parameters.Parameters[..parameters.WeightCount]);
    }
}

using System.Numerics;

namespace FastNet;

/// <summary>
/// What keeps parameters small. A penalty is part of the cost and has a gradient; decay shrinks a weight beside the gradient; a projection
/// changes the weights after the step. A regularizer of the caller's own overrides what it has of these.
/// </summary>
public abstract class Regularizer
{
    /// <summary>Nothing is kept small.</summary>
    public static Regularizer None { get; } = new Combined([]);

    /// <summary>What of a weight, times the learning rate, a step takes away beside the optimizer's formula; at least 0.</summary>
    public virtual double Decay => 0;

    /// <summary>J = L + λ/(2m)·Σw²; gradient + λ/m·w. PyTorch's <c>weight_decay</c> is λ/m, Keras's <c>l2</c> is λ/(2m).</summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <param name="trainingExamples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Regularizer L2(double lambda, long trainingExamples) => new L2Penalty(Share(lambda, trainingExamples));

    /// <summary>w ← w − α·rate·w beside the optimizer's own step (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).</summary>
    /// <param name="rate">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static Regularizer WeightDecay(double rate) => new DecoupledDecay(Throw.IfNegative(rate, nameof(rate)));

    /// <summary>
    /// J = L + λ/m·Σ|w|; gradient + λ/m·sign(w), sign(0) = 0: small weights, which swing about 0 and are seldom 0. The course's notes write λ/(2m).
    /// </summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <param name="trainingExamples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Regularizer L1(double lambda, long trainingExamples) => new L1Penalty(Share(lambda, trainingExamples), isProximal: false);

    /// <summary>
    /// J = L + λ/m·Σ|w|; after the step w ← sign(w)·max(|w| − α·λ/m, 0): true zeros (the soft threshold of Daubechies, Defrise, De Mol 2004).
    /// </summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <param name="trainingExamples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Regularizer ProximalL1(double lambda, long trainingExamples) => new L1Penalty(Share(lambda, trainingExamples), isProximal: true);

    /// <summary>
    /// After the step a unit's incoming weights (a column of W) whose norm is larger are scaled to it (Srebro and Shraibman 2005; with dropout, Srivastava
    /// et al., JMLR 2014, section 5.1).
    /// </summary>
    /// <param name="maximum">The largest norm, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public static Regularizer MaxNorm(double maximum) => new MaxNorm(Throw.IfNotPositive<double>(maximum, nameof(maximum)));

    /// <summary>Both, this one first, where they change the weights after the step too: L1 and L2 make an elastic net.</summary>
    public Regularizer And(Regularizer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Regularizer[] parts = [.. PartsOf(this), .. PartsOf(other)];
        return parts.Length == 1 ? parts[0] : new Combined(parts);
    }

    /// <summary>What it adds to the cost, summed in double; 0 if it has no penalty.</summary>
    public virtual double Penalty<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        0;

    /// <summary>Adds the penalty's gradient.</summary>
    /// <param name="weights">w.</param>
    /// <param name="gradients">As many; added to.</param>
    /// <param name="workers">Threads; null for the caller's own.</param>
    public virtual void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>Changes a parameter after the step.</summary>
    /// <param name="weights">[inputs, units]; [1, units] if it is no weight.</param>
    /// <param name="learningRate">α of the step.</param>
    public virtual void Project<T>(MatrixSpan<T> weights, double learningRate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>A rate as a T.</summary>
    /// <exception cref="InvalidOperationException">It is not finite as such.</exception>
    private protected static T Finite<T>(double rate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(rate);
        if (!T.IsFinite(rounded))
        {
            Throw.InvalidState($"Expected a penalty λ/m that is finite as {typeof(T).Name}, got {rate}.");
        }

        return rounded;
    }

    private static double Share(double lambda, long trainingExamples)
    {
        Throw.IfNot(trainingExamples > 0, nameof(trainingExamples), "a number of at least 1", trainingExamples);
        return Throw.IfNegative(lambda, nameof(lambda)) / trainingExamples;
    }

    private static Regularizer[] PartsOf(Regularizer regularizer) => regularizer is Combined combined ? combined.Parts : [regularizer];

    private sealed class Combined(Regularizer[] parts) : Regularizer
    {
        public Regularizer[] Parts => parts;

        public override double Decay
        {
            get
            {
                double sum = 0;
                foreach (Regularizer part in parts)
                {
                    sum += part.Decay;
                }

                return sum;
            }
        }

        public override string ToString() => parts.Length == 0 ? "none" : string.Join(" and ", (IEnumerable<Regularizer>)parts);

        public override double Penalty<T>(ReadOnlySpan<T> weights)
        {
            double sum = 0;
            foreach (Regularizer part in parts)
            {
                sum += part.Penalty(weights);
            }

            return sum;
        }

        public override void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
        {
            foreach (Regularizer part in parts)
            {
                part.AddGradient(weights, gradients, workers);
            }
        }

        public override void Project<T>(MatrixSpan<T> weights, double learningRate)
        {
            foreach (Regularizer part in parts)
            {
                part.Project(weights, learningRate);
            }
        }
    }
}

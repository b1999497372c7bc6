using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Changes a network's parameters along their gradients, in one pass over flat memory. A step: the gradient, plus the penalty's; then the
/// decoupled decay; then the optimizer's formula. It allocates nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IParameters<T> target;
    private readonly AlignedBuffer<T>[] moments;

    private protected Optimizer(IParameters<T> parameters, int moments, double learningRate)
    {
        Throw.IfUnsupported<T>();
        ArgumentNullException.ThrowIfNull(parameters);
        target = parameters;
        this.moments = new AlignedBuffer<T>[moments];
        for (int i = 0; i < moments; i++)
        {
            this.moments[i] = new AlignedBuffer<T>(parameters.Parameters.Length);
        }

        LearningRate = learningRate;
    }

    /// <summary>α, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite, as a number of type T.</exception>
    public double LearningRate { get; set => field = Throw.IfNotPositive<T>(value, nameof(LearningRate)); }

    /// <summary>What decays; only weights do.</summary>
    public Regularizer Regularizer { get; set => field = value ?? throw new ArgumentNullException(nameof(Regularizer)); } = Regularizer.None;

    /// <summary>The steps made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Makes a step; if it throws, nothing has changed.</summary>
    /// <param name="gradients">As many as the network has parameters, in their order.</param>
    /// <param name="workers">Threads to divide the pass among; null for the caller's own. Results have the same bits.</param>
    /// <exception cref="ArgumentException">There are more or fewer gradients than parameters.</exception>
    /// <exception cref="InvalidOperationException">The decay is not finite, or takes more than a whole weight; or the threads are at work.</exception>
    public void Step(ReadOnlySpan<T> gradients, WorkerPool? workers = null)
    {
        if (gradients.Length != target.Parameters.Length)
        {
            Throw.LengthMismatch(nameof(gradients), target.Parameters.Length, gradients.Length);
        }

        Update(gradients, workers);
        StepCount++;
    }

    /// <summary>Runs the optimizer's formula; what it keeps between steps changes after that.</summary>
    private protected abstract void Update(ReadOnlySpan<T> gradients, WorkerPool? workers);

    private protected void Run<TUpdate>(ReadOnlySpan<T> gradients, TUpdate update, WorkerPool? workers)
        where TUpdate : struct, IUpdate<T>
    {
        T penalty = T.CreateTruncating(Regularizer.Coupled);
        T keep = T.CreateTruncating(1 - (LearningRate * Regularizer.Decoupled));
        if (!T.IsFinite(penalty) || !(keep >= T.Zero))
        {
            Throw.InvalidState(
                $"Expected a finite penalty λ/m and a decay of at most a whole weight a step; got {Regularizer.Coupled} and "
                + $"{LearningRate}·{Regularizer.Decoupled}.");
        }

        Kernels.Update.Run(
            target.Parameters, gradients, Moment(0), Moment(1), target.WeightCount, penalty, keep, update, workers);
    }

    private Span<T> Moment(int index) => index < moments.Length ? moments[index].Span : [];
}

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
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite.</exception>
    public double LearningRate { get; set => field = Throw.IfNotPositive(value, nameof(LearningRate)); }

    /// <summary>What decays; only weights do.</summary>
    public Regularizer Regularizer { get; set => field = value ?? throw new ArgumentNullException(nameof(Regularizer)); } = Regularizer.None;

    /// <summary>The steps made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Makes a step.</summary>
    /// <param name="gradients">As many as the network has parameters, in their order.</param>
    /// <param name="workers">Threads to divide the pass among; null for the caller's own. Results have the same bits.</param>
    /// <exception cref="ArgumentException">There are more or fewer gradients than parameters.</exception>
    public void Step(ReadOnlySpan<T> gradients, WorkerPool? workers = null)
    {
        Span<T> parameters = target.Parameters;
        if (gradients.Length != parameters.Length)
        {
            Throw.LengthMismatch(nameof(gradients), parameters.Length, gradients.Length);
        }

        StepCount++;
        Prepare();
        int weights = target.WeightCount;
        Update(0, weights, gradients, Regularizer.Coupled, 1 - (LearningRate * Regularizer.Decoupled), workers);
        Update(weights, parameters.Length - weights, gradients, 0, 1, workers);
    }

    /// <summary>Computes what all ranges of the step share.</summary>
    private protected virtual void Prepare()
    {
    }

    private protected abstract void Update(int start, int length, ReadOnlySpan<T> gradients, double penalty, double keep, WorkerPool? workers);

    private protected void Run<TUpdate>(
        int start, int length, ReadOnlySpan<T> gradients, double penalty, double keep, TUpdate update, WorkerPool? workers)
        where TUpdate : struct, IUpdate<T> =>
        Kernels.Update.Run(
            target.Parameters.Slice(start, length), gradients.Slice(start, length), Moment(0, start, length), Moment(1, start, length),
            T.CreateTruncating(penalty), T.CreateTruncating(keep), update, workers);

    private Span<T> Moment(int index, int start, int length) => index < moments.Length ? moments[index].Span.Slice(start, length) : [];
}

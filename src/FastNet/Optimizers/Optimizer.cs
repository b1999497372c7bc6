using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>
/// Changes parameters along their gradients. A step: the gradient, plus the penalty's; clipping; noise; then the optimizer's formula, with
/// decoupled decay, in one pass over flat memory; then what a regularizer asks of the new weights. It allocates nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostMoments = 3;

    private readonly AlignedBuffer<T>[] moments;
    private readonly string[] momentNames;
    private readonly double[] scalars;
    private ParameterPlan plan;

    /// <summary>An optimizer of parameters.</summary>
    /// <param name="parameters">What it changes: a network.</param>
    /// <param name="learningRate">α at first.</param>
    /// <param name="moments">The names of what it keeps of each parameter, at most 3; a state file has them.</param>
    /// <param name="scalars">How many numbers it keeps besides: <see cref="Scalars"/>.</param>
    /// <exception cref="ArgumentException">The slices of the parameters leave some out, or there are too many moments.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    protected Optimizer(IParameters<T> parameters, double learningRate, IReadOnlyList<string> moments, int scalars = 0)
    {
        Throw.IfUnsupported<T>();
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(moments);
        Throw.IfNot(moments.Count <= MostMoments, nameof(moments), $"at most {MostMoments} moments", moments.Count);
        Target = parameters;
        momentNames = [.. moments];
        this.moments = [.. moments.Select(_ => new AlignedBuffer<T>(parameters.Parameters.Length))];
        this.scalars = new double[scalars];
        plan = new ParameterPlan(parameters.Slices, parameters.Parameters.Length, []);
        LearningRate = learningRate;
    }

    /// <summary>What it changes.</summary>
    public IParameters<T> Target { get; }

    /// <summary>α, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0, or not finite, as a number of type T.</exception>
    public double LearningRate { get; set => field = Throw.IfNotPositive<T>(value, nameof(LearningRate)); }

    /// <summary>What a schedule makes of every learning rate at this step: a step has α·factor. At least 0; 1 at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRateFactor { get; set => field = Throw.IfNegative(value, nameof(LearningRateFactor)); } = 1;

    /// <summary>What keeps parameters small: of weights only, and of those whose group has none of its own.</summary>
    public Regularizer Regularizer { get; set => field = value ?? throw new ArgumentNullException(nameof(Regularizer)); } = Regularizer.None;

    /// <summary>What bounds the gradient, after the penalty's is added; null for nothing.</summary>
    public Clipping? Clipping { get; set; }

    /// <summary>Random numbers that are added to the gradient; null for none.</summary>
    public GradientNoise? Noise { get; set; }

    /// <summary>Parameters with settings of their own; the first group that includes a parameter has it.</summary>
    /// <exception cref="ArgumentException">A group includes nothing that an earlier one does not.</exception>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get => plan.Groups;
        set => plan = new ParameterPlan(Target.Slices, Target.Parameters.Length, value ?? throw new ArgumentNullException(nameof(Groups)));
    }

    /// <summary>The steps made.</summary>
    public long StepCount { get; private set; }

    /// <summary>The names of <see cref="Moment"/>s.</summary>
    public IReadOnlyList<string> MomentNames => momentNames;

    /// <summary>Numbers that go on from step to step, as β₁ᵗ does; a state file has them.</summary>
    public Span<double> Scalars => scalars;

    /// <summary>The optimizer and its hyperparameters, on one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TypeName.Of(this)}, learning rate {LearningRate}{Hyperparameters}");

    /// <summary>What it keeps of each parameter, in their order.</summary>
    /// <param name="index">From 0 to the number of <see cref="MomentNames"/> less 1.</param>
    public Span<T> Moment(int index) => moments[index].Span;

    /// <summary>Makes a step. Where it refuses, as said below, nothing has changed.</summary>
    /// <param name="gradients">
    /// As many as there are parameters, in their order, and apart from them. They are changed to those that the step follows: with the penalty's, clipped, with noise.
    /// </param>
    /// <param name="workers">Threads to divide the passes among; null for the caller's own. Results have the same bits.</param>
    /// <exception cref="ArgumentException">There are more or fewer gradients than parameters, or their memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">
    /// A learning rate or a bound is too large or too small for T, a decay is negative or takes more than a whole weight, or the threads are at work.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The threads have ended.</exception>
    public void Step(Span<T> gradients, WorkerPool? workers = null)
    {
        if (gradients.Length != Target.Parameters.Length)
        {
            Throw.LengthMismatch(nameof(gradients), Target.Parameters.Length, gradients.Length);
        }

        Span<T> parameters = Target.Parameters;
        if (gradients.Overlaps(parameters))
        {
            Throw.Overlap(nameof(gradients), "the parameters");
        }

        workers?.RequireIdle();
        Clipping?.Check<T>();
        foreach (ParameterRange range in plan.Ranges)
        {
            Check(Rate(range), RegularizerOf(range)?.Decay ?? 0);
        }

        Prepare(gradients, workers);
        BeginStep();
        foreach (ParameterRange range in plan.Ranges)
        {
            double rate = Rate(range);
            T keep = T.CreateTruncating(1 - (rate * (RegularizerOf(range)?.Decay ?? 0)));
            Update(new UpdateRange<T>(this, parameters, gradients, range, rate, keep, workers));
        }

        StepCount++;
        Project(parameters);
    }

    /// <summary>
    /// The penalties of all regularizers, which a cost may include; 0 for decoupled decay and for what has no penalty. Frozen parameters have none.
    /// </summary>
    public double Penalty()
    {
        double sum = 0;
        foreach (ParameterRange range in plan.Ranges)
        {
            sum += RegularizerOf(range)?.Penalty<T>(Target.Parameters.Slice(range.Start, range.Length)) ?? 0;
        }

        return sum;
    }

    /// <summary>What a step does to each parameter of the network, in its order: what decays, what is frozen, which learning rate.</summary>
    public IReadOnlyList<ParameterTreatment> Treatments() =>
    [
        .. Target.Slices.Select(slice =>
        {
            ParameterGroup? group = plan.GroupOf(slice);
            Regularizer regularizer = group?.Regularizer ?? (slice.Kind == ParameterKind.Weight ? Regularizer : Regularizer.None);
            return new ParameterTreatment(slice, group?.LearningRate ?? LearningRate, group?.IsFrozen == true, regularizer);
        }),
    ];

    // A checkpoint goes on where another optimizer of the kind stopped; it restores moments and scalars through their spans.
    internal void RestoreStepCount(long stepCount) => StepCount = stepCount;

    internal Span<T> MomentOf(int index, int start, int length) => index < moments.Length ? moments[index].Span.Slice(start, length) : [];

    /// <summary>Hyperparameters for <see cref="ToString"/>, each with a comma before it.</summary>
    protected virtual string Hyperparameters => string.Empty;

    /// <summary>Called once a step before any <see cref="Update"/>: where <see cref="Scalars"/> go on.</summary>
    protected virtual void BeginStep()
    {
    }

    /// <summary>Runs the optimizer's formula over a range of parameters that have one learning rate.</summary>
    protected abstract void Update(UpdateRange<T> range);

    // Gradient, then the penalty's, then clipping, then noise.
    private void Prepare(Span<T> gradients, WorkerPool? workers)
    {
        foreach (ParameterRange range in plan.Ranges)
        {
            RegularizerOf(range)?.AddGradient<T>(
                Target.Parameters.Slice(range.Start, range.Length), gradients.Slice(range.Start, range.Length), workers);
        }

        Clipping?.Apply(gradients, plan.Ranges, workers);
        Noise?.Add(gradients, plan.Ranges, StepCount, workers);
    }

    private void Project(Span<T> parameters)
    {
        foreach (ParameterRange range in plan.Ranges)
        {
            if (RegularizerOf(range) is { } regularizer)
            {
                double rate = Rate(range);
                foreach (ParameterSlice slice in range.Slices)
                {
                    regularizer.Project(new MatrixSpan<T>(slice.Of(parameters), slice.Rows, slice.Columns), rate);
                }
            }
        }
    }

    private static void Check(double rate, double decay)
    {
        if (!T.IsFinite(T.CreateTruncating(rate)))
        {
            Throw.InvalidState(string.Create(CultureInfo.InvariantCulture, $"Expected a learning rate that is finite as {typeof(T).Name}, got {rate}."));
        }

        if (!(decay >= 0 && 1 - (rate * decay) >= 0))
        {
            Throw.InvalidState(string.Create(
                CultureInfo.InvariantCulture,
                $"Expected a decay of at least 0 and at most a whole weight a step; got a learning rate of {rate} times a decay of {decay}."));
        }
    }

    private double Rate(ParameterRange range) => (range.Group?.LearningRate ?? LearningRate) * LearningRateFactor;

    private Regularizer? RegularizerOf(ParameterRange range) => range.Group?.Regularizer ?? (range.IsWeights ? Regularizer : null);
}

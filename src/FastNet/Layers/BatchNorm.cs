using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Batch norm (Ioffe and Szegedy, ICML 2015): y = γ·x̂ + β with x̂ = (x − μ)/√(σ² + ε). In training μ and σ² are each column's mean and biased
/// variance over the batch, of at least 2 rows; at inference they are the running statistics, which
/// <see cref="Network{T}.CommitStatistics"/> moves.
/// </summary>
/// <param name="Momentum">
/// The weight of the past, from 0 to below 1: running = momentum·running + (1 − momentum)·batch, as the β of a moving average. PyTorch calls
/// 1 − this its momentum; Keras means the same as here.
/// </param>
/// <param name="Epsilon">ε, above 0: it keeps a constant column finite.</param>
/// <param name="Unbiased">
/// Whether the running variance averages Σ(x − μ)²/(m − 1), as PyTorch's does, or Σ(x − μ)²/m, as Keras's does. A batch is normalised by the
/// latter either way.
/// </param>
public sealed record BatchNormLayer(double Momentum = 0.9, double Epsilon = 1e-5, bool Unbiased = true) : Layer
{
    /// <summary>The weight of the past in the running statistics.</summary>
    public double Momentum { get; } = Throw.IfNotBelowOne<double>(Momentum, nameof(Momentum));

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; } = Throw.IfNotPositive<double>(Epsilon, nameof(Epsilon));

    /// <inheritdoc/>
    public override int Outputs(int inputs) => inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested) => ScaleAndShift(inputs);

    /// <inheritdoc/>
    public override IReadOnlyList<StateDeclaration> State(int inputs) =>
        [new("running_mean", inputs, InitialValue: 0), new("running_var", inputs, InitialValue: 1, Minimum: 0)];

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) =>
        new BatchNorm<T>(
            inputs, Throw.IfNotBelowOne<T>(Momentum, nameof(Momentum)), Throw.IfNotPositive<T>(Epsilon, nameof(Epsilon)), Unbiased);

    /// <summary>γ, all 1, and β, all 0, by PyTorch's names.</summary>
    internal static IReadOnlyList<ParameterDeclaration> ScaleAndShift(int units) =>
    [
        new("weight", ParameterKind.Scale, 1, units, Initializer.Constant(1)),
        new("bias", ParameterKind.Shift, 1, units, Initializer.Zeros),
    ];
}

// x, y [batch, units]   γ, β, μ, σ² [units]. It keeps μ, then σ², of the batch.
internal sealed class BatchNorm<T>(int units, double momentum, double epsilon, bool unbiased) : Layer<T>(units, units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool BackwardInPlace => true;

    public override bool AppliesFinish => true;

    // 1/√(σ² + ε), and two sums.
    public override int ScratchLength(int maxBatch, WorkerPool? workers) => checked(3 * Outputs);

    public override int KeptLength(int maxBatch) => checked(2 * Outputs);

    /// <summary>y = γ·x̂ + β.</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        if (context.Pass.IsTraining)
        {
            if (x.Rows < 2)
            {
                Throw.InvalidState(
                    "Expected at least 2 rows in a training pass with batch norm, got 1: the variance of one example is 0, and its unbiased "
                    + "variance 0/0. One row is fine at inference.");
            }

            Normalization.Moments<T, OfColumns>(x, context.Kept[..Outputs], context.Kept[Outputs..]);
        }

        Normalization.Apply<T, OfColumns>(x, Mean(context), InverseDeviations(context), context.Parameter(0), context.Parameter(1), y);
        context.Finish?.Apply(y);
    }

    /// <summary>dγ += Σ dy·x̂;  dβ += Σ dy;  dx = γ·(dy − Σdy/m − x̂·Σ(dy·x̂)/m)/√(σ² + ε), sums over the batch; at inference, as μ and σ² are given,
    /// dx = γ·dy/√(σ² + ε).</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        ReadOnlySpan<T> scale = context.Parameter(0), mean = Mean(context), inverse = InverseDeviations(context);
        Span<T> sums = context.Scratch[Outputs..(3 * Outputs)];
        Span<T> shiftSums = sums[..Outputs], scaleSums = sums[Outputs..];
        sums.Clear();
        Normalization.AddParameterGradients<T, OfColumns>(x, mean, inverse, dy, scaleSums, shiftSums);
        Elementwise.Map(context.Gradient(0), scaleSums, context.Gradient(0), default(Plus<T>));
        Elementwise.Map(context.Gradient(1), shiftSums, context.Gradient(1), default(Plus<T>));
        if (dx.Rows == 0)
        {
            return;
        }

        if (context.Pass.IsTraining)
        {
            ScaledShare<T> share = new(T.CreateTruncating(x.Rows));
            Elementwise.Map(scale, shiftSums, shiftSums, share);
            Elementwise.Map(scale, scaleSums, scaleSums, share);
        }
        else
        {
            sums.Clear();
        }

        Normalization.InputGradient<T, OfColumns>(x, mean, inverse, scale, dy, shiftSums, scaleSums, dx);
    }

    /// <summary>running = momentum·running + (1 − momentum)·batch.</summary>
    public override void CommitStatistics(ReadOnlySpan<T> kept, int rows, Span<T> state)
    {
        T keep = T.CreateTruncating(momentum), take = T.CreateTruncating(1 - momentum);
        T correction = T.CreateTruncating(unbiased ? rows / (rows - 1.0) : 1);
        Span<T> mean = state[..Outputs], variance = state[Outputs..];
        Elementwise.Map(mean, kept[..Outputs], mean, new RunningAverage<T>(keep, take, T.One));
        Elementwise.Map(variance, kept[Outputs..], variance, new RunningAverage<T>(keep, take, correction));
    }

    public override bool CanInfer => true;

    /// <summary>(x − μ)·γ/√(σ² + ε) + β, in double.</summary>
    internal override void Describe(InferencePlan<T> plan, LayerContext<T> context)
    {
        double[] center = new double[Outputs], scale = new double[Outputs], shift = new double[Outputs];
        for (int j = 0; j < Outputs; j++)
        {
            center[j] = double.CreateTruncating(context.State(0)[j]);
            scale[j] = double.CreateTruncating(context.Parameter(0)[j]) / double.Sqrt(double.CreateTruncating(context.State(1)[j]) + epsilon);
            shift[j] = double.CreateTruncating(context.Parameter(1)[j]);
        }

        plan.AddMap(AffineMap.Unchecked(center, scale, shift));
    }

    private ReadOnlySpan<T> Mean(LayerContext<T> context) => context.Pass.IsTraining ? context.Kept[..Outputs] : context.State(0);

    private ReadOnlySpan<T> InverseDeviations(LayerContext<T> context)
    {
        Span<T> inverse = context.Scratch[..Outputs];
        Normalization.InverseDeviations(
            context.Pass.IsTraining ? context.Kept[Outputs..] : context.State(1), T.CreateTruncating(epsilon), inverse);
        return inverse;
    }
}

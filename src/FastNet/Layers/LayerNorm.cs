using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Layer norm (Ba, Kiros, Hinton, arXiv:1607.06450): y = γ·x̂ + β with x̂ = (x − μ)/√(σ² + ε), where μ and σ² are each row's mean and biased
/// variance over its features, in training and at inference alike.
/// </summary>
/// <param name="Epsilon">ε, above 0: it keeps a constant row finite.</param>
public sealed record LayerNormLayer(double Epsilon = 1e-5) : Layer
{
    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; } = Throw.IfNotPositive<double>(Epsilon, nameof(Epsilon));

    /// <inheritdoc/>
    public override int Outputs(int inputs) => inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested) => BatchNormLayer.ScaleAndShift(inputs);

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) => new LayerNorm<T>(inputs, Throw.IfNotPositive<T>(Epsilon, nameof(Epsilon)));
}

// x, y [batch, units]   γ, β [units]   μ, σ² [batch]. It keeps μ, then 1/√(σ² + ε), of each row.
internal sealed class LayerNorm<T>(int units, double epsilon) : Layer<T>(units, units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool BackwardInPlace => true;

    public override bool AppliesFinish => true;

    // Two means a row.
    public override int ScratchLength(int maxBatch, WorkerPool? workers) => checked(2 * maxBatch);

    public override int KeptLength(int maxBatch) => checked(2 * maxBatch);

    /// <summary>y = γ·x̂ + β.</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        Span<T> mean = context.Kept[..x.Rows], inverse = context.Kept.Slice(x.Rows, x.Rows);
        Normalization.Moments<T, OfRows>(x, mean, inverse);
        Normalization.InverseDeviations(inverse, T.CreateTruncating(epsilon), inverse);
        Normalization.Apply<T, OfRows>(x, mean, inverse, context.Parameter(0), context.Parameter(1), y);
        context.Finish?.Apply(y);
    }

    /// <summary>dγ += Σ dy·x̂ and dβ += Σ dy over the batch;  dx = (g − Σg/n − x̂·Σ(g·x̂)/n)/√(σ² + ε) with g = γ·dy, sums over the n features.</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        ReadOnlySpan<T> scale = context.Parameter(0), mean = context.Kept[..x.Rows], inverse = context.Kept.Slice(x.Rows, x.Rows);
        Normalization.AddParameterGradients<T, OfRows>(x, mean, inverse, dy, context.Gradient(0), context.Gradient(1));
        if (dx.Rows != 0)
        {
            Span<T> a = context.Scratch[..x.Rows], b = context.Scratch.Slice(x.Rows, x.Rows);
            Normalization.RowGradientMeans(x, mean, inverse, scale, dy, a, b);
            Normalization.InputGradient<T, OfRows>(x, mean, inverse, scale, dy, a, b, dx);
        }
    }

    public override bool CanInfer => true;

    public override void Infer(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        // A row at a time, so that two numbers are all the scratch.
        Span<T> mean = stackalloc T[1], inverse = stackalloc T[1];
        for (int i = 0; i < x.Rows; i++)
        {
            ReadOnlyMatrixSpan<T> row = x.Slice(i, 1);
            Normalization.Moments<T, OfRows>(row, mean, inverse);
            Normalization.InverseDeviations(inverse, T.CreateTruncating(epsilon), inverse);
            Normalization.Apply<T, OfRows>(row, mean, inverse, context.Parameter(0), context.Parameter(1), y.Slice(i, 1));
        }
    }
}

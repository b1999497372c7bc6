using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>y = x·W + b.</summary>
/// <param name="Units">Columns of y, at least 1.</param>
/// <param name="Bias">Whether b exists.</param>
/// <param name="Initializer">W's first values; null for what suits the activation after it.</param>
public sealed record DenseLayer(int Units, bool Bias = true, Initializer? Initializer = null) : Layer
{
    /// <summary>Columns of y.</summary>
    public int Units { get; } = Throw.IfNotPositive(Units, nameof(Units));

    /// <inheritdoc/>
    public override int Outputs(int inputs) => Units;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested)
    {
        ParameterDeclaration weight = new("weight", ParameterKind.Weight, inputs, Units, Initializer ?? suggested);
        return Bias ? [weight, new("bias", ParameterKind.Bias, 1, Units, Initializer.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) => new Dense<T>(inputs, Units, Bias);
}

// x [batch, inputs]   W [inputs, outputs]   b [outputs]   y [batch, outputs]
internal sealed class Dense<T>(int inputs, int outputs, bool bias) : Layer<T>(inputs, outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool AppliesFinish => true;

    public override int ScratchLength(int maxBatch, WorkerPool? workers) =>
        int.Max(
            Gemm.ScratchLength<T>(maxBatch, Outputs, Inputs, transposed: false, workers),
            int.Max(
                Gemm.ScratchLength<T>(maxBatch, Inputs, Outputs, transposed: true, workers),
                Gemm.ScratchLength<T>(Inputs, Outputs, maxBatch, transposed: false, workers)));

    /// <summary>y = x·W + b.</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        ReadOnlyMatrixSpan<T> start = bias ? new(context.Parameter(1), x.Rows, Outputs, rowStride: 0) : default;
        Gemm.Multiply(x, Weight(context), y, start, context.Scratch, context.Workers, context.Finish);
    }

    /// <summary>dW += xᵀ·dy;  db += Σ over the batch of dy;  dx = dy·Wᵀ.</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        MatrixSpan<T> dWeight = new(context.Gradient(0), Inputs, Outputs);
        Gemm.Multiply(x.Transposed, dy, dWeight, start: context.SetsGradient ? default : dWeight, context.Scratch, context.Workers);
        if (bias)
        {
            Columns.AddRows(dy, context.Gradient(1));
        }

        if (dx.Rows != 0)
        {
            Gemm.Multiply(dy, Weight(context).Transposed, dx, default, context.Scratch, context.Workers);
        }
    }

    internal override int OverwrittenGradient => 0;

    public override bool CanInfer => true;

    internal override void Describe(InferencePlan<T> plan, LayerContext<T> context) =>
        plan.AddDense(context.Parameter(0), bias ? context.Parameter(1) : new T[Outputs]);

    private ReadOnlyMatrixSpan<T> Weight(LayerContext<T> context) => new(context.Parameter(0), Inputs, Outputs);
}

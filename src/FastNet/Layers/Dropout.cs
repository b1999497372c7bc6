using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Inverted dropout (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, JMLR 2014): in training y = x·m/p, m = 1 with
/// probability p, else 0; at inference y = x.
/// </summary>
/// <param name="KeepProbability">p, above 0 and at most 1.</param>
public sealed record DropoutLayer(double KeepProbability) : Layer
{
    /// <summary>The probability that an element is kept.</summary>
    public double KeepProbability { get; } = KeepProbability is > 0 and <= 1
        ? KeepProbability
        : throw new ArgumentOutOfRangeException(
            nameof(KeepProbability), KeepProbability, $"expected a probability above 0 and at most 1, got {KeepProbability}.");

    /// <inheritdoc/>
    public override int Outputs(int inputs) => inputs;

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) => new Dropout<T>(inputs, KeepProbability);
}

// x, y [batch, units]. The mask of element (row, column) is number (firstRow + row)·units + column of the step's and layer's stream.
internal sealed class Dropout<T>(int units, double keepProbability) : Layer<T>(units, units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T scale = T.CreateTruncating(1 / keepProbability);

    public override bool BackwardInPlace => true;

    public override bool IsIdentity(Pass pass) => !pass.IsTraining || keepProbability == 1;

    public override int MaskLength(int maxBatch) => DropoutMask.Length(checked(maxBatch * Outputs));

    /// <summary>y = x·m/p.</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        long first = (long)context.Pass.FirstRow * Outputs;
        if (first + ((long)x.Rows * Outputs) > Philox.Length)
        {
            Throw.InvalidState($"Expected a batch of at most {Philox.Length} elements a layer, got row {context.Pass.FirstRow + x.Rows} of {Outputs}.");
        }

        DropoutMask.Draw(context.Random(RandomPurpose.Dropout), keepProbability, first, x.Rows * Outputs, context.Mask);
        DropoutMask.Apply(x, y, scale, context.Mask, first);
    }

    /// <summary>dx = dy·m/p.</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        if (dx.Rows != 0)
        {
            DropoutMask.Apply(dy, dx, scale, context.Mask, (long)context.Pass.FirstRow * Outputs);
        }
    }
}

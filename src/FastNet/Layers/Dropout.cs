using System.Numerics;
using System.Text.Json.Serialization;
using FastNet.Kernels;

namespace FastNet;

/// <summary>Where dropout makes up for the elements that it drops, so that the next layer meets the same mean in training and inference.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DropoutKind>))]
public enum DropoutKind
{
    /// <summary>In training: y = x·m/p; at inference y = x.</summary>
    Inverted,

    /// <summary>At inference, as the paper has it: y = p·x; in training y = x·m.</summary>
    Classic,
}

/// <summary>
/// Dropout (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, JMLR 2014): in training each element is kept, m = 1, with probability
/// p, else m = 0.
/// </summary>
/// <param name="KeepProbability">p, above 0 and at most 1.</param>
/// <param name="Kind">Where 1/p, or p, comes in.</param>
public sealed record DropoutLayer(double KeepProbability, DropoutKind Kind = DropoutKind.Inverted) : Layer
{
    /// <summary>The probability that an element is kept.</summary>
    public double KeepProbability { get; } = KeepProbability is > 0 and <= 1
        ? KeepProbability
        : throw new ArgumentOutOfRangeException(
            nameof(KeepProbability), KeepProbability, $"expected a probability above 0 and at most 1, got {KeepProbability}.");

    /// <summary>Where 1/p, or p, comes in.</summary>
    public DropoutKind Kind { get; } = Enum.IsDefined(Kind)
        ? Kind
        : throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "expected one of the kinds of dropout.");

    /// <inheritdoc/>
    public override int Outputs(int inputs) => inputs;

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) => new Dropout<T>(inputs, KeepProbability, Kind);
}

// x, y [batch, units]. The mask of element (row, column) is number (firstRow + row)·units + column of the step's and layer's stream.
internal sealed class Dropout<T>(int units, double keepProbability, DropoutKind kind) : Layer<T>(units, units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T scale = kind == DropoutKind.Inverted ? T.CreateTruncating(1 / keepProbability) : T.One;

    public override bool BackwardInPlace => true;

    public override bool IsIdentity(Pass pass) => keepProbability == 1 || (kind == DropoutKind.Inverted && !pass.IsTraining);

    public override int MaskLength(int maxBatch) => DropoutMask.Length(checked(maxBatch * Outputs));

    /// <summary>In training y = x·m/p, classic y = x·m; at inference, classic, y = x·p.</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        if (context.Pass.IsTraining)
        {
            Draw(x.Rows, context);
        }

        Apply(x, y, context);
    }

    /// <summary>dx is to dy as y is to x.</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        if (dx.Rows != 0)
        {
            Apply(dy, dx, context);
        }
    }

    public override bool CanInfer => true;

    /// <summary>Classic: x·p.</summary>
    internal override void Describe(InferencePlan<T> plan, LayerContext<T> context)
    {
        double[] zeros = new double[Outputs], scale = new double[Outputs];
        Array.Fill(scale, keepProbability);
        plan.AddMap(new AffineMap(zeros, scale, zeros));
    }

    private void Draw(int rows, LayerContext<T> context)
    {
        long first = (long)context.Pass.FirstRow * Outputs;
        if (first + ((long)rows * Outputs) > Philox.Length)
        {
            Throw.InvalidState($"Expected a batch of at most {Philox.Length} elements a layer, got row {context.Pass.FirstRow + rows} of {Outputs}.");
        }

        DropoutMask.Draw(context.Random(RandomPurpose.Dropout), keepProbability, first, rows * Outputs, context.Mask);
    }

    private void Apply(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        if (context.Pass.IsTraining)
        {
            DropoutMask.Apply(x, y, scale, context.Mask, (long)context.Pass.FirstRow * Outputs);
        }
        else
        {
            Elementwise.Map(x, y, new ScaleAndSubtract<T>(T.CreateTruncating(keepProbability), T.Zero));
        }
    }
}

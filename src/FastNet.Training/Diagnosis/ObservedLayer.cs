using System.Numerics;

namespace FastNet.Training;

/// <summary>A layer that does what another does, and has what passes through it observed.</summary>
internal sealed record ObservedLayer(Layer Inner, LayerObservation Observation) : Layer
{
    public override int Outputs(int inputs) => Inner.Outputs(inputs);

    // The values are copied from the observed network: none need be drawn.
    public override IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested) =>
    [
        .. Inner.Parameters(inputs, suggested)
            .Select(declared => new ParameterDeclaration(declared.Name, declared.Kind, declared.Rows, declared.Columns, Initializer.Zeros)),
    ];

    public override IReadOnlyList<StateDeclaration> State(int inputs) => Inner.State(inputs);

    public override Layer<T> Create<T>(int inputs) => new ObservedLayer<T>(Inner.Create<T>(inputs), Observation);
}

// It neither takes nor gives a finish: so that z and a = f(z) lie apart, and both are seen.
internal sealed class ObservedLayer<T>(Layer<T> inner, LayerObservation observation) : Layer<T>(inner.Inputs, inner.Outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool BackwardInPlace => inner.BackwardInPlace;

    public override bool IsIdentity(Pass pass) => inner.IsIdentity(pass);

    public override int ScratchLength(int maxBatch, WorkerPool? workers) => inner.ScratchLength(maxBatch, workers);

    public override int MaskLength(int maxBatch) => inner.MaskLength(maxBatch);

    public override int KeptLength(int maxBatch) => inner.KeptLength(maxBatch);

    public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
    {
        inner.Forward(x, y, context);
        observation.SeeForward<T>(y);
    }

    public override void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
    {
        observation.SeeBackward(dy);
        inner.Backward(x, y, dy, dx, context);
    }

    public override void CommitStatistics(ReadOnlySpan<T> kept, int rows, Span<T> state) => inner.CommitStatistics(kept, rows, state);
}

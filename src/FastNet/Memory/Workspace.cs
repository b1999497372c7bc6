using System.Numerics;

namespace FastNet;

/// <summary>
/// All that a pass writes: activations, gradients, masks, what layers keep, scratch. A network serves many threads, each with a workspace of its own. It is
/// sized once; passes allocate nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Workspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> activations;
    private readonly AlignedBuffer<T>[] deltas;
    private readonly AlignedBuffer<T> gradients;
    private readonly AlignedBuffer<T> kept;
    private readonly AlignedBuffer<T> scratch;
    private readonly ulong[] masks;
    private readonly WorkspacePlan plan;

    internal Workspace(object owner, WorkspacePlan plan, WorkerPool? workers)
    {
        Owner = owner;
        this.plan = plan;
        Workers = workers;
        activations = new AlignedBuffer<T>(plan.ActivationLength);
        deltas = [new AlignedBuffer<T>(plan.DeltaLength), new AlignedBuffer<T>(plan.DeltaLength)];
        gradients = new AlignedBuffer<T>(plan.ParameterCount);
        kept = new AlignedBuffer<T>(plan.KeptLength);
        scratch = new AlignedBuffer<T>(plan.ScratchLength);
        masks = new ulong[plan.MaskLength];
    }

    /// <summary>The most rows of a pass.</summary>
    public int MaxBatch => plan.MaxBatch;

    /// <summary>The threads among which passes divide their work; null for the caller's own.</summary>
    public WorkerPool? Workers { get; }

    /// <summary>
    /// The parameters' gradients, in the order of <c>Network.Parameters</c>. Backward passes add to them. Read it anew after
    /// <see cref="ClearGradients"/>, on one thread: a span from before need not show zeros yet.
    /// </summary>
    public Span<T> Gradients
    {
        get
        {
            if (GradientsAwaitClearing)
            {
                gradients.Span.Clear();
                GradientsAwaitClearing = false;
            }

            return gradients.Span;
        }
    }

    /// <summary>
    /// [batch, outputs] of the last forward pass: where a loss writes its gradient with respect to the network's outputs. A backward pass
    /// reads and overwrites it.
    /// </summary>
    public MatrixSpan<T> OutputGradient => Delta(first: true, plan.Layers[^1].Outputs);

    /// <summary>
    /// Makes the gradients 0 for the next backward pass, which need not read what it would add to, and for who reads <see cref="Gradients"/> next.
    /// </summary>
    public void ClearGradients() => GradientsAwaitClearing = true;

    /// <summary>The gradients' memory, as it is.</summary>
    internal Span<T> GradientMemory => gradients.Span;

    /// <summary>Whether gradients are to be 0 and are not yet: the next backward pass sets them, or who reads them clears them first.</summary>
    internal bool GradientsAwaitClearing { get; set; }

    internal object Owner { get; }

    /// <summary>Rows of the last forward pass; 0 before the first.</summary>
    internal int Batch { get; private set; }

    internal Pass Pass { get; private set; }

    /// <summary>Whether a forward pass was finished and no backward pass begun since.</summary>
    internal bool AwaitsBackward { get; set; }

    /// <summary>The last training pass that was finished, and its rows, as long as its statistics are not committed; else null.</summary>
    internal (Pass Pass, int Rows)? Uncommitted { get; set; }

    internal Span<T> Scratch => scratch.Span;

    internal void Begin(int batch, Pass pass)
    {
        Batch = batch;
        Pass = pass;
        AwaitsBackward = false;
        if (pass.IsTraining)
        {
            Uncommitted = null;
        }
    }

    /// <summary>Whether a matrix lies, in part, in memory that a pass writes.</summary>
    internal bool Overlaps(ReadOnlyMatrixSpan<T> matrix) =>
        matrix.Values.Overlaps(activations.Span) || matrix.Values.Overlaps(deltas[0].Span) || matrix.Values.Overlaps(deltas[1].Span)
        || matrix.Values.Overlaps(gradients.Span) || matrix.Values.Overlaps(kept.Span) || matrix.Values.Overlaps(scratch.Span);

    internal Span<ulong> Mask(int layer) => masks.AsSpan(plan.Layers[layer].MaskOffset, plan.Layers[layer].MaskLength);

    internal Span<T> Kept(int layer) => kept.Span.Slice(plan.Layers[layer].KeptOffset, plan.Layers[layer].KeptLength);

    /// <summary>y of a layer: [batch, outputs].</summary>
    internal MatrixSpan<T> Activation(int layer) =>
        new(activations.Span[plan.Layers[layer].ActivationOffset..], Batch, plan.Layers[layer].Outputs);

    /// <summary>One of the two buffers between which the backward pass goes to and fro: [batch, columns].</summary>
    internal MatrixSpan<T> Delta(bool first, int columns) =>
        new(deltas[first ? 0 : 1].Span, Batch, columns);
}

/// <summary>Where a workspace keeps what: made by a network, for a largest batch.</summary>
internal sealed record WorkspacePlan(
    int MaxBatch, int ActivationLength, int DeltaLength, int ParameterCount, int KeptLength, int ScratchLength, int MaskLength,
    WorkspacePlan.Slot[] Layers)
{
    /// <summary>A layer's places.</summary>
    /// <param name="Outputs">Columns of y.</param>
    /// <param name="ActivationOffset">The start of y.</param>
    /// <param name="MaskOffset">The start of its mask.</param>
    /// <param name="MaskLength">The words of its mask.</param>
    /// <param name="KeptOffset">The start of what it keeps.</param>
    /// <param name="KeptLength">The elements that it keeps.</param>
    internal readonly record struct Slot(int Outputs, int ActivationOffset, int MaskOffset, int MaskLength, int KeptOffset, int KeptLength);
}

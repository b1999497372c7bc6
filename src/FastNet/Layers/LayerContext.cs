using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>What a layer works with besides its input and output: views of the network's and the workspace's memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct LayerContext<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<ParameterSlice> slices;
    private readonly ReadOnlySpan<T> parameters;
    private readonly ReadOnlySpan<StateSlice> stateSlices;
    private readonly ReadOnlySpan<T> state;
    private readonly Span<T> gradients;
    private readonly ulong seed;
    private readonly int layer;

    internal LayerContext(
        ReadOnlySpan<ParameterSlice> slices, ReadOnlySpan<T> parameters, ReadOnlySpan<StateSlice> stateSlices, ReadOnlySpan<T> state,
        Span<T> gradients, Span<T> scratch, Span<ulong> mask, Span<T> kept, Pass pass, WorkerPool? workers, IBlockOperator<T>? finish, ulong seed,
        int layer, bool setsGradient = false)
    {
        this.slices = slices;
        this.parameters = parameters;
        this.stateSlices = stateSlices;
        this.state = state;
        this.gradients = gradients;
        this.seed = seed;
        this.layer = layer;
        Scratch = scratch;
        Mask = mask;
        Kept = kept;
        Pass = pass;
        Workers = workers;
        Finish = finish;
        SetsGradient = setsGradient;
    }

    /// <summary>Memory whose contents do not outlive a call: <see cref="Layer{T}.ScratchLength"/> elements.</summary>
    public Span<T> Scratch { get; }

    /// <summary>Memory that is kept from forward to backward: <see cref="Layer{T}.MaskLength"/> words.</summary>
    public Span<ulong> Mask { get; }

    /// <summary>
    /// Memory that is kept from forward to backward and to the commit of statistics: <see cref="Layer{T}.KeptLength"/> elements. What a commit
    /// reads is written in training alone, since a pass of inference may come between.
    /// </summary>
    public Span<T> Kept { get; }

    /// <summary>What the pass is for.</summary>
    public Pass Pass { get; }

    /// <summary>The threads to divide work among; null for the caller's own.</summary>
    public WorkerPool? Workers { get; }

    /// <summary>What to apply to the output, block by block, if <see cref="Layer{T}.AppliesFinish"/>; null for nothing.</summary>
    public IBlockOperator<T>? Finish { get; }

    /// <summary>Parameter <paramref name="index"/> of the layer's declarations.</summary>
    public ReadOnlySpan<T> Parameter(int index) => slices[index].Of(parameters);

    /// <summary>The gradient of parameter <paramref name="index"/>, to be added to.</summary>
    public Span<T> Gradient(int index) => slices[index].Of(gradients);

    /// <summary>The running statistics of declaration <paramref name="index"/>.</summary>
    public ReadOnlySpan<T> State(int index) => stateSlices[index].Of(state);

    /// <summary>Whether the gradient of <see cref="Layer{T}.OverwrittenGradient"/> is to be set: what stands there is no gradient.</summary>
    internal bool SetsGradient { get; }

    internal int ParameterCount => slices.Length;

    internal int StateCount => stateSlices.Length;

    internal ParameterSlice Slice(int index) => slices[index];

    internal StateSlice StateSlice(int index) => stateSlices[index];

    /// <summary>The layer's stream of random numbers for this step.</summary>
    public Philox Random(RandomPurpose purpose) => new(seed, purpose, (ulong)Pass.Step, layer);
}

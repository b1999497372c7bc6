using System.Numerics;
using System.Numerics.Tensors;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// A feed-forward network: layers in order, their parameters in one flat buffer, and their running statistics in another. It may be shared by
/// threads that only run passes, each with a workspace of its own; who changes parameters or statistics must be alone with it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Network<T> : IParameters<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer[] architecture;
    private readonly Layer<T>[] layers;
    private readonly ParameterStore<T> store;
    private readonly StateStore<T> state;

    // Of each layer: what the layer before applies to its output for it, while that is in the cache; null if it runs itself.
    private readonly IBlockOperator<T>?[] applied;

    /// <summary>Builds the network and draws its first parameters.</summary>
    /// <param name="inputs">Features of an example, at least 1.</param>
    /// <param name="layers">The layers in order, at least one.</param>
    /// <param name="seed">Selects first parameters and dropout masks. The same seed gives the same numbers on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputs"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public Network(int inputs, IReadOnlyList<Layer> layers, ulong seed = 0)
        : this(inputs, layers, seed, initializes: true)
    {
    }

    internal Network(int inputs, IReadOnlyList<Layer> layers, ulong seed, bool initializes)
    {
        Throw.IfUnsupported<T>();
        Inputs = Throw.IfNotPositive(inputs, nameof(inputs));
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("expected at least one layer, got none.", nameof(layers));
        }

        for (int i = 0; i < layers.Count; i++)
        {
            _ = layers[i] ?? throw new ArgumentException($"expected a layer, got null at index {i}.", nameof(layers));
        }

        Seed = seed;
        architecture = [.. layers];
        this.layers = new Layer<T>[layers.Count];
        var declarations = new IReadOnlyList<ParameterDeclaration>[layers.Count];
        var stateDeclarations = new IReadOnlyList<StateDeclaration>[layers.Count];
        int width = inputs;
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = layers[i];
            Initializer suggested = InitializerPreference.After(layers, i, width)?.PreferredInitializer ?? Initializer.GlorotUniform;
            declarations[i] = layer.Parameters(width, suggested);
            stateDeclarations[i] = layer.State(width);
            this.layers[i] = layer.Create<T>(width);
            if (this.layers[i].Inputs != width || this.layers[i].Outputs != layer.Outputs(width))
            {
                throw new ArgumentException(
                    $"expected layer {i} to work on {width} inputs and {layer.Outputs(width)} outputs, as its record says; "
                    + $"got {this.layers[i].Inputs} and {this.layers[i].Outputs}.",
                    nameof(layers));
            }

            width = this.layers[i].Outputs;
        }

        Outputs = width;
        store = CreateStore(declarations, initializes ? seed : null);
        state = new StateStore<T>(stateDeclarations);
        applied = new IBlockOperator<T>?[layers.Count];
        for (int i = 1; i < applied.Length; i++)
        {
            applied[i] = this.layers[i - 1].AppliesFinish ? this.layers[i].AsFinish : null;
        }
    }

    /// <summary>Features of an example.</summary>
    public int Inputs { get; }

    /// <summary>Columns of the output.</summary>
    public int Outputs { get; }

    /// <summary>The architecture.</summary>
    public IReadOnlyList<Layer> Layers => architecture;

    /// <summary>Selects first parameters and dropout masks.</summary>
    public ulong Seed { get; }

    /// <summary>Gives a dropout layer another probability of keeping an element, from the next pass on.</summary>
    /// <param name="layer">The index of a <see cref="DropoutLayer"/> in <see cref="Layers"/>.</param>
    /// <param name="keepProbability">Above 0 and at most 1.</param>
    /// <exception cref="ArgumentException">There is no dropout at this index, or the probability lies outside.</exception>
    public void SetKeepProbability(int layer, double keepProbability)
    {
        if ((uint)layer >= (uint)architecture.Length || architecture[layer] is not DropoutLayer dropout)
        {
            throw new ArgumentException($"expected the index of a dropout layer among {architecture.Length} layers, got {layer}.", nameof(layer));
        }

        DropoutLayer changed = new(keepProbability, dropout.Kind);
        layers[layer] = changed.Create<T>(layers[layer].Inputs);
        architecture[layer] = changed;
    }

    /// <inheritdoc/>
    public Span<T> Parameters => store.Values;

    /// <inheritdoc/>
    public int WeightCount => store.WeightCount;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterSlice> Slices => store.Slices;

    /// <summary>The running statistics of all layers: what <see cref="CommitStatistics"/> moves and inference reads.</summary>
    public Span<T> State => state.Values;

    /// <summary>The named parts of <see cref="State"/>, in the layers' order.</summary>
    public IReadOnlyList<StateSlice> StateSlices => state.Slices;

    /// <summary>How many batches <see cref="CommitStatistics"/> has taken in, one number for all layers; set it with statistics from elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long BatchesTracked
    {
        get;
        set
        {
            Throw.IfNot(value >= 0, nameof(BatchesTracked), "at least 0", value);
            field = value;
        }
    }

    /// <summary>Memory for passes of up to <paramref name="maxBatch"/> rows.</summary>
    /// <param name="maxBatch">At least 1.</param>
    /// <param name="workers">Threads among which passes divide their work; null for the caller's own. Results have the same bits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> is below 1, or so large that a buffer would exceed 2³¹ elements.</exception>
    public Workspace<T> CreateWorkspace(int maxBatch, WorkerPool? workers = null)
    {
        Throw.IfNotPositive(maxBatch, nameof(maxBatch));
        try
        {
            return new Workspace<T>(this, WorkspacePlanner.Plan(layers, applied, store.Values.Length, maxBatch, workers), workers);
        }
        catch (OverflowException exception)
        {
            throw new ArgumentOutOfRangeException(
                $"expected a batch whose buffers have less than 2³¹ elements each, got {maxBatch} rows of up to {layers.Max(layer => layer.Outputs)}.",
                exception);
        }
    }

    private static ParameterStore<T> CreateStore(IReadOnlyList<ParameterDeclaration>[] layers, ulong? seed)
    {
        try
        {
            return new ParameterStore<T>(layers, seed);
        }
        catch (OverflowException exception)
        {
            long count = layers.SelectMany(layer => layer).Sum(parameter => (long)parameter.Rows * parameter.Columns);
            throw new ArgumentException($"expected layers of less than 2³¹ parameters in all, got {count}.", nameof(layers), exception);
        }
    }

    /// <summary>The network's outputs for a batch of examples.</summary>
    /// <param name="x">[batch, inputs], batch from 1 to the workspace's largest; no view of the workspace.</param>
    /// <param name="workspace">One that this network created; it holds the outputs until its next pass.</param>
    /// <param name="pass">Inference, or the step of training.</param>
    /// <returns>[batch, outputs], a view of the workspace.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the workspace is another network's.</exception>
    public ReadOnlyMatrixSpan<T> Forward(ReadOnlyMatrixSpan<T> x, Workspace<T> workspace, Pass pass)
    {
        CheckInput(x, workspace);
        workspace.Begin(x.Rows, pass);
        ReadOnlyMatrixSpan<T> input = x;
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].IsIdentity(pass))
            {
                continue;
            }

            // A layer that the one before has applied to its own output has its result in place.
            if (applied[i] is null || layers[i - 1].IsIdentity(pass))
            {
                layers[i].Forward(input, workspace.Activation(i), Context(i, workspace));
            }

            input = workspace.Activation(i);
        }

        workspace.AwaitsBackward = true;
        if (pass.IsTraining)
        {
            workspace.Uncommitted = (pass, x.Rows);
        }

        return input;
    }

    /// <summary>
    /// Adds the gradients of the last forward pass to the workspace's gradients, from its <see cref="Workspace{T}.OutputGradient"/>, which
    /// is overwritten: once after each forward pass.
    /// </summary>
    /// <param name="x">The same [batch, inputs] as in <see cref="Forward"/>.</param>
    /// <param name="workspace">The same workspace.</param>
    /// <param name="inputGradient">
    /// [batch, inputs]: receives the gradient with respect to x; leave it out where nobody needs it. Apart from x and the workspace.
    /// </param>
    /// <exception cref="ArgumentException">A shape does not fit, memory overlaps, or the workspace is another network's.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass of so many rows since the last backward pass.</exception>
    public void Backward(ReadOnlyMatrixSpan<T> x, Workspace<T> workspace, MatrixSpan<T> inputGradient = default)
    {
        CheckInput(x, workspace);
        if (workspace.Batch != x.Rows || !workspace.AwaitsBackward)
        {
            Throw.InvalidState(
                $"Expected a forward pass of the same {x.Rows} rows before each backward pass; "
                + (workspace.AwaitsBackward ? $"the last had {workspace.Batch}." : "there was none since the last."));
        }

        bool wantsInput = inputGradient.Rows != 0;
        if (wantsInput && (inputGradient.Rows != x.Rows || inputGradient.Columns != Inputs))
        {
            Throw.ShapeMismatch(nameof(inputGradient), (x.Rows, Inputs), (inputGradient.Rows, inputGradient.Columns));
        }

        if (workspace.Overlaps(inputGradient) || inputGradient.Values.Overlaps(x.Values)
            || inputGradient.Values.Overlaps(store.Values) || inputGradient.Values.Overlaps(state.Values))
        {
            Throw.Overlap(nameof(inputGradient), "the workspace, x, the parameters or the statistics");
        }

        workspace.AwaitsBackward = false;

        // A pass that throws leaves them to be cleared.
        bool setsGradients = workspace.GradientsAwaitClearing;
        if (setsGradients)
        {
            ClearAddedGradients(workspace);
        }

        bool first = true;
        MatrixSpan<T> dy = workspace.OutputGradient;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            if (layers[i].IsIdentity(workspace.Pass))
            {
                continue;
            }

            int before = i - 1;
            while (before >= 0 && layers[before].IsIdentity(workspace.Pass))
            {
                before--;
            }

            ReadOnlyMatrixSpan<T> input = before < 0 ? x : workspace.Activation(before);
            first ^= !layers[i].BackwardInPlace;
            MatrixSpan<T> dx = before < 0 ? inputGradient : workspace.Delta(first, layers[i].Inputs);
            layers[i].Backward(input, workspace.Activation(i), dy, dx, Context(i, workspace, setsGradients));
            dy = dx;
        }

        workspace.GradientsAwaitClearing = false;
        if (wantsInput && dy.Values != inputGradient.Values)
        {
            // Every layer was passed over: y = x.
            for (int row = 0; row < dy.Rows; row++)
            {
                dy.Row(row).CopyTo(inputGradient.Row(row));
            }
        }
    }

    /// <summary>
    /// Moves the running statistics by the workspace's last training pass: once after each, be there a layer with statistics or not. No pass
    /// does it, so that gradients can be checked. Whoever calls it must be alone with the network.
    /// </summary>
    /// <param name="workspace">One that this network created.</param>
    /// <exception cref="ArgumentException">The workspace is another network's.</exception>
    /// <exception cref="InvalidOperationException">There was no training pass since the last commit.</exception>
    public void CommitStatistics(Workspace<T> workspace)
    {
        CheckOwner(workspace);
        (Pass pass, int rows) = workspace.Uncommitted ?? throw new InvalidOperationException(
            "Expected a training pass, Forward with Pass.Training, before each commit of its statistics; there was none since the last.");
        workspace.Uncommitted = null;
        for (int i = 0; i < layers.Length; i++)
        {
            if (state.ByLayer[i].Length > 0 && !layers[i].IsIdentity(pass))
            {
                layers[i].CommitStatistics(workspace.Kept(i), rows, state.Of(i));
            }
        }

        BatchesTracked++;
    }

    /// <summary>A network of the same layers, seed, parameters and running statistics, with memory of its own.</summary>
    public Network<T> Clone() => To<T>();

    /// <summary>
    /// The same network on other numbers: layers, seed, parameters and running statistics, with memory of its own. From float to double nothing is
    /// rounded, and dropout drops the same; the other way each number is rounded to the nearest.
    /// </summary>
    /// <typeparam name="TOther">float or double.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="TOther"/> is neither float nor double.</exception>
    public Network<TOther> To<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        var other = new Network<TOther>(Inputs, Layers, Seed, initializes: false) { BatchesTracked = BatchesTracked };
        TensorPrimitives.ConvertTruncating<T, TOther>(Parameters, other.Parameters);
        TensorPrimitives.ConvertTruncating<T, TOther>(State, other.State);
        return other;
    }

    /// <summary>
    /// The network as it is now, for prediction alone: it does not follow later changes. Every map and batch norm is folded into the dense layers
    /// beside it as far as outputs stay within <see cref="Predictor{T}.DifferenceBound"/> of the network's.
    /// </summary>
    /// <param name="inputs">What features go through first, a normaliser; null for nothing.</param>
    /// <param name="outputs">What outputs go through last, as the way back to a target's own unit; null for nothing.</param>
    /// <exception cref="ArgumentException">A map has another number of columns.</exception>
    /// <exception cref="NotSupportedException">A layer cannot infer by itself; the message names it.</exception>
    /// <exception cref="InvalidOperationException">Outputs are not finite, or rounding alone moves them further than the bound.</exception>
    public Predictor<T> ToPredictor(AffineMap? inputs = null, AffineMap? outputs = null) => new PredictorBuilder<T>(this, inputs, outputs).Build();

    internal void Describe(InferencePlan<T> plan)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].IsIdentity(Pass.Inference))
            {
                continue;
            }

            if (!layers[i].CanInfer)
            {
                throw new NotSupportedException(
                    $"expected layers that infer by themselves, got layer {i}, {Layers[i].GetType().Name}: let its {nameof(Layer<T>)} override CanInfer and Infer.");
            }

            layers[i].Describe(plan, new LayerContext<T>(
                store.ByLayer[i], store.Values, state.ByLayer[i], state.Values, [], [], [], [], Pass.Inference, workers: null, finish: null, Seed, i));
        }
    }

    // All gradients but those that a layer sets.
    private void ClearAddedGradients(Workspace<T> workspace)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            int overwritten = layers[i].IsIdentity(workspace.Pass) ? -1 : layers[i].OverwrittenGradient;
            for (int parameter = 0; parameter < store.ByLayer[i].Length; parameter++)
            {
                if (parameter != overwritten)
                {
                    store.ByLayer[i][parameter].Of(workspace.GradientMemory).Clear();
                }
            }
        }
    }

    private LayerContext<T> Context(int layer, Workspace<T> workspace, bool setsGradient = false)
    {
        IBlockOperator<T>? finish = layer + 1 < layers.Length && !layers[layer + 1].IsIdentity(workspace.Pass) ? applied[layer + 1] : null;
        return new(
            store.ByLayer[layer], store.Values, state.ByLayer[layer], state.Values, workspace.GradientMemory, workspace.Scratch, workspace.Mask(layer),
            workspace.Kept(layer), workspace.Pass, workspace.Workers, finish, Seed, layer, setsGradient);
    }

    private void CheckOwner(Workspace<T> workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.Owner != this)
        {
            throw new ArgumentException("expected a workspace that this network created, got another network's.", nameof(workspace));
        }
    }

    private void CheckInput(ReadOnlyMatrixSpan<T> x, Workspace<T> workspace)
    {
        CheckOwner(workspace);
        if (x.Columns != Inputs)
        {
            Throw.ShapeMismatch(nameof(x), (x.Rows, Inputs), (x.Rows, x.Columns));
        }

        if (x.Rows < 1 || x.Rows > workspace.MaxBatch)
        {
            Throw.BatchOutOfRange(nameof(x), x.Rows, workspace.MaxBatch);
        }

        if (workspace.Overlaps(x))
        {
            Throw.Overlap(nameof(x), nameof(workspace));
        }
    }
}

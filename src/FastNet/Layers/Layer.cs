using System.Numerics;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// A layer as data: what it is, not its memory. It declares its parameters and creates the working <see cref="Layer{T}"/>; a list of
/// them is an architecture, which serialises to JSON (<see cref="Architecture"/>).
/// </summary>
public abstract record Layer
{
    /// <summary>The initialiser that suits the dense layer before this one; null where this layer does not care.</summary>
    [JsonIgnore]
    public virtual Initializer? PreferredInitializer => null;

    /// <summary>y = x·W + b.</summary>
    /// <param name="units">Columns of y, at least 1.</param>
    /// <param name="bias">Whether b exists.</param>
    /// <param name="initializer">W's first values; null for what suits the activation after it. b starts at 0.</param>
    public static Layer Dense(int units, bool bias = true, Initializer? initializer = null) => new DenseLayer(units, bias, initializer);

    /// <summary>Dropout, inverted: in training, y = x/keepProbability with that probability, else 0; at inference, y = x.</summary>
    /// <param name="keepProbability">Above 0, at most 1.</param>
    /// <param name="kind">Classic: in training, y = x with that probability, else 0; at inference, y = x·keepProbability.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability lies outside.</exception>
    public static Layer Dropout(double keepProbability, DropoutKind kind = DropoutKind.Inverted) => new DropoutLayer(keepProbability, kind);

    /// <summary>
    /// y = γ·(x − μ)/√(σ² + ε) + β: in training by each column's mean and biased variance over the batch, at inference by their running averages,
    /// which <see cref="Network{T}.CommitStatistics"/> moves after each training pass.
    /// </summary>
    /// <param name="momentum">The weight of the past in the running averages, from 0 to below 1; PyTorch calls 1 − this its momentum.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="unbiased">Whether the running variance averages the unbiased one, as PyTorch's does, or the biased one, as Keras's does.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public static Layer BatchNorm(double momentum = 0.9, double epsilon = 1e-5, bool unbiased = true) =>
        new BatchNormLayer(momentum, epsilon, unbiased);

    /// <summary>y = γ·(x − μ)/√(σ² + ε) + β by each row's mean and biased variance over its features.</summary>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is not above 0.</exception>
    public static Layer LayerNorm(double epsilon = 1e-5) => new LayerNormLayer(epsilon);

    /// <summary>a = z.</summary>
    public static Layer Identity() => Activation(default(Identity));

    /// <summary>a = max(z, 0).</summary>
    public static Layer Relu() => Activation(default(Relu));

    /// <summary>a = z where z &gt; 0, else negativeSlope·z.</summary>
    /// <param name="negativeSlope">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope lies outside.</exception>
    public static Layer LeakyRelu(double negativeSlope = 0.01) => Activation(new LeakyRelu(negativeSlope));

    /// <summary>a = tanh z.</summary>
    public static Layer Tanh() => Activation(default(Tanh));

    /// <summary>a = 1/(1 + e⁻ᶻ).</summary>
    public static Layer Sigmoid() => Activation(default(Sigmoid));

    /// <summary>a = z where z &gt; 0, else alpha·(eᶻ − 1).</summary>
    /// <param name="alpha">At least 0 and finite, in float too.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public static Layer Elu(double alpha = 1) => Activation(new Elu(alpha));

    /// <summary>a = λz where z &gt; 0, else λα·(eᶻ − 1); λ = 1.0507…, α = 1.6732…, which keep mean 0 and variance 1.</summary>
    public static Layer Selu() => Activation(default(Selu));

    /// <summary>a = ln(1 + eᶻ).</summary>
    public static Layer Softplus() => Activation(default(Softplus));

    /// <summary>a = z·σ(z), also called swish.</summary>
    public static Layer Silu() => Activation(default(Silu));

    /// <summary>a = z·Φ(z) = ½z·(1 + erf(z/√2)).</summary>
    public static Layer Gelu() => Activation(default(Gelu));

    /// <summary>a = ½z·(1 + tanh(√(2/π)·(z + 0.044715z³))), which is near <see cref="Gelu"/>.</summary>
    public static Layer GeluTanh() => Activation(default(GeluTanh));

    /// <summary>a = z·tanh(ln(1 + eᶻ)).</summary>
    public static Layer Mish() => Activation(default(Mish));

    /// <summary>a = clamp(z + 3, 0, 6)/6.</summary>
    public static Layer HardSigmoid() => Activation(default(HardSigmoid));

    /// <summary>a = z·clamp(z + 3, 0, 6)/6.</summary>
    public static Layer HardSwish() => Activation(default(HardSwish));

    /// <summary>a = z/(1 + |z|).</summary>
    public static Layer Softsign() => Activation(default(Softsign));

    /// <summary>Any activation, the caller's own included.</summary>
    public static Layer Activation<TActivation>(TActivation activation)
        where TActivation : struct, IActivation =>
        new ActivationLayer<TActivation>(activation);

    /// <summary>Gives a kind of layer its name in JSON: once, before the first file that has it is read or written.</summary>
    /// <param name="name">The name, not yet taken.</param>
    /// <param name="json">From a source-generated context, so that it works ahead of time.</param>
    /// <exception cref="ArgumentException">The name or the kind is registered already.</exception>
    public static void Register<TLayer>(string name, JsonTypeInfo<TLayer> json)
        where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(json);
        LayerRegistry.Register(name, json);
    }

    /// <summary>Gives the layer of an activation its name in JSON: once, before the first file that has it is read or written.</summary>
    /// <param name="name">The name, not yet taken.</param>
    /// <param name="json">From a source-generated context, so that it works ahead of time.</param>
    /// <exception cref="ArgumentException">The name or the activation is registered already.</exception>
    public static void RegisterActivation<TActivation>(string name, JsonTypeInfo<TActivation> json)
        where TActivation : struct, IActivation
    {
        ArgumentNullException.ThrowIfNull(json);
        LayerRegistry.RegisterActivation(name, json);
    }

    /// <summary>The width of its output, given that of its input.</summary>
    public abstract int Outputs(int inputs);

    /// <summary>Its parameters, given the width of its input.</summary>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="suggested">The initialiser that suits the activation after it.</param>
    public virtual IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested) => [];

    /// <summary>Its running statistics, given the width of its input.</summary>
    /// <param name="inputs">Columns of x.</param>
    public virtual IReadOnlyList<StateDeclaration> State(int inputs) => [];

    /// <summary>The layer at work on numbers of type T.</summary>
    public abstract Layer<T> Create<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>
/// A layer at work: a forward and a backward pass over memory that the network and a workspace own. It has no state that a pass writes, so
/// threads may share it, each with a workspace of its own.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="inputs">Columns of x.</param>
/// <param name="outputs">Columns of y.</param>
public abstract class Layer<T>(int inputs, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns of x.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Columns of y.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Whether <see cref="Backward"/> takes one memory for dy and dx.</summary>
    public virtual bool BackwardInPlace => false;

    /// <summary>Whether <see cref="Forward"/> applies <see cref="LayerContext{T}.Finish"/> to its output.</summary>
    public virtual bool AppliesFinish => false;

    /// <summary>The layer as an operation in place on a product's finished blocks; null if it is none, or if its backward pass needs x.</summary>
    public virtual IBlockOperator<T>? AsFinish => null;

    /// <summary>Whether y = x in such a pass, so that the layer is passed over, forward and backward.</summary>
    public virtual bool IsIdentity(Pass pass) => false;

    /// <summary>The elements of <see cref="LayerContext{T}.Scratch"/> that it needs.</summary>
    /// <param name="maxBatch">The most rows of a pass.</param>
    /// <param name="workers">The threads of the workspace.</param>
    public virtual int ScratchLength(int maxBatch, WorkerPool? workers) => 0;

    /// <summary>The words of <see cref="LayerContext{T}.Mask"/> that it keeps from forward to backward.</summary>
    /// <param name="maxBatch">The most rows of a pass.</param>
    public virtual int MaskLength(int maxBatch) => 0;

    /// <summary>The elements of <see cref="LayerContext{T}.Kept"/> that it keeps from forward to backward and to the commit.</summary>
    /// <param name="maxBatch">The most rows of a pass.</param>
    public virtual int KeptLength(int maxBatch) => 0;

    /// <summary>y = f(x).</summary>
    /// <param name="x">[batch, inputs].</param>
    /// <param name="y">[batch, outputs]; overwritten.</param>
    /// <param name="context">Parameters, scratch and the pass.</param>
    public abstract void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context);

    /// <summary>dx = (∂y/∂x)ᵀ·dy, and the parameters' gradients are added to.</summary>
    /// <param name="x">[batch, inputs], as given to <see cref="Forward"/>.</param>
    /// <param name="y">[batch, outputs], as it came from <see cref="Forward"/>, after the finish if the layer applies it.</param>
    /// <param name="dy">[batch, outputs].</param>
    /// <param name="dx">[batch, inputs]; overwritten. No rows where nobody asks for it.</param>
    /// <param name="context">Parameters and their gradients, scratch and the pass.</param>
    public abstract void Backward(
        ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context);

    /// <summary>Whether <see cref="Infer"/> stands for the layer in a <c>Predictor</c>.</summary>
    public virtual bool CanInfer => false;

    /// <summary>
    /// y = f(x) at inference, for a <c>Predictor</c>: each row by itself, from x, the parameters and the statistics alone. Threads call it at once,
    /// and nothing that it needs may come from the heap.
    /// </summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, outputs]; overwritten, apart from x.</param>
    /// <param name="context">Parameters and statistics; it has no scratch, no mask, nothing kept, no workers and no finish.</param>
    public virtual void Infer(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context) =>
        throw new NotSupportedException($"expected a layer that overrides {nameof(Infer)}, as its {nameof(CanInfer)} says; got {GetType().Name}.");

    /// <summary>The parameter whose gradient the layer sets, rather than adds to, where <see cref="LayerContext{T}.SetsGradient"/>; −1 for none.</summary>
    internal virtual int OverwrittenGradient => -1;

    /// <summary>Writes the layer down as it is at inference.</summary>
    internal virtual void Describe(InferencePlan<T> plan, LayerContext<T> context) => plan.AddLayer(this, context);

    /// <summary>Moves the running statistics by a batch; asked only where <see cref="Layer.State"/> declares some.</summary>
    /// <param name="kept">What the layer kept in the batch's training pass.</param>
    /// <param name="rows">The rows of that pass.</param>
    /// <param name="state">The layer's statistics, its declarations one after another.</param>
    public virtual void CommitStatistics(ReadOnlySpan<T> kept, int rows, Span<T> state)
    {
    }
}

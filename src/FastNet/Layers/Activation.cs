using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>a = f(z), element by element.</summary>
/// <param name="Operator">f.</param>
public sealed record ActivationLayer<TActivation>(TActivation Operator) : Layer
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public override Initializer? PreferredInitializer => TActivation.Family switch
    {
        ActivationFamily.Rectifying => Initializer.HeNormal,
        ActivationFamily.SelfNormalizing => Initializer.LeCunNormal,
        _ => Initializer.GlorotUniform,
    };

    /// <inheritdoc/>
    public override int Outputs(int inputs) => inputs;

    /// <inheritdoc/>
    public override Layer<T> Create<T>(int inputs) => new Activation<T, TActivation>(inputs, Operator);
}

// z [batch, units]   a [batch, units]
internal sealed unsafe class Activation<T, TActivation>(int units, TActivation f) : Layer<T>(units, units), IBlockOperator<T>, IFlatOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    public override bool BackwardInPlace => true;

    public override bool IsIdentity(Pass pass) => typeof(TActivation) == typeof(Identity);

    public override IBlockOperator<T>? AsFinish => TActivation.SlopeTakesOutput ? this : null;

    /// <summary>a = f(z).</summary>
    public override void Forward(ReadOnlyMatrixSpan<T> z, MatrixSpan<T> a, LayerContext<T> context) =>
        Elementwise.Map(z, a, new ActivationValue<T, TActivation>(f));

    /// <summary>dz = da · f′.</summary>
    public override void Backward(
        ReadOnlyMatrixSpan<T> z, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> da, MatrixSpan<T> dz, LayerContext<T> context)
    {
        if (dz.Rows != 0)
        {
            Elementwise.Map(TActivation.SlopeTakesOutput ? a : z, da, dz, new ActivationGradient<T, TActivation>(f));
        }
    }

    public override bool CanInfer => true;

    internal override void Describe(InferencePlan<T> plan, LayerContext<T> context) => plan.AddOperator(this);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(T* x, nint length) =>
        Simd.Run<T, UnaryKernel<T, ActivationValue<T, TActivation>>>(new(x, x, length, new ActivationValue<T, TActivation>(f)));

    public void Apply(MatrixSpan<T> block) => Elementwise.Map(block, block, new ActivationValue<T, TActivation>(f));
}

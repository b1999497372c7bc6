namespace FastNet.Extensions;

/// <summary>y = x where x &gt; 0, else s·x, each feature with a slope s that is learned (He, Zhang, Ren, Sun, ICCV 2015).</summary>
/// <param name="InitialSlope">s at first.</param>
public sealed record ParametricRelu(double InitialSlope = 0.25) : Layer
{
    public override Initializer? PreferredInitializer => Initializer.HeNormal;

    public override int Outputs(int inputs) => inputs;

    // A scale does not decay, as the paper asks: decay would push s to 0, and the layer to a ReLU.
    public override IReadOnlyList<ParameterDeclaration> Parameters(int inputs, Initializer suggested) =>
        [new("weight", ParameterKind.Scale, 1, inputs, new Initializer(InitialDistribution.Constant, Fan.None, InitialSlope))];

    public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs);

    private sealed class Working<T>(int units) : Layer<T>(units, units)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public override bool BackwardInPlace => true;

        /// <summary>y = x or s·x.</summary>
        public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
        {
            ReadOnlySpan<T> slope = context.Parameter(0);
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < Inputs; j++)
                {
                    y[i, j] = x[i, j] > T.Zero ? x[i, j] : slope[j] * x[i, j];
                }
            }
        }

        public override bool CanInfer => true;

        public override void Infer(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context) => Forward(x, y, context);

        /// <summary>ds += Σ dy·x over the batch where x ≤ 0;  dx = dy or s·dy.</summary>
        public override void Backward(
            ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
        {
            ReadOnlySpan<T> slope = context.Parameter(0);
            Span<T> slopeGradient = context.Gradient(0);
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < Inputs; j++)
                {
                    bool passes = x[i, j] > T.Zero;
                    slopeGradient[j] += passes ? T.Zero : dy[i, j] * x[i, j];
                    if (dx.Rows != 0)
                    {
                        dx[i, j] = passes ? dy[i, j] : slope[j] * dy[i, j];
                    }
                }
            }
        }
    }
}

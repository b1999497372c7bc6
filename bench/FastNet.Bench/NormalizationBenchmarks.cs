namespace FastNet.Bench;

/// <summary>Batch norm and layer norm in training: forward, and backward with all three gradients.</summary>
public class NormalizationBenchmarks : KernelBenchmarks
{
    private static readonly (int Rows, int Columns)[] Shapes = [(64, 32), (64, 256), (512, 512)];

    public override IEnumerable<Kernel> Cases => Shapes.SelectMany(shape => (Kernel[])
    [
        .. Both(
            "batch norm", Layer.BatchNorm(), shape, "three passes: the mean's, the variance's, the result's",
            "three passes: two sums down the columns, then the result"),
        .. Both(
            "layer norm", Layer.LayerNorm(), shape, "three passes: the mean's, the variance's, the result's; 32 lanes are added up twice a row",
            "five passes: two sums down the columns, two along the rows, then the result"),
    ]);

    private static Kernel[] Both(
        string name, Layer declaration, (int Rows, int Columns) shape, string reasonForward, string reasonBackward)
    {
        (int rows, int columns) = shape;
        double bytes = Volume.Floats(rows * columns);
        return
        [
            new(
                $"{name} forward", $"{rows}x{columns}", Volume.Apart(bytes, bytes), () => Build(declaration, rows, columns, backward: false),
                reasonForward),
            new(
                $"{name} backward", $"{rows}x{columns}", Volume.Apart(2 * bytes, bytes), () => Build(declaration, rows, columns, backward: true),
                reasonBackward),
        ];
    }

    private static Action Build(Layer declaration, int rows, int columns, bool backward)
    {
        Network<float> network = new(columns, [declaration], seed: 1);
        ParameterSlice[] slices = [.. network.Slices];
        Layer<float> layer = declaration.Create<float>(columns);
        int length = rows * columns;
        AlignedBuffer<float> x = Numbers.Aligned(length), y = new(length), dy = Numbers.Aligned(length), dx = new(length);
        AlignedBuffer<float> gradients = new(network.Parameters.Length), kept = new(layer.KeptLength(rows));
        AlignedBuffer<float> scratch = new(layer.ScratchLength(rows, workers: null));
        Forward();
        return backward ? Backward : Forward;

        LayerContext<float> Context() =>
            new(
                slices, network.Parameters, [], [], gradients.Span, scratch.Span, [], kept.Span, Pass.Training(0), workers: null, finish: null, seed: 1,
                layer: 0);

        void Forward() => layer.Forward(new(x.Span, rows, columns), new(y.Span, rows, columns), Context());

        void Backward() => layer.Backward(
            new(x.Span, rows, columns), new(y.Span, rows, columns), new(dy.Span, rows, columns), new(dx.Span, rows, columns), Context());
    }
}

using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>Softmax by rows, and softmax cross-entropy: the loss of a batch with its gradient.</summary>
public class SoftmaxBenchmarks : KernelBenchmarks
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 10), (64, 10), (64, 128), (64, 1000)];

    public override IEnumerable<Kernel> Cases => [.. Shapes.Select(Probabilities), .. Shapes.Select(CrossEntropy)];

    private static Kernel Probabilities((int Rows, int Columns) shape) =>
        new("softmax", Text(shape), VolumeOf(shape), () =>
        {
            AlignedBuffer<float> x = Numbers.Aligned(shape.Rows * shape.Columns), y = new(shape.Rows * shape.Columns);
            return () => Rows.Softmax<float>(new(x.Span, shape.Rows, shape.Columns), new(y.Span, shape.Rows, shape.Columns));
        }, ReasonOf(shape.Columns, "padded, e^x of a pair of vectors, its sum and its scaling one after another"));

    private static Kernel CrossEntropy((int Rows, int Columns) shape) =>
        new("softmax cross-entropy", Text(shape), VolumeOf(shape), () =>
        {
            AlignedBuffer<float> z = Numbers.Aligned(shape.Rows * shape.Columns), gradient = new(shape.Rows * shape.Columns);
            int[] classes = Numbers.Classes(shape.Rows, shape.Columns);
            SoftmaxCrossEntropy<float> loss = new();
            return () => loss.Evaluate(new(z.Span, shape.Rows, shape.Columns), classes, new(gradient.Span, shape.Rows, shape.Columns));
        }, ReasonOf(shape.Columns, "the maximum one by one, then e^x of one vector"));

    private static string ReasonOf(int columns, string ofFew) =>
        columns < 16 ? $"rows of {columns}: {ofFew}" : "58 instructions for a pair of vectors of e^x, between a pass for the maximum and one to scale";

    private static string Text((int Rows, int Columns) shape) => $"{shape.Rows}x{shape.Columns}";

    private static Volume VolumeOf((int Rows, int Columns) shape)
    {
        double bytes = Volume.Floats(shape.Rows * shape.Columns);
        return Volume.Apart(bytes, bytes);
    }
}

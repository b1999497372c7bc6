using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>Sums over the batch (bias gradients), over the features, and over flat memory (norms and penalties).</summary>
public class ReductionBenchmarks : KernelBenchmarks
{
    // Fewer columns than lanes.
    private const int Narrow = 16;

    private static readonly (int Rows, int Columns)[] Shapes = [(64, 10), (64, 256), (512, 512), (64, 4096)];

    public override IEnumerable<Kernel> Cases =>
    [
        .. Shapes.Select(shape => Reduction(
            "column sums", shape, shape.Columns, (x, sums) => Columns.AddRows(new(x.Span, shape.Rows, shape.Columns), sums.Span),
            shape.Columns < Narrow ? $"{shape.Columns} columns: one chain of {shape.Rows} additions, each of a padded vector"
            : "four vectors of each row at a time: not one straight run through memory")),
        .. Shapes.Select(shape => Reduction(
            "row sums", shape, shape.Rows, (x, sums) => SumRows(x, shape.Columns, sums),
            shape.Columns < Narrow ? "32 lanes are cleared and added up for each row"
            : "the 32 lanes of each row are added up by halving at its end")),
        Reduction(
            "sum of squares", (1, 235_146), 1, (x, sums) => sums.Span[0] = (float)FlatSum.OfSquares<float>(x.Span),
            "in double: converting, squaring and adding are three passes over every 512 numbers"),
    ];

    private static Kernel Reduction(
        string name, (int Rows, int Columns) shape, int results, Action<AlignedBuffer<float>, AlignedBuffer<float>> reduce, string reason)
    {
        int length = shape.Rows * shape.Columns;
        return new(name, $"{shape.Rows}x{shape.Columns}", Volume.Apart(Volume.Floats(length), Volume.Floats(results)), Build, reason);

        Action Build()
        {
            AlignedBuffer<float> x = Numbers.Aligned(length), sums = new(results);
            return () => reduce(x, sums);
        }
    }

    private static unsafe void SumRows(AlignedBuffer<float> x, int columns, AlignedBuffer<float> sums) =>
        Rows.Sum(new Elements<float>(x.Start, columns), columns, sums.Span);
}

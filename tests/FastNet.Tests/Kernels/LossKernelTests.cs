using System.Numerics;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleLossKernelTests : LossKernelTests<float>;

public sealed class DoubleLossKernelTests : LossKernelTests<double>;

/// <summary>Losses: bits at every width and stride, and the plain formula in double.</summary>
public abstract class LossKernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // name, takes classes, definition in bits, the plain loss of one element or row in double
    private static readonly LossRow[] Table =
    [
        new("classes", new SoftmaxCrossEntropy<T>(), true, (z, t, c, batch) => ReferenceLosses.SoftmaxCrossEntropy(z, c, batch), PlainSoftmax),
        new("probabilities", new SoftmaxCrossEntropy<T>(), false, (z, t, _, batch) => ReferenceLosses.SoftmaxCrossEntropy(z, t, batch), PlainSoftmax),
        new("binary", new BinaryCrossEntropy<T>(), false, (z, t, _, batch) => ReferenceLosses.BinaryCrossEntropy(z, t, batch), PlainBinary),
        new("squares", new MeanSquaredError<T>(), false, (z, t, _, batch) => ReferenceLosses.MeanSquaredError(z, t, batch), PlainSquares),
    ];

    private delegate (double Loss, T[,] Gradient) Definition(T[,] z, T[,] targets, int[] classes, int batch);

    private delegate (double Loss, double[] Gradient) PlainRow(double[] z, double[] targets);

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryShapeAtEveryWidthHasTheDefinedBits(string name)
    {
        foreach (int width in VectorWidth.Bits)
        {
            using VectorWidth _ = VectorWidth.Force(width);
            int step = VectorWidth.IsAccelerated(width) ? 3 : 40;
            for (int columns = 1; columns <= 130; columns += columns < 35 ? 1 : step)
            {
                VerifyBits(Find(name), rows: 1 + (columns % 4), columns, padding: columns % 3);
            }

            // Past the block of 512 columns of a softmax whose gradient nobody wants, and the 256 of the others; and their multiples.
            foreach (int columns in (int[])[256, 257, 512, 513, 600, 1024, 1100])
            {
                VerifyBits(Find(name), rows: 2, columns, padding: 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MatchesPlainLoops(string name)
    {
        LossRow loss = Find(name);
        Philox random = new(2, RandomPurpose.Trial);
        for (int i = 0; i < 60; i++)
        {
            (int rows, int columns) = (1 + (int)(random.Bits(2 * i) % 7), i == 0 ? 600 : 1 + (int)(random.Bits((2 * i) + 1) % 40));
            Example example = new(loss, rows, columns, seed: i);
            var gradient = new T[rows * columns];
            double actual = loss.Loss.Evaluate(example.Outputs, example.Targets, new MatrixSpan<T>(gradient, rows, columns));
            double expected = 0;

            // Softmax divides by the batch, the others by all elements.
            double divisor = loss.Loss is SoftmaxCrossEntropy<T> ? rows : rows * columns;

            // Logits up to 5 and a few roundings each; the sum of 600 exponentials adds 24.
            double tolerance = 60 * (typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16);
            for (int row = 0; row < rows; row++)
            {
                (double rowLoss, double[] rowGradient) = loss.Plain(example.PlainRow(example.Z, row), example.PlainTargets(row));
                expected += rowLoss / divisor;
                for (int j = 0; j < columns; j++)
                {
                    double slope = double.CreateChecked(gradient[(row * columns) + j]);
                    Assert.Equal(rowGradient[j] / divisor, slope, tolerance * (1 + Math.Abs(rowGradient[j])));
                }
            }

            Assert.Equal(expected, actual, tolerance * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PartsOfABatchAddUp(string name)
    {
        LossRow loss = Find(name);
        Example example = new(loss, rows: 9, columns: 5, seed: 3);
        T[] whole = new T[45], parts = new T[45];
        double expected = loss.Loss.Evaluate(example.Outputs, example.Targets, new MatrixSpan<T>(whole, 9, 5));
        double sum = 0;
        foreach ((int first, int rows) in ((int, int)[])[(0, 4), (4, 3), (7, 2)])
        {
            sum += loss.Loss.Evaluate(
                example.Outputs.Slice(first, rows), example.Targets.Slice(first, rows), new MatrixSpan<T>(parts, 9, 5).Slice(first, rows), batch: 9);
        }

        // Three sums in double instead of one.
        Assert.Equal(expected, sum, 1e-14 * Math.Abs(expected));
        Bits.AssertSame<T>(whole, parts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaNInAnOutputIsNaNInTheLoss(string name)
    {
        LossRow loss = Find(name);
        Example example = new(loss, rows: 3, columns: 40, seed: 4);
        for (int at = 0; at < 40; at++)
        {
            T before = example.Z[1, at];
            example.Z[1, at] = T.NaN;
            example.Refresh();
            Assert.Equal(double.NaN, loss.Loss.Evaluate(example.Outputs, example.Targets));
            example.Z[1, at] = before;
        }
    }

    // Logits so large that σ is 0 or 1 to the last bit: the loss is |z| or 0, not infinite.
    [Fact]
    public void BinaryCrossEntropyHoldsForLargeLogits()
    {
        T[] z = [T.CreateChecked(1000), T.CreateChecked(-1000), T.CreateChecked(1000), T.CreateChecked(-1000)];
        T[] t = [T.One, T.Zero, T.Zero, T.One];
        var gradient = new T[4];
        double loss = new BinaryCrossEntropy<T>().Evaluate(
            new ReadOnlyMatrixSpan<T>(z, 4, 1), new ReadOnlyMatrixSpan<T>(t, 4, 1), new MatrixSpan<T>(gradient, 4, 1));
        Assert.Equal(500, loss);
        Assert.Equal([T.Zero, T.Zero, T.CreateChecked(0.25), T.CreateChecked(-0.25)], gradient);
    }

    // −∞ is what a masked logit is: probability 0, and no loss if the target has none there.
    [Fact]
    public void AMaskedClassCostsNothing()
    {
        T[] z = [T.NegativeInfinity, T.Zero, T.Zero];
        T[] t = [T.Zero, T.CreateChecked(0.5), T.CreateChecked(0.5)];
        var gradient = new T[3];
        double loss = new SoftmaxCrossEntropy<T>().Evaluate(
            new ReadOnlyMatrixSpan<T>(z, 1, 3), new ReadOnlyMatrixSpan<T>(t, 1, 3), new MatrixSpan<T>(gradient, 1, 3));
        Assert.Equal(Math.Log(2), loss, 1e-15);
        Assert.Equal([T.Zero, T.Zero, T.Zero], gradient);
    }

    private static void VerifyBits(LossRow loss, int rows, int columns, int padding)
    {
        Example example = new(loss, rows, columns, seed: columns, padding);
        int batch = rows + 2;
        (double expected, T[,] expectedGradient) = loss.Bits(example.Z, example.Wanted, example.Classes, batch);
        using GuardedBuffer<T> memory = new(rows * (columns + 2));
        MatrixSpan<T> gradient = memory.PlaceMatrix(rows, columns, columns + (columns % 3), gap: columns % 2);
        double actual = loss.Loss.Evaluate(example.Outputs, example.Targets, gradient, batch);
        double withoutGradient = loss.Loss.Evaluate(example.Outputs, example.Targets, default, batch);
        string what = $"{loss.Name} [{rows}, {columns}] at {Numerics.VectorBits} bits";
        Kernels.Bits.AssertSame([expected], (double[])[actual], what);
        Kernels.Bits.AssertSame(expectedGradient, gradient, what);
        memory.AssertCanaries(gradient);
        Kernels.Bits.AssertSame([expected], (double[])[withoutGradient], $"{what}, no gradient");
    }

    private static (double Loss, double[] Gradient) PlainSoftmax(double[] z, double[] t)
    {
        double sum = z.Sum(Math.Exp);
        double total = t.Sum();
        return (z.Zip(t, (z, t) => -t * Math.Log(Math.Exp(z) / sum)).Sum(), [.. z.Zip(t, (z, t) => (Math.Exp(z) / sum * total) - t)]);
    }

    private static (double Loss, double[] Gradient) PlainBinary(double[] z, double[] t)
    {
        double[] p = [.. z.Select(z => 1 / (1 + Math.Exp(-z)))];
        return (p.Zip(t, (p, t) => (-t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p))).Sum(), [.. p.Zip(t, (p, t) => p - t)]);
    }

    private static (double Loss, double[] Gradient) PlainSquares(double[] z, double[] t) =>
        (z.Zip(t, (z, t) => (z - t) * (z - t)).Sum(), [.. z.Zip(t, (z, t) => 2 * (z - t))]);

    private static LossRow Find(string name) => Table.Single(row => row.Name == name);

    private sealed record LossRow(string Name, Loss<T> Loss, bool TakesClasses, Definition Bits, PlainRow Plain);

    // Logits from −5 to 5, targets from 0 to 1, every fifth of them 0, and classes.
    private sealed class Example
    {
        private readonly bool takesClasses;
        private readonly int padding;
        private readonly T[] outputs;
        private readonly T[] targets;

        public Example(LossRow loss, int rows, int columns, int seed, int padding = 0)
        {
            Philox random = new((ulong)seed, RandomPurpose.Trial);
            (takesClasses, this.padding) = (loss.TakesClasses, padding);
            (Z, Wanted) = (new T[rows, columns], new T[rows, columns]);
            Classes = [.. Enumerable.Range(0, rows).Select(row => (row * 7) % columns)];
            for (int i = 0; i < rows * columns; i++)
            {
                Z[i / columns, i % columns] = Number((10 * random.Uniform(2 * i)) - 5);
                Wanted[i / columns, i % columns] = Number(i % 5 == 0 ? 0 : random.Uniform((2 * i) + 1));
            }

            outputs = Flat(Z);
            targets = Flat(Wanted);
        }

        public T[,] Z { get; }

        public T[,] Wanted { get; }

        public int[] Classes { get; }

        public ReadOnlyMatrixSpan<T> Outputs => new(outputs, Z.GetLength(0), Z.GetLength(1), Z.GetLength(1) + padding);

        public Targets<T> Targets =>
            takesClasses ? Classes : new ReadOnlyMatrixSpan<T>(targets, Z.GetLength(0), Z.GetLength(1), Z.GetLength(1) + padding);

        public void Refresh() => Flat(Z).CopyTo(outputs, 0);

        public double[] PlainRow(T[,] values, int row) =>
            [.. Enumerable.Range(0, values.GetLength(1)).Select(j => double.CreateChecked(values[row, j]))];

        public double[] PlainTargets(int row) =>
            takesClasses ? [.. Enumerable.Range(0, Z.GetLength(1)).Select(j => j == Classes[row] ? 1.0 : 0)] : PlainRow(Wanted, row);

        private T[] Flat(T[,] values)
        {
            (int rows, int columns) = (values.GetLength(0), values.GetLength(1));
            var flat = new T[rows * (columns + padding)];
            flat.AsSpan().Fill(GuardedBuffer<T>.Canary);
            for (int i = 0; i < rows * columns; i++)
            {
                flat[(i / columns * (columns + padding)) + (i % columns)] = values[i / columns, i % columns];
            }

            return flat;
        }
    }

    private static T Number(double value) => T.CreateChecked(value);
}

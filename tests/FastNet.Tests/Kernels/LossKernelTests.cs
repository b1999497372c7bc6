using System.Numerics;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleLossKernelTests : LossKernelTests<float>;

public sealed class DoubleLossKernelTests : LossKernelTests<double>;

/// <summary>Losses: bits at every width and stride, and the plain formula in double.</summary>
public abstract class LossKernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Smoothing = 0.1;
    private const double Delta = 0.8;
    private const double PositiveWeight = 2.7;

    // name, loss of a number of columns, targets, definition in bits, the plain loss of one row in double
    private static readonly LossRow[] Table =
    [
        new(
            "classes", _ => new SoftmaxCrossEntropy<T>(), Kind.Classes,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, e.Classes, v, m), PlainSoftmax),
        new(
            "classes, weights", columns => new SoftmaxCrossEntropy<T>(classWeights: Weights(columns)), Kind.Classes,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, e.Classes, v, m, InT(Weights(e.Columns))),
            (z, t) => PlainSoftmax(z, Smooth(t, 0, Weights(z.Length)))),
        new(
            "classes, smoothing", _ => new SoftmaxCrossEntropy<T>(Smoothing), Kind.Classes,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, ReferenceLosses.Smoothed(e.OneHot, Smoothing, null), v, m),
            (z, t) => PlainSoftmax(z, Smooth(t, Smoothing, null))),
        new(
            "classes, smoothing and weights", columns => new SoftmaxCrossEntropy<T>(Smoothing, Weights(columns)), Kind.Classes,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, ReferenceLosses.Smoothed(e.OneHot, Smoothing, InT(Weights(e.Columns))), v, m),
            (z, t) => PlainSoftmax(z, Smooth(t, Smoothing, Weights(z.Length)))),
        new(
            "probabilities", _ => new SoftmaxCrossEntropy<T>(), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, e.Wanted, v, m), PlainSoftmax),
        new(
            "probabilities, smoothing and weights", columns => new SoftmaxCrossEntropy<T>(Smoothing, Weights(columns)), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.SoftmaxCrossEntropy(e.Z, ReferenceLosses.Smoothed(e.Wanted, Smoothing, InT(Weights(e.Columns))), v, m),
            (z, t) => PlainSoftmax(z, Smooth(t, Smoothing, Weights(z.Length)))),
        new(
            "binary", _ => new BinaryCrossEntropy<T>(), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.BinaryCrossEntropy(e.Z, e.Wanted, v, m), (z, t) => PlainBinary(z, t, [1])),
        new(
            "binary, one positive weight", _ => new BinaryCrossEntropy<T>(PositiveWeight), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.BinaryCrossEntropy(
                e.Z, e.Wanted, v, m, InT([.. Enumerable.Repeat(PositiveWeight, e.Columns)])),
            (z, t) => PlainBinary(z, t, [PositiveWeight])),
        new(
            "binary, positive weights", columns => new BinaryCrossEntropy<T>(Weights(columns)), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.BinaryCrossEntropy(e.Z, e.Wanted, v, m, InT(Weights(e.Columns))),
            (z, t) => PlainBinary(z, t, Weights(z.Length))),
        new(
            "squares", _ => new MeanSquaredError<T>(), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.MeanSquaredError(e.Z, e.Wanted, v, m),
            (z, t) => PlainElements(z, t, d => d * d, d => 2 * d)),
        new(
            "distances", _ => new MeanAbsoluteError<T>(), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.MeanAbsoluteError(e.Z, e.Wanted, v, m),
            (z, t) => PlainElements(z, t, Math.Abs, d => Math.Sign(d))),
        new(
            "huber", _ => new Huber<T>(Delta), Kind.Probabilities,
            (e, v, m) => ReferenceLosses.Huber(e.Z, e.Wanted, v, m, Delta),
            (z, t) => PlainElements(
                z, t, d => Math.Abs(d) <= Delta ? d * d / 2 : Delta * (Math.Abs(d) - (Delta / 2)), d => Math.Clamp(d, -Delta, Delta))),
        new(
            "hinge", _ => new Hinge<T>(), Kind.Signs,
            (e, v, m) => ReferenceLosses.Hinge(e.Z, e.Wanted, v, m),
            (z, t) => ([.. z.Zip(t, (z, t) => Math.Max(0, 1 - (t * z)))], [.. z.Zip(t, (z, t) => t * z < 1 ? -t : 0)])),
    ];

    private enum Kind
    {
        Classes,
        Probabilities,
        Signs,
    }

    private delegate (double Loss, T[,] Gradient) Definition(Example example, T[]? exampleWeights, double divisor);

    private delegate (double[] Losses, double[] Gradient) PlainRow(double[] z, double[] targets);

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
            double actual = loss.Create(columns).Evaluate(example.Outputs, example.WeightedTargets, new MatrixSpan<T>(gradient, rows, columns));
            double divisor = PlainDivisor(loss, example);
            double expected = 0;

            // Logits up to 5 and a few roundings each; the sum of 600 exponentials adds 24.
            double tolerance = 60 * (typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16);
            for (int row = 0; row < rows; row++)
            {
                (double[] losses, double[] slopes) = loss.Plain(example.PlainRow(example.Z, row), example.PlainTargets(row));
                double weight = double.CreateChecked(example.Weights[row]) / divisor;
                expected += losses.Sum() * weight;
                for (int j = 0; j < columns; j++)
                {
                    double slope = double.CreateChecked(gradient[(row * columns) + j]);
                    Assert.Equal(slopes[j] * weight, slope, tolerance * (1 + Math.Abs(slopes[j])));
                }
            }

            Assert.Equal(expected, actual, tolerance * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PartsOfABatchAddUp(string name)
    {
        LossRow row = Find(name);
        Loss<T> loss = row.Create(5);
        Example example = new(row, rows: 9, columns: 5, seed: 3);
        T[] whole = new T[45], parts = new T[45];
        double divisor = loss.Divisor(example.Targets);
        double expected = loss.Evaluate(example.Outputs, example.WeightedTargets, new MatrixSpan<T>(whole, 9, 5));
        double sum = 0;
        double divisors = 0;
        foreach ((int first, int rows) in ((int, int)[])[(0, 4), (4, 3), (7, 2)])
        {
            Targets<T> part = example.WeightedTargets.Slice(first, rows);
            divisors += loss.Divisor(part);
            sum += loss.Evaluate(example.Outputs.Slice(first, rows), part, new MatrixSpan<T>(parts, 9, 5).Slice(first, rows), divisor);
        }

        // Three sums in double instead of one.
        Assert.Equal(divisor, divisors, 1e-14 * divisor);
        Assert.Equal(expected, sum, 1e-14 * Math.Abs(expected));
        Bits.AssertSame<T>(whole, parts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsOfOneChangeNothingAndOfTwoDouble(string name)
    {
        LossRow row = Find(name);
        Loss<T> loss = row.Create(21);
        Example example = new(row, rows: 4, columns: 21, seed: 5);
        T[] plain = new T[84], weighted = new T[84];
        double expected = loss.Evaluate(example.Outputs, example.Targets, new MatrixSpan<T>(plain, 4, 21));
        foreach (T weight in (T[])[T.One, T.One + T.One])
        {
            T[] weights = [weight, weight, weight, weight];
            double actual = loss.Evaluate(example.Outputs, example.Targets.WithWeights(weights), new MatrixSpan<T>(weighted, 4, 21));
            Assert.Equal(expected * double.CreateChecked(weight), actual);
            Bits.AssertSame<T>([.. plain.Select(slope => slope * weight)], weighted);
        }
    }

    // The least of five rounds on this thread, as the first may still compile.
    [Theory]
    [MemberData(nameof(Names))]
    public void EvaluatingAllocatesNothing(string name)
    {
        LossRow row = Find(name);
        Loss<T> loss = row.Create(21);
        Example example = new(row, rows: 4, columns: 21, seed: 6);
        var gradient = new T[84];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                loss.Evaluate(example.Outputs, example.WeightedTargets, new MatrixSpan<T>(gradient, 4, 21));
            }

            least = long.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
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
            Assert.Equal(double.NaN, loss.Create(40).Evaluate(example.Outputs, example.Targets));
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

    private static void VerifyBits(LossRow row, int rows, int columns, int padding)
    {
        Loss<T> loss = row.Create(columns);
        Example example = new(row, rows, columns, seed: columns, padding);
        foreach ((T[]? weights, double divisor) in ((T[]?, double)[])[(null, rows + 2), (example.Weights, rows + 0.7)])
        {
            (double expected, T[,] expectedGradient) = row.Bits(example, weights, divisor);
            Targets<T> targets = weights is null ? example.Targets : example.WeightedTargets;
            using GuardedBuffer<T> memory = new(rows * (columns + 2));
            MatrixSpan<T> gradient = memory.PlaceMatrix(rows, columns, columns + (columns % 3), gap: columns % 2);
            double actual = loss.Evaluate(example.Outputs, targets, gradient, divisor);
            double withoutGradient = loss.Evaluate(example.Outputs, targets, default, divisor);
            string what = $"{row.Name} [{rows}, {columns}] at {Numerics.VectorBits} bits{(weights is null ? "" : ", weighted")}";
            Kernels.Bits.AssertSame([expected], (double[])[actual], what);
            Kernels.Bits.AssertSame(expectedGradient, gradient, what);
            memory.AssertCanaries(gradient);
            Kernels.Bits.AssertSame([expected], (double[])[withoutGradient], $"{what}, no gradient");
        }
    }

    // Softmax divides by the batch, or the class weights of its classes; the others by all elements.
    private static double PlainDivisor(LossRow row, Example example) =>
        (row.Targets, row.Create(example.Columns)) switch
        {
            (Kind.Classes, SoftmaxCrossEntropy<T> { ClassWeights.IsEmpty: false }) => example.Classes.Sum(label => Weights(example.Columns)[label]),
            (_, SoftmaxCrossEntropy<T>) => example.Classes.Length,
            _ => example.Classes.Length * example.Columns,
        };

    private static (double[] Losses, double[] Gradient) PlainSoftmax(double[] z, double[] q)
    {
        double sum = z.Sum(Math.Exp);
        double total = q.Sum();
        return ([.. z.Zip(q, (z, q) => -q * Math.Log(Math.Exp(z) / sum))], [.. z.Zip(q, (z, q) => (Math.Exp(z) / sum * total) - q)]);
    }

    private static double[] Smooth(double[] t, double smoothing, double[]? weights) =>
        [.. t.Select((target, j) => (weights?[j] ?? 1) * (((1 - smoothing) * target) + (smoothing / t.Length)))];

    private static (double[] Losses, double[] Gradient) PlainBinary(double[] z, double[] t, double[] positiveWeights)
    {
        double[] losses = new double[z.Length], slopes = new double[z.Length];
        for (int j = 0; j < z.Length; j++)
        {
            double weight = positiveWeights[j % positiveWeights.Length];
            double p = 1 / (1 + Math.Exp(-z[j]));
            losses[j] = (-weight * t[j] * Math.Log(p)) - ((1 - t[j]) * Math.Log(1 - p));
            slopes[j] = ((1 - t[j]) * p) - (weight * t[j] * (1 - p));
        }

        return (losses, slopes);
    }

    private static (double[] Losses, double[] Gradient) PlainElements(
        double[] z, double[] t, Func<double, double> value, Func<double, double> slope) =>
        ([.. z.Zip(t, (z, t) => value(z - t))], [.. z.Zip(t, (z, t) => slope(z - t))]);

    // A weight for each column: thirds, which no format has exactly, and some that are 0.
    private static double[] Weights(int columns) => [.. Enumerable.Range(1, columns).Select(j => j % 7 / 3.0)];

    private static T[] InT(double[] values) => [.. values.Select(Number)];

    private static LossRow Find(string name) => Table.Single(row => row.Name == name);

    private sealed record LossRow(string Name, Func<int, Loss<T>> Create, Kind Targets, Definition Bits, PlainRow Plain);

    // Logits from −5 to 5; targets from 0 to 1, every fifth of them 0, or −1 and 1, or classes; weights from 0 to 3, one of them 0.
    private sealed class Example
    {
        private readonly Kind kind;
        private readonly int padding;
        private readonly T[] outputs;
        private readonly T[] targets;

        public Example(LossRow loss, int rows, int columns, int seed, int padding = 0)
        {
            Philox random = new((ulong)seed, RandomPurpose.Trial);
            (kind, this.padding) = (loss.Targets, padding);
            (Z, Wanted) = (new T[rows, columns], new T[rows, columns]);
            Classes = [.. Enumerable.Range(0, rows).Select(row => (row * 7) % columns)];
            for (int i = 0; i < rows * columns; i++)
            {
                Z[i / columns, i % columns] = Number((10 * random.Uniform(2 * i)) - 5);
                double uniform = random.Uniform((2 * i) + 1);
                Wanted[i / columns, i % columns] = Number(kind == Kind.Signs ? (uniform < 0.5 ? -1 : 1) : i % 5 == 0 ? 0 : uniform);
            }

            Weights = [.. Enumerable.Range(0, rows).Select(row => Number(row == 2 ? 0 : 3 * random.Uniform((2 * rows * columns) + row)))];

            outputs = Flat(Z);
            targets = Flat(Wanted);
        }

        public T[,] Z { get; }

        public T[,] Wanted { get; }

        public int[] Classes { get; }

        public T[] Weights { get; }

        public int Columns => Z.GetLength(1);

        public T[,] OneHot => ReferenceLosses.OneHot<T>(Classes, Columns);

        public ReadOnlyMatrixSpan<T> Outputs => new(outputs, Z.GetLength(0), Z.GetLength(1), Z.GetLength(1) + padding);

        public Targets<T> Targets =>
            kind == Kind.Classes ? Classes : new ReadOnlyMatrixSpan<T>(targets, Z.GetLength(0), Z.GetLength(1), Z.GetLength(1) + padding);

        public Targets<T> WeightedTargets => Targets.WithWeights(Weights);

        public void Refresh() => Flat(Z).CopyTo(outputs, 0);

        public double[] PlainRow(T[,] values, int row) =>
            [.. Enumerable.Range(0, values.GetLength(1)).Select(j => double.CreateChecked(values[row, j]))];

        public double[] PlainTargets(int row) =>
            kind == Kind.Classes ? [.. Enumerable.Range(0, Z.GetLength(1)).Select(j => j == Classes[row] ? 1.0 : 0)] : PlainRow(Wanted, row);

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

using System.Numerics;
using System.Numerics.Tensors;
using FastNet.Extensions;
using FastNet.Tests.Kernels;

namespace FastNet.Tests.Prediction;

/// <summary>What a predictor says against what its network says, alone and in batches, on any vectors and threads.</summary>
public class PredictorTests
{
    // Where nothing is folded: dense layers, activations, norms by rows, layers of the user's own.
    private static readonly IReadOnlyList<Layer>[] Exact =
    [
        [Layer.Dense(10)],
        [Layer.Dense(1)],
        [Layer.Dense(16), Layer.Relu(), Layer.Dense(33), Layer.Gelu(), Layer.Dense(64), Layer.Tanh(), Layer.Dense(31, bias: false)],
        [Layer.Relu(), Layer.Dense(97), Layer.Silu(), Layer.LayerNorm(), Layer.Sigmoid(), Layer.Dense(130), Layer.Elu()],
        [Layer.Dropout(0.5), Layer.Dense(40), new ParametricRelu(), Layer.Dropout(0.9), Layer.Dense(3)],
        [Layer.LayerNorm(), Layer.Dense(257), Layer.Relu(), Layer.Relu(), Layer.Dense(5), Layer.Identity()],
        [Layer.Identity()],
        [Layer.Tanh()],
    ];

    // Batch norm before and behind activations, first and last; classic dropout, which scales.
    private static readonly IReadOnlyList<Layer>[] Folded =
    [
        [Layer.Dense(16, bias: false), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(4)],
        [Layer.BatchNorm(), Layer.Dense(31), Layer.Relu(), Layer.BatchNorm(), Layer.Dropout(0.8, DropoutKind.Classic), Layer.Dense(8), Layer.BatchNorm()],
        [Layer.BatchNorm(), Layer.Relu(), Layer.Dense(5)],
        [Layer.Dense(9), Layer.Tanh(), Layer.BatchNorm(), Layer.LayerNorm(), Layer.BatchNorm()],
        [Layer.BatchNorm()],
    ];

    public static TheoryData<int, int> ExactCases => Cases(Exact.Length);

    public static TheoryData<int, int> FoldedCases => Cases(Folded.Length);

    [Theory]
    [MemberData(nameof(ExactCases))]
    public void WithoutFoldsItHasTheNetworksBits(int index, int bits)
    {
        HasTheNetworksBits<float>(Exact[index], bits);
        HasTheNetworksBits<double>(Exact[index], bits);
    }

    [Theory]
    [MemberData(nameof(FoldedCases))]
    public void WithFoldsItAgreesWithTheNetwork(int index, int bits)
    {
        Agrees<float>(Folded[index], bits);
        Agrees<double>(Folded[index], bits);
    }

    [Theory]
    [MemberData(nameof(FoldedCases))]
    public void ARowHasTheSameBitsAloneAndInAnyBatchAndOnAnyThread(int index, int bits)
    {
        using VectorWidth width = VectorWidth.Force(bits);
        Network<float> network = Network<float>(100, [.. Folded[index], Layer.Dense(100), Layer.Dense(17)]);
        Predictor<float> predictor = network.ToPredictor();
        const int Rows = 201;
        float[] x = Features<float>(Rows * 100), alone = new float[Rows * 17], together = new float[Rows * 17], divided = new float[Rows * 17];
        for (int i = 0; i < Rows; i++)
        {
            predictor.Predict(x.AsSpan(i * 100, 100), alone.AsSpan(i * 17, 17));
        }

        predictor.Predict(new ReadOnlyMatrixSpan<float>(x, Rows, 100), new MatrixSpan<float>(together, Rows, 17), Scratch(predictor, Rows));
        using WorkerPool workers = new(3);
        predictor.Predict(
            new ReadOnlyMatrixSpan<float>(x, Rows, 100), new MatrixSpan<float>(divided, Rows, 17), Scratch(predictor, Rows, workers), workers);
        Bits.AssertSame<float>(alone, together);
        Bits.AssertSame<float>(alone, divided);

        // Rows that lie apart, some of them, and what stands between them.
        for (int rows = 1; rows <= 20; rows++)
        {
            float[] y = Enumerable.Repeat(7f, rows * 19).ToArray();
            predictor.Predict(new ReadOnlyMatrixSpan<float>(x.AsSpan(100), rows, 100), new MatrixSpan<float>(y, rows, 17, 19), Scratch(predictor, rows));
            for (int i = 0; i < rows; i++)
            {
                Bits.AssertSame<float>(alone.AsSpan((i + 1) * 17, 17), y.AsSpan(i * 19, 17));
                Assert.Equal([7f, 7f], y[((i * 19) + 17)..((i * 19) + 19)]);
            }
        }
    }

    // A sum that is NaN, an infinity or a zero of either sign goes through a rectifier alone as it does in company, and as in the network.
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ARectifierTakesWhateverComes(int bits)
    {
        using VectorWidth width = VectorWidth.Force(bits);
        const int Units = 33;
        Network<float> network = new(1, [Layer.Dense(Units), Layer.Relu()]);
        network.Parameters[..Units].Fill(1);
        network.Parameters[Units..].Fill(-0f);
        Predictor<float> predictor = network.ToPredictor();
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, -1e-45f, -2, 3], together = new float[x.Length * Units];
        ReadOnlyMatrixSpan<float> rows = new(x, x.Length, 1);
        predictor.Predict(rows, new MatrixSpan<float>(together, x.Length, Units), Scratch(predictor, x.Length));
        Bits.AssertSame(network.Forward(rows, network.CreateWorkspace(x.Length), Pass.Inference).Values, together);
        float[] alone = new float[Units];
        for (int i = 0; i < x.Length; i++)
        {
            predictor.Predict(x.AsSpan(i, 1), alone);
            Bits.AssertSame(Enumerable.Repeat(x[i] < 0 ? 0 : x[i], Units).ToArray(), alone);
            Bits.AssertSame<float>(together.AsSpan(i * Units, Units), alone);
        }
    }

    [Fact]
    public void ItDoesNotFollowTheNetwork()
    {
        Network<float> network = Network<float>(4, [new ParametricRelu(), Layer.Dense(3), Layer.BatchNorm(), Layer.LayerNorm()]);
        Predictor<float> predictor = network.ToPredictor();
        float[] x = Features<float>(4), before = new float[3], after = new float[3];
        predictor.Predict(x, before);
        network.Parameters.Fill(3);
        network.State.Fill(5);
        predictor.Predict(x, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void MapsOfInputsAndOutputsAreFolded()
    {
        Network<double> network = Network<double>(3, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(2)]);
        AffineMap inputs = new([1, -2, 30], [2, 0.5, 0], [0, 0, 0]), outputs = new([0, 0], [10, 0.1], [5, -5]);
        Predictor<double> predictor = network.ToPredictor(inputs, outputs);
        double[] x = [0.3, 4, 99], y = new double[2];
        predictor.Predict(x, y);
        ReadOnlyMatrixSpan<double> plain = network.Forward(
            new ReadOnlyMatrixSpan<double>([(0.3 - 1) * 2, (4 + 2) * 0.5, 0], 1, 3), network.CreateWorkspace(1), Pass.Inference);

        // Some roundings of sums of three numbers.
        Assert.Equal((plain[0, 0] * 10) + 5, y[0], 1e-13);
        Assert.Equal((plain[0, 1] * 0.1) - 5, y[1], 1e-13);
        Assert.StartsWith("3-8-2: outputs within ", predictor.ToString(), StringComparison.Ordinal);
        Assert.Contains("(bound 2.3E-013)", predictor.ToString(), StringComparison.Ordinal);
    }

    // A wrong fold would be seen by the predictor itself, which would then keep the map: so that none is kept where none need be.
    [Fact]
    public void WhatIsFoldedLeavesNoStep()
    {
        Assert.StartsWith("7-16-4:", Widths(Layer.Dense(16, bias: false), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(4)), StringComparison.Ordinal);
        Assert.StartsWith("7-8:", Widths(Layer.BatchNorm(), Layer.Dense(8), Layer.Dropout(0.5, DropoutKind.Classic)), StringComparison.Ordinal);
        Assert.StartsWith("7-9-3:", Widths(Layer.Dense(9), Layer.Tanh(), Layer.BatchNorm(), Layer.BatchNorm(), Layer.Dense(3)), StringComparison.Ordinal);
        Assert.StartsWith("7-9-9-3:", Widths(Layer.Dense(9), Layer.LayerNorm(), Layer.BatchNorm(), Layer.Dense(3)), StringComparison.Ordinal);
        Assert.StartsWith("7-7-5:", Widths(Layer.BatchNorm(), Layer.Relu(), Layer.Dense(5)), StringComparison.Ordinal);

        static string Widths(params Layer[] layers) => Network<float>(7, layers).ToPredictor().ToString();
    }

    // A mean of a million deviations: folded into the bias, it would leave no digit of a float. That must be seen behind a large mean of the target,
    // and beside a column in a larger unit.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 10_000)]
    [InlineData(1e6, 0)]
    public void AMapThatFoldingWouldSpoilIsKeptAsAStep(double unit, double mean)
    {
        Network<float> network = Network<float>(2, [Layer.Dense(8), Layer.Relu(), Layer.Dense(2)]);
        AffineMap inputs = new([1_000_000.3, -5], [1, 1], [0, 0]), outputs = new([0, 0], [unit, 1], [mean, mean]);
        Predictor<float> predictor = network.ToPredictor(inputs, outputs);
        Assert.InRange(predictor.Difference, 0, Predictor<float>.DifferenceBound);
        Assert.StartsWith("2-2-8-2", predictor.ToString(), StringComparison.Ordinal);
        float[] y = new float[2];
        predictor.Predict([1_000_001, -4], y);
        Network<double> precise = network.To<double>();
        ReadOnlyMatrixSpan<double> exact = precise.Forward(
            new ReadOnlyMatrixSpan<double>([1_000_001 - 1_000_000.3, 1], 1, 2), precise.CreateWorkspace(1), Pass.Inference);

        // The roundings of float sums of a few terms near 1, and of the result.
        double result = 1e-7 * mean;
        Assert.Equal((unit * exact[0, 0]) + mean, y[0], (1e-5 * unit) + result);
        Assert.Equal(exact[0, 1] + mean, y[1], 1e-5 + result);
    }

    [Fact]
    public void ClassesAndProbabilitiesAreThoseOfTheOutputs()
    {
        Network<float> network = Network<float>(7, [Layer.Dense(20), Layer.Relu(), Layer.Dense(16)]);
        Predictor<float> predictor = network.ToPredictor();
        const int Rows = 130;
        float[] x = Features<float>(Rows * 7), y = new float[Rows * 16], probabilities = new float[Rows * 16], expected = new float[Rows * 16];
        int[] classes = new int[Rows];
        ReadOnlyMatrixSpan<float> examples = new(x, Rows, 7);
        MatrixSpan<float> outputs = new(y, Rows, 16);
        float[] scratch = Scratch(predictor, Rows);
        predictor.Predict(examples, outputs, scratch);
        predictor.PredictProbabilities(examples, new MatrixSpan<float>(probabilities, Rows, 16), scratch);
        predictor.PredictClasses(examples, classes, scratch);
        Softmax.Probabilities<float>(outputs, new MatrixSpan<float>(expected, Rows, 16));
        Assert.Equal(expected, probabilities);
        Assert.True(classes.Distinct().Count() > 3, "expected several classes");
        float[] one = new float[16];
        for (int i = 0; i < Rows; i++)
        {
            Assert.Equal(Metrics.ArgMax(outputs.Row(i)), classes[i]);
            Assert.Equal(classes[i], predictor.PredictClass(examples.Row(i)));
            predictor.PredictProbabilities(examples.Row(i), one);
            Assert.Equal(probabilities[(i * 16)..((i + 1) * 16)], one);
        }

        Assert.Equal(-1, predictor.PredictClass([1, 2, float.NaN, 4, 5, 6, 7]));
    }

    [Fact]
    public void OneOutputIsALogit()
    {
        Network<double> network = new(1, [Layer.Dense(1)]);
        network.Parameters[0] = 1;
        Predictor<double> predictor = network.ToPredictor();
        double[] probability = new double[1];
        predictor.PredictProbabilities([2], probability);
        Assert.Equal(1 / (1 + Math.Exp(-2)), probability[0], 1e-15);
        Assert.Equal(1, predictor.PredictClass([0.1]));
        Assert.Equal(0, predictor.PredictClass([0]));
        Assert.Equal(0, predictor.PredictClass([-1]));
        Assert.Equal(-1, predictor.PredictClass([double.NaN]));
    }

    [Fact]
    public void TensorsAreTakenWithTheirStrides()
    {
        Predictor<float> predictor = Network<float>(3, [Layer.Dense(2)]).ToPredictor();
        float[] x = Features<float>(12), y = new float[6], expected = new float[4];
        predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 2, 3, rowStride: 6), new MatrixSpan<float>(expected, 2, 2));
        predictor.Predict(new ReadOnlyTensorSpan<float>(x, [2, 3], [6, 1]), new TensorSpan<float>(y, [2, 2], [3, 1]));
        Assert.Equal([expected[0], expected[1], 0, expected[2], expected[3], 0], y);
    }

    // Row stride 0, for each kind of first step.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ARepeatedRowIsTakenAsAnyOther(int first)
    {
        Layer layer = first switch { 0 => Layer.Dense(2), 1 => Layer.LayerNorm(), 2 => Layer.BatchNorm(), _ => Layer.Tanh() };
        Predictor<float> predictor = Network<float>(3, [layer, Layer.Relu(), Layer.Dense(2)]).ToPredictor();
        float[] row = [1, 2, 5], one = new float[2], y = new float[8];
        predictor.Predict(row, one);
        predictor.Predict(new ReadOnlyMatrixSpan<float>(row, 4, 3, rowStride: 0), new MatrixSpan<float>(y, 4, 2));
        Assert.Equal([.. one, .. one, .. one, .. one], y);
    }

    // More threads than rows, and probabilities divided among them.
    [Fact]
    public void FewRowsOnManyThreads()
    {
        Predictor<float> predictor = Network<float>(1000, [Layer.Dense(1000), Layer.Tanh(), Layer.Dense(7)]).ToPredictor();
        float[] x = Features<float>(3000), expected = new float[21], y = new float[21];
        using WorkerPool workers = new(5);
        for (int rows = 1; rows <= 3; rows++)
        {
            ReadOnlyMatrixSpan<float> examples = new(x, rows, 1000);
            predictor.PredictProbabilities(examples, new MatrixSpan<float>(expected, rows, 7), Scratch(predictor, rows));
            predictor.PredictProbabilities(examples, new MatrixSpan<float>(y, rows, 7), Scratch(predictor, rows, workers), workers);
            Assert.Equal(expected, y);
            Assert.Equal(predictor.ScratchLength(rows), predictor.ScratchLength(rows, workers));
        }
    }

    [Fact]
    public void WhatThrowsInAWorkersPartReachesTheCaller()
    {
        Predictor<float> predictor = Network<float>(100, [Layer.Dense(100), new AtNaN(() => throw new InvalidOperationException("thrown for the test")), Layer.Dense(7)]).ToPredictor();
        float[] x = Features<float>(20_000);
        x[19_900] = float.NaN;
        using WorkerPool workers = new(2);
        Assert.Throws<InvalidOperationException>(() => predictor.Predict(
            new ReadOnlyMatrixSpan<float>(x, 200, 100), new MatrixSpan<float>(new float[1400], 200, 7), Scratch(predictor, 200, workers), workers));
    }

    // A pool serves one caller at a time, and is none the worse for the one that it turned away.
    [Fact]
    public void WorkersThatAreAtWorkAreRefused()
    {
        Exception? refused = null;
        using WorkerPool workers = new(2);
        Predictor<float> other = Network<float>(100, [Layer.Dense(100)]).ToPredictor();
        Predictor<float> predictor = Network<float>(100, [Layer.Dense(100), new AtNaN(() => refused = Record.Exception(() => Predict(other, new float[20_000]))), Layer.Dense(100)])
            .ToPredictor();
        float[] x = Features<float>(20_000);
        x[0] = float.NaN;
        Predict(predictor, x);
        Assert.IsType<InvalidOperationException>(refused);

        void Predict(Predictor<float> called, float[] features) => called.Predict(
            new ReadOnlyMatrixSpan<float>(features, 200, 100), new MatrixSpan<float>(new float[20_000], 200, 100), Scratch(called, 200, workers), workers);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Predictor<float> predictor = Network<float>(3, [Layer.Dense(1000), Layer.Dense(2)]).ToPredictor();
        float[] x = new float[30], y = new float[20];
        Assert.Contains("expected 3 elements, got 4", Assert.Throws<ArgumentException>("x", () => predictor.Predict(new float[4], new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2 elements, got 3", Assert.Throws<ArgumentException>("y", () => predictor.Predict(new float[3], new float[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("x", () => predictor.PredictClass(new float[2]));
        Assert.Throws<ArgumentException>("x", () => predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 5, 4), new MatrixSpan<float>(y, 5, 2)));
        Assert.Throws<ArgumentException>("y", () => predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 5, 3), new MatrixSpan<float>(y, 4, 2)));
        Assert.Throws<ArgumentException>("y", () => predictor.Predict(x.AsSpan(0, 3), x.AsSpan(2, 2)));
        Assert.Throws<ArgumentException>("classes", () => predictor.PredictClasses(new ReadOnlyMatrixSpan<float>(x, 5, 3), new int[4]));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => predictor.ScratchLength(-1));

        // 1,000 columns of float are 4 KB a row: four fit the stack.
        predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 4, 3), new MatrixSpan<float>(y, 4, 2));
        ArgumentException tooShort = Assert.Throws<ArgumentException>(
            "scratch", () => predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 5, 3), new MatrixSpan<float>(y, 5, 2)));
        Assert.Contains($"expected at least {predictor.ScratchLength(5)} elements, got 0", tooShort.Message, StringComparison.Ordinal);
        float[] memory = new float[predictor.ScratchLength(5) + 15];
        Assert.Throws<ArgumentException>(
            "scratch", () => predictor.Predict(new ReadOnlyMatrixSpan<float>(memory.AsSpan(^15), 5, 3), new MatrixSpan<float>(y, 5, 2), memory));
        predictor.Predict(new ReadOnlyMatrixSpan<float>(x, 0, 3), new MatrixSpan<float>(y, 0, 2));
    }

    [Fact]
    public void WhatCannotBePredictedWithIsRefused()
    {
        Network<float> network = Network<float>(3, [Layer.Dense(2)]);
        Assert.Throws<ArgumentException>("inputs", () => network.ToPredictor(new AffineMap([0], [1], [0])));
        Assert.Throws<ArgumentException>("outputs", () => network.ToPredictor(outputs: new AffineMap([0], [1], [0])));
        Assert.Throws<ArgumentException>("scale", () => new AffineMap([0], [1, 2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("shift", () => new AffineMap([0], [1], [double.NaN]));
        network.Parameters[1] = float.NaN;
        Assert.Contains("not finite", Assert.Throws<InvalidOperationException>(() => network.ToPredictor()).Message, StringComparison.Ordinal);
        Network<float> norm = Network<float>(3, [Layer.BatchNorm(), Layer.Dense(2)]);
        norm.State[0] = float.NaN;
        Assert.Contains("not finite", Assert.Throws<InvalidOperationException>(() => norm.ToPredictor()).Message, StringComparison.Ordinal);
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => new Network<float>(3, [Layer.Dense(2), new Secretive()]).ToPredictor());
        Assert.Contains("layer 1, Secretive", exception.Message, StringComparison.Ordinal);
    }

    // Readers see one snapshot or the other, whole, while another thread publishes.
    [Fact]
    public async Task ANewOneIsPublishedByOneReference()
    {
        Network<float> network = Network<float>(20, [Layer.Dense(50), Layer.BatchNorm(), Layer.Relu(), Layer.Dense(3)]);
        float[] x = Features<float>(20);
        Predictor<float>[] snapshots = new Predictor<float>[4];
        float[][] outputs = new float[4][];
        for (int i = 0; i < snapshots.Length; i++)
        {
            network.Parameters[i] += 1;
            snapshots[i] = network.ToPredictor();
            snapshots[i].Predict(x, outputs[i] = new float[3]);
        }

        Assert.Equal(4, outputs.DistinctBy(y => y[0]).Count());
        Predictor<float> current = snapshots[0];
        bool done = false;
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                int wrong = 0;
                float[] y = new float[3];
                while (!Volatile.Read(ref done))
                {
                    Volatile.Read(ref current).Predict(x, y);
                    wrong += outputs.Any(expected => expected.AsSpan().SequenceEqual(y)) ? 0 : 1;
                }

                return wrong;
            })),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            Volatile.Write(ref current, snapshots[i % 4]);
        }

        Volatile.Write(ref done, true);
        Assert.All(await Task.WhenAll(readers), wrong => Assert.Equal(0, wrong));
    }

    private static TheoryData<int, int> Cases(int networks)
    {
        TheoryData<int, int> data = [];
        for (int i = 0; i < networks; i++)
        {
            foreach (int bits in VectorWidth.Bits)
            {
                data.Add(i, bits);
            }
        }

        return data;
    }

    private static void HasTheNetworksBits<T>(IReadOnlyList<Layer> layers, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using VectorWidth width = VectorWidth.Force(bits);
        foreach ((int inputs, int rows) in ((int, int)[])[(1, 1), (17, 3), (64, 9), (33, 1), (100, 70)])
        {
            (T[] expected, T[] actual, double difference) = Both<T>(layers, inputs, rows);
            Bits.AssertSame<T>(expected, actual);
            Assert.Equal(0, difference);
        }
    }

    private static void Agrees<T>(IReadOnlyList<Layer> layers, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using VectorWidth width = VectorWidth.Force(bits);
        foreach ((int inputs, int rows) in ((int, int)[])[(2, 1), (17, 3), (64, 66)])
        {
            (T[] expected, T[] actual, double difference) = Both<T>(layers, inputs, rows);
            Assert.InRange(difference, 0, Predictor<T>.DifferenceBound);
            double largest = expected.Max(value => Math.Abs(double.CreateTruncating(value)));

            // The stated bound, relative to the largest, with room for rows other than those it was measured on.
            Assert.All(expected.Zip(actual), pair => Assert.Equal(
                double.CreateTruncating(pair.First), double.CreateTruncating(pair.Second), 4 * Predictor<T>.DifferenceBound * double.Max(largest, 1)));
        }
    }

    private static (T[] Expected, T[] Actual, double Difference) Both<T>(IReadOnlyList<Layer> layers, int inputs, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = Network<T>(inputs, layers);
        T[] x = Features<T>(rows * inputs), y = new T[rows * network.Outputs], expected = new T[rows * network.Outputs];
        ReadOnlyMatrixSpan<T> outputs = network.Forward(new ReadOnlyMatrixSpan<T>(x, rows, inputs), network.CreateWorkspace(rows), Pass.Inference);
        outputs.Values.CopyTo(expected);
        Predictor<T> predictor = network.ToPredictor();
        T[] scratch = Scratch(predictor, rows);
        predictor.Predict(new ReadOnlyMatrixSpan<T>(x, rows, inputs), new MatrixSpan<T>(y, rows, network.Outputs), scratch);
        return (expected, y, predictor.Difference);
    }

    private static Network<T> Network<T>(int inputs, IReadOnlyList<Layer> layers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = new(inputs, layers, seed: 3);
        Philox random = new(3, RandomPurpose.Trial);
        foreach (ParameterSlice slice in network.Slices.Where(slice => slice.Kind != ParameterKind.Weight))
        {
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++)
            {
                network.Parameters[i] = T.CreateTruncating(0.5 + random.Uniform(i));
            }
        }

        for (int i = 0; i < network.State.Length; i++)
        {
            network.State[i] = T.CreateTruncating(0.5 + random.Uniform(i));
        }

        return network;
    }

    private static T[] Features<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(4, RandomPurpose.Trial);
        return [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating((float)random.Normal(i)))];
    }

    // Scratch need not be clean.
    private static T[] Scratch<T>(Predictor<T> predictor, int rows, WorkerPool? workers = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] scratch = new T[predictor.ScratchLength(rows, workers)];
        Array.Fill(scratch, T.NaN);
        return scratch;
    }

    // y = x, but for NaN.
    private sealed record AtNaN(Action Call) : Layer
    {
        public override int Outputs(int inputs) => inputs;

        public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs, Call);

        private sealed class Working<T>(int units, Action call) : Layer<T>(units, units)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override bool CanInfer => true;

            public override void Infer(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
            {
                for (int i = 0; i < x.Rows; i++)
                {
                    x.Row(i).CopyTo(y.Row(i));
                    if (T.IsNaN(x[i, 0]))
                    {
                        call();
                    }
                }
            }

            public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context) => Infer(x, y, context);

            public override void Backward(
                ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
            {
            }
        }
    }

    private sealed record Secretive : Layer
    {
        public override int Outputs(int inputs) => inputs;

        public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs);

        private sealed class Working<T>(int units) : Layer<T>(units, units)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
            {
            }

            public override void Backward(
                ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
            {
            }
        }
    }
}

using FastNet.Tests.Kernels;

namespace FastNet.Tests.Initializers;

/// <summary>First values have the distribution that their initialiser says, and are a function of seed, layer and parameter.</summary>
public class InitializerTests
{
    // inputs and outputs: one of each, a row, a column, wide, tall, square, beyond a block of sums
    public static TheoryData<int, int> Shapes =>
        new() { { 1, 1 }, { 1, 5 }, { 5, 1 }, { 3, 40 }, { 40, 3 }, { 64, 64 }, { 7, 7 }, { 2, 5000 }, { 150, 151 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheFewerOfRowsAndColumnsAreOrthonormal(int inputs, int outputs)
    {
        double[] w = Weights(inputs, outputs, Initializer.Orthogonal());
        bool byRows = inputs <= outputs;
        (int count, int length) = byRows ? (inputs, outputs) : (outputs, inputs);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = Enumerable.Range(0, length).Sum(k => Vector(i, k) * Vector(j, k));
                Assert.Equal(i == j ? 1 : 0, dot, 1e-12);
            }
        }

        double Vector(int i, int k) => byRows ? w[(i * outputs) + k] : w[(k * outputs) + i];
    }

    // Gram and Schmidt's first vector is the normals' own, scaled: each has the sign of the normal it came from.
    [Fact]
    public void AnOrthogonalMatrixIsTheNormalsMadeOrthonormal()
    {
        double[] normals = Weights(4, 6, Initializer.ScaledNormal(1)), w = Weights(4, 6, Initializer.Orthogonal());
        double[][] q = new double[4][];
        for (int i = 0; i < 4; i++)
        {
            double[] v = normals[(6 * i)..(6 * (i + 1))];
            foreach (double[] before in q[..i])
            {
                double dot = before.Zip(v, (x, y) => x * y).Sum();
                v = [.. v.Zip(before, (x, y) => x - (dot * y))];
            }

            double norm = Math.Sqrt(v.Sum(x => x * x));
            q[i] = [.. v.Select(x => x / norm)];

            // Four vectors, hardly skew: some roundings of 1e-16.
            Assert.All(Enumerable.Range(0, 6), k => Assert.Equal(q[i][k], w[(6 * i) + k], 1e-14));
        }
    }

    // Uniform among the rotations and reflections of the plane: half have each determinant, and the first vector's angle is uniform. A QR
    // decomposition whose signs are not fixed fails both. 400 draws: a share of one half has a deviation of 0.025; four of them are 0.1. A
    // quarter has 0.0217, and four are 0.087.
    [Fact]
    public void OrthogonalMatricesAreUniform()
    {
        const int Draws = 400;
        int proper = 0;
        var quadrants = new int[4];
        for (ulong seed = 0; seed < Draws; seed++)
        {
            double[] w = Weights(2, 2, Initializer.Orthogonal(), seed);
            proper += (w[0] * w[3]) - (w[1] * w[2]) > 0 ? 1 : 0;
            quadrants[(w[0] > 0 ? 1 : 0) + (w[1] > 0 ? 2 : 0)]++;
        }

        Assert.Equal(0.5, proper / (double)Draws, 0.1);
        Assert.All(quadrants, count => Assert.Equal(0.25, count / (double)Draws, 0.087));
    }

    [Fact]
    public void AGainIsTheLength()
    {
        double[] w = Weights(3, 8, Initializer.Orthogonal()), scaled = Weights(3, 8, Initializer.Orthogonal(1.5));
        Assert.Equal(w.Select(x => 1.5 * x), scaled);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void AnOrthogonalMatrixHasTheSameBitsAtEveryWidth(int bits)
    {
        double[] native = Weights(37, 53, Initializer.Orthogonal());
        using VectorWidth _ = VectorWidth.Force(bits);
        Assert.Equal(native, Weights(37, 53, Initializer.Orthogonal()));
    }

    [Fact]
    public void AFloatIsTheRoundedDouble() =>
        Assert.Equal(
            Weights(20, 10, Initializer.Orthogonal()).Select(x => (float)x),
            new Network<float>(20, [Layer.Dense(10, bias: false, Initializer.Orthogonal())], seed: 1).Parameters.ToArray());

    // 40,000 draws: the mean has a deviation of σ/200, the variance one of √2·σ²/200 (normal) or √0.8·σ²/200 (uniform); five of each are
    // σ/40 and 0.0354·σ². The seed is fixed, so nothing fails by chance.
    [Fact]
    public void MomentsAreThoseOfTheDistribution()
    {
        const int Inputs = 100, Outputs = 400;
        foreach ((Initializer initializer, double variance, double kurtosis) in ((Initializer, double, double)[])
        [
            (Initializer.HeNormal, 2.0 / Inputs, 3), (Initializer.HeUniform, 2.0 / Inputs, 1.8),
            (Initializer.GlorotNormal, 2.0 / (Inputs + Outputs), 3), (Initializer.GlorotUniform, 2.0 / (Inputs + Outputs), 1.8),
            (Initializer.LeCunNormal, 1.0 / Inputs, 3), (Initializer.LeCunUniform, 1.0 / Inputs, 1.8),
            (Initializer.ScaledNormal(0.3), 0.09, 3), (Initializer.Orthogonal(2), 4.0 / Outputs, 3),
        ])
        {
            double[] w = Weights(Inputs, Outputs, initializer);
            double mean = w.Average(), squares = w.Average(x => x * x), fourth = w.Average(x => x * x * x * x);
            Assert.Equal(0, mean / Math.Sqrt(variance), 1 / 40.0);
            Assert.Equal(1, squares / variance, 0.0354);
            Assert.Equal(variance, initializer.Variance(Inputs, Outputs), 1e-15);

            // x⁴ of a normal has a deviation of √96·σ⁴ a draw: five of 40,000 are 0.245; an orthogonal row's elements are normal to 1/400.
            Assert.Equal(kurtosis, fourth / (variance * variance), 0.25);
        }
    }

    [Fact]
    public void AConstantIsEverywhere()
    {
        Assert.All(Weights(3, 4, Initializer.Constant(-0.25)), value => Assert.Equal(-0.25, value));
        Assert.Equal(Initializer.Zeros, Initializer.Constant(0));
        Assert.Equal(0, Initializer.Constant(3).Variance(2, 2));
    }

    [Fact]
    public void TheNumbersAreThoseOfSeedLayerAndParameter()
    {
        foreach (Initializer initializer in (Initializer[])[Initializer.HeNormal, Initializer.GlorotUniform, Initializer.Orthogonal()])
        {
            Layer dense = Layer.Dense(6, initializer: initializer);
            Network<double> network = new(6, [dense, Layer.Tanh(), dense], seed: 9);
            double[] first = network.Parameters[..36].ToArray(), second = network.Parameters[36..72].ToArray();
            Assert.NotEqual(first, second);
            Assert.Equal(first, Weights(6, 6, initializer, seed: 9));
            Assert.NotEqual(first, Weights(6, 6, initializer, seed: 10));
        }
    }

    [Fact]
    public void EveryInitializerComesBackFromJson()
    {
        Layer[] layers =
        [
            .. ((Initializer[])
            [
                Initializer.HeNormal, Initializer.HeUniform, Initializer.GlorotNormal, Initializer.GlorotUniform, Initializer.LeCunNormal,
                Initializer.LeCunUniform, Initializer.Zeros, Initializer.Constant(-0.1), Initializer.ScaledNormal(0.01),
                Initializer.Orthogonal(Math.Sqrt(2)),
            ]).Select(initializer => Layer.Dense(3, initializer: initializer)),
        ];
        Architecture architecture = new(3, layers, 1);
        Assert.Equal(layers, Architecture.FromJson(architecture.ToJson()).Layers);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AGainIsFiniteAndNotNegative(double gain)
    {
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => Initializer.Orthogonal(gain));
        if (gain != -1)
        {
            Assert.Throws<ArgumentOutOfRangeException>("Scale", () => Initializer.Constant(gain));
        }
    }

    [Fact]
    public void AVarianceNeedsInputsAndOutputs()
    {
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => Initializer.HeNormal.Variance(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => Initializer.HeNormal.Variance(1, 0));
    }

    // [inputs, outputs], row by row.
    private static double[] Weights(int inputs, int outputs, Initializer initializer, ulong seed = 1) =>
        new Network<double>(inputs, [Layer.Dense(outputs, bias: false, initializer)], seed).Parameters.ToArray();
}

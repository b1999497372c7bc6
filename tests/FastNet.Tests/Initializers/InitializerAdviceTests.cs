namespace FastNet.Tests.Initializers;

/// <summary>A sentence for each misfit, and silence where a layer chooses for itself.</summary>
public class InitializerAdviceTests
{
    [Fact]
    public void DefaultsFit()
    {
        Layer[] activations = [Layer.Relu(), Layer.LeakyRelu(), Layer.Tanh(), Layer.Sigmoid(), Layer.Identity(), Layer.Selu(), Layer.Gelu(), Layer.Softsign()];
        foreach (Layer activation in activations)
        {
            Assert.Empty(InitializerAdvice.For(784, [Layer.Dense(256), activation, Layer.Dropout(0.8), Layer.Dense(1), activation, Layer.Dense(10)]));
        }
    }

    [Theory]
    [InlineData(784, 256)]
    [InlineData(100, 100)]
    [InlineData(10, 500)]
    public void TheUsualChoicesFit(int inputs, int units)
    {
        Initializer orthogonal = Initializer.Orthogonal(Math.Sqrt(2.0 * Math.Max(inputs, units) / inputs));
        foreach (Initializer initializer in (Initializer[])[Initializer.HeNormal, Initializer.HeUniform, orthogonal])
        {
            Assert.Empty(InitializerAdvice.For(inputs, [Dense(units, initializer), Layer.Relu(), Dense(10, Initializer.HeNormal)]));
        }

        foreach (Initializer initializer in (Initializer[])[Initializer.GlorotNormal, Initializer.GlorotUniform, Initializer.LeCunNormal])
        {
            Assert.Empty(InitializerAdvice.For(inputs, [Dense(units, initializer), Layer.Tanh(), Layer.Dense(10)]));
        }
    }

    [Fact]
    public void ZerosNeverBreakSymmetry() =>
        Assert.Equal(
            ["layer 0: zeros never break symmetry: all its units stay alike; Glorot suits it."],
            InitializerAdvice.For(5, [Dense(4, Initializer.Zeros), Layer.Tanh(), Dense(3, Initializer.Zeros)]));

    // Its slope at 0 is 0, so nothing comes back, even from random weights.
    [Fact]
    public void ZerosBeforeReluNeverBreakSymmetry() =>
        Assert.Equal(
            ["layer 0: zeros never break symmetry: all its units stay alike; He suits it."],
            InitializerAdvice.For(5, [Dense(4, Initializer.ScaledNormal(0)), Layer.Relu(), Layer.Dense(3)]));

    [Fact]
    public void EqualWeightsNeverBreakSymmetryButForDropout()
    {
        Layer[] layers = [Dense(4, Initializer.Constant(0.5)), Layer.Relu(), Dense(3, Initializer.Constant(-1))];
        Assert.Equal(["layer 0: equal weights never break symmetry: all its units stay alike; He suits it."], InitializerAdvice.For(5, layers));
        Assert.Equal(
            ["layer 0: equal weights: all its units start alike, and only what comes back from layer 3 tells them apart; He suits it."],
            InitializerAdvice.For(5, [layers[0], layers[1], Layer.Dropout(0.5), layers[2]]));
    }

    [Fact]
    public void EqualWeightsBeforeRandomOnesStartAlike() =>
        Assert.Equal(
            ["layer 0: zeros: all its units start alike, and only what comes back from layer 2 tells them apart; Glorot suits it."],
            InitializerAdvice.For(5, [Dense(4, Initializer.Zeros), Layer.Tanh(), Layer.Dense(3)]));

    // Their targets tell the units of the last layer apart, and one unit has nobody to be like.
    [Fact]
    public void EqualWeightsAreRightInTheLastLayerAndForOneUnit()
    {
        Assert.Empty(InitializerAdvice.For(5, [Dense(3, Initializer.Zeros)]));
        Assert.Empty(InitializerAdvice.For(5, [Layer.Dense(4), Layer.Tanh(), Dense(3, Initializer.Zeros)]));
        Assert.Empty(InitializerAdvice.For(5, [Dense(1, Initializer.Constant(1)), Layer.Tanh(), Dense(3, Initializer.Zeros)]));
    }

    [Fact]
    public void GlorotBeforeReluHalves() =>
        Assert.Equal(
            [
                "layer 0: Glorot before relu halves the variance at each layer: He suits it.",
                "layer 3: LeCun before leakyRelu halves the variance at each layer: He suits it.",
                "layer 5: an orthogonal matrix of gain 1 before relu halves the variance at each layer: a gain of 1.41 suits it.",
            ],
            InitializerAdvice.For(
                100,
                [
                    Dense(100, Initializer.GlorotUniform), Layer.Dropout(0.9), Layer.Relu(), Dense(100, Initializer.LeCunNormal), Layer.LeakyRelu(),
                    Dense(100, Initializer.Orthogonal()), Layer.Relu(), Layer.Dense(1),
                ]));

    [Fact]
    public void HeBeforeTanhDoubles() =>
        Assert.Equal(
            ["layer 0: He before tanh doubles the variance at each layer: Glorot suits it."],
            InitializerAdvice.For(100, [Dense(100, Initializer.HeNormal), Layer.Tanh(), Layer.Dense(1)]));

    [Fact]
    public void HeBeforeSeluDoubles() =>
        Assert.Equal(
            ["layer 0: He before selu doubles the variance at each layer: LeCun suits it."],
            InitializerAdvice.For(30, [Dense(20, Initializer.HeNormal), Layer.Selu(), Layer.Dense(1)]));

    [Fact]
    public void LargeWeightsSaturate() =>
        Assert.Equal(
            [
                "layer 0: a normal of deviation 1 with 784 inputs saturates tanh, by sums of deviation 28: Glorot suits it.",
                "layer 2: variance 40/inputs with 50 inputs saturates sigmoid, by sums of deviation 6.32: Glorot suits it.",
            ],
            InitializerAdvice.For(
                784,
                [
                    Dense(50, Initializer.ScaledNormal(1)), Layer.Tanh(),
                    Dense(50, new(InitialDistribution.Uniform, Fan.Inputs, 40)), Layer.Sigmoid(),
                    Layer.Dense(1),
                ]));

    [Fact]
    public void SmallWeightsFade() =>
        Assert.Equal(
            ["layer 0: a normal of deviation 0.01 before relu multiplies by 0.0025 the variance at each layer: He suits it."],
            InitializerAdvice.For(50, [Dense(50, Initializer.ScaledNormal(0.01)), Layer.Relu(), Layer.Dense(1)]));

    [Fact]
    public void OutputsThatBeginLargeGetAWord()
    {
        Assert.Equal(
            ["layer 0: a normal of deviation 1 with 784 inputs gives outputs of deviation 28: Glorot suits it."],
            InitializerAdvice.For(784, [Dense(10, Initializer.ScaledNormal(1))]));
        Assert.Empty(InitializerAdvice.For(784, [Dense(10, Initializer.ScaledNormal(0.01))]));
    }

    [Fact]
    public void ANormalisationTakesTheScaleAway()
    {
        foreach (Layer normalisation in (Layer[])[Layer.BatchNorm(), Layer.LayerNorm()])
        {
            Layer large = Dense(50, Initializer.ScaledNormal(3));
            Assert.Empty(InitializerAdvice.For(50, [large, normalisation, Layer.Tanh(), Layer.Dense(1)]));
            Assert.Empty(InitializerAdvice.For(50, [large, normalisation]));
            Assert.Single(InitializerAdvice.For(50, [large, Layer.Tanh(), normalisation, Layer.Dense(1)]));
        }
    }

    [Fact]
    public void ThereAreInputsAndLayers()
    {
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => InitializerAdvice.For(0, [Layer.Dense(1)]));
        Assert.Throws<ArgumentNullException>("layers", () => InitializerAdvice.For(1, null!));
    }

    private static Layer Dense(int units, Initializer initializer) => Layer.Dense(units, initializer: initializer);
}

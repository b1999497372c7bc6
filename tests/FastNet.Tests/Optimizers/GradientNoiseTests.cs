namespace FastNet.Tests.Optimizers;

/// <summary>Annealed noise: its size, its fall, and that it is a function of seed, step and parameter.</summary>
public class GradientNoiseTests
{
    private const int Count = 30_000;

    [Fact]
    public void ItIsNormalWithAVarianceThatFalls()
    {
        Network<double> network = Create();
        GradientDescent<double> optimizer = new(network) { LearningRate = 1, Noise = new(variance: 0.3, decay: 0.55, seed: 5) };
        double[] before = network.Parameters.ToArray();
        for (int step = 0; step < 4; step++)
        {
            optimizer.Step(new double[Count]);
            double[] noise = [.. network.Parameters.ToArray().Zip(before, (after, there) => there - after)];
            before = network.Parameters.ToArray();

            // The mean of n numbers has the deviation σ/√n, their variance σ²·√(2/n): five of them either way.
            double variance = 0.3 / Math.Pow(1 + step, 0.55);
            Assert.Equal(0, noise.Average(), 5 * Math.Sqrt(variance / Count));
            Assert.Equal(variance, noise.Average(n => n * n), 5 * variance * Math.Sqrt(2.0 / Count));
        }
    }

    [Fact]
    public void ItIsAFunctionOfSeedStepAndParameter()
    {
        using WorkerPool workers = new(3);
        double[] once = Run(5, null);
        Assert.Equal(once, Run(5, null));
        Assert.Equal(once, Run(5, workers));
        Assert.NotEqual(once, Run(6, null));

        static double[] Run(ulong seed, WorkerPool? workers)
        {
            Network<double> network = Create();
            Adam<double> optimizer = new(network) { Noise = new(0.01, seed: seed) };
            optimizer.Step(new double[Count], workers);
            optimizer.Step(new double[Count], workers);
            return network.Parameters.ToArray();
        }
    }

    // On the ridge of y = −w² the gradient is 0: descent stays, noise leaves.
    [Fact]
    public void ItLeavesWhatDescentStaysOn()
    {
        Network<double> network = new(1, [Layer.Dense(1, bias: false)]);
        foreach (GradientNoise? noise in (GradientNoise?[])[null, new(1e-6)])
        {
            network.Parameters[0] = 0;
            GradientDescent<double> optimizer = new(network) { LearningRate = 0.1, Noise = noise };
            for (int step = 0; step < 100; step++)
            {
                optimizer.Step([-2 * network.Parameters[0]]);
            }

            Assert.Equal(noise is not null, Math.Abs(network.Parameters[0]) > 0.1);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NumbersOutOfRangeAreRefused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("variance", () => new GradientNoise(value));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new GradientNoise(1, value));
    }

    private static Network<double> Create() => new(1, [Layer.Dense(Count, bias: false)], seed: 1);
}

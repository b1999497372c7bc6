namespace FastNet.Tests.Optimizers;

/// <summary>Groups by name and kind: own rate, own decay, frozen; the first that includes a parameter has it.</summary>
public class ParameterGroupTests
{
    [Fact]
    public void EachHasItsOwnRateAndAFrozenOneStays()
    {
        Network<double> network = new(1, [Layer.Dense(2), Layer.Relu(), Layer.Dense(2)]);
        network.Parameters.Fill(1);
        Momentum<double> optimizer = new(network, MomentumConvention.Accumulating)
        {
            LearningRate = 0.5,
            Regularizer = Regularizer.WeightDecay(0.25),
            Groups =
            [
                new("head", slice => slice.Name == "2.weight") { LearningRate = 2, Regularizer = Regularizer.None },
                new("frozen", slice => slice.Name.StartsWith("0.", StringComparison.Ordinal)) { IsFrozen = true },
                new("the rest", slice => slice.Kind == ParameterKind.Bias) { LearningRate = 4 },
            ],
        };
        double[] gradients = [.. Enumerable.Repeat(0.125, network.Parameters.Length)];
        optimizer.Step([.. gradients]);
        Check("0.weight", 1);
        Check("0.bias", 1);
        Check("2.weight", 1 - (2 * 0.125));
        Check("2.bias", 1 - (4 * 0.125));

        // A schedule's factor is every group's.
        optimizer.LearningRateFactor = 0.5;
        optimizer.Beta = 0;
        optimizer.Step([.. gradients]);
        Check("2.weight", 1 - (2 * 0.125) - (1 * 0.125));
        Check("2.bias", 1 - (4 * 0.125) - (2 * 0.125));

        // Without groups weights decay: 1·(1 − 0.25·0.25) − 0.25·0.125.
        optimizer.Groups = [];
        optimizer.Step([.. gradients]);
        Check("0.weight", 1 - (0.25 * 0.25) - (0.25 * 0.125));
        Check("0.bias", 1 - (0.25 * 0.125));

        void Check(string name, double expected) =>
            Assert.All(network.Slices.Single(slice => slice.Name == name).Of(network.Parameters).ToArray(), weight => Assert.Equal(expected, weight));
    }

    // The same step as without groups, bit for bit, though it runs range by range.
    [Fact]
    public void GroupsWithTheOptimizersOwnSettingsChangeNothing()
    {
        Network<float> one = new(9, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(5)], seed: 2), grouped = one.Clone();
        float[] gradients = [.. Enumerable.Range(0, one.Parameters.Length).Select(i => MathF.Sin(i))];
        Adam<float> first = new(one) { Regularizer = Regularizer.L2(1, 10) };
        Adam<float> second = new(grouped)
        {
            Regularizer = Regularizer.L2(1, 10),
            Groups = [new("a", slice => slice.Name == "2.weight"), new("b", slice => slice.Name == "0.bias")],
        };
        for (int step = 0; step < 3; step++)
        {
            first.Step([.. gradients]);
            second.Step([.. gradients]);
        }

        Assert.Equal(one.Parameters.ToArray(), grouped.Parameters.ToArray());
        Assert.Equal(first.Penalty(), second.Penalty(), 1e-15);
    }

    [Fact]
    public void WhatDecaysIsListed()
    {
        Network<float> network = new(1, [Layer.Dense(2), Layer.Relu(), Layer.Dense(2)]);
        Adam<float> optimizer = new(network)
        {
            Regularizer = Regularizer.L2(1, 4),
            Groups = [new("first", slice => slice.Name.StartsWith("0.", StringComparison.Ordinal)) { IsFrozen = true, LearningRate = 0.5 }],
        };
        Assert.Equal(
            [("0.weight", 0.5, true, "L2 with λ/m = 0.25"), ("0.bias", 0.5, true, "none"), ("2.weight", 1e-3, false, "L2 with λ/m = 0.25"), ("2.bias", 1e-3, false, "none")],
            optimizer.Treatments().Select(treatment => (treatment.Slice.Name, treatment.LearningRate, treatment.IsFrozen, treatment.Regularizer.ToString()!)));
    }

    [Fact]
    public void AGroupOfNothingAndARateOutOfRangeAreRefused()
    {
        Adam<float> optimizer = new(new Network<float>(1, [Layer.Dense(2)]));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => optimizer.Groups = [new("typo", slice => slice.Name == "0.weigth")]);
        Assert.Contains("'typo'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("0.weight, 0.bias", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => optimizer.Groups = [new("all", _ => true), new("second", _ => true)]);
        Assert.Empty(optimizer.Groups);
        foreach (double rate in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new ParameterGroup("all", _ => true) { LearningRate = rate });
        }

        Assert.Throws<ArgumentOutOfRangeException>("LearningRateFactor", () => optimizer.LearningRateFactor = -0.1);
    }

    // Else they would silently stay as they are.
    [Fact]
    public void ParametersThatNoSliceHasAreRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new GradientDescent<double>(new WithoutSlices()));
        Assert.Contains("expected slices of all 2 parameters, got 0", exception.Message, StringComparison.Ordinal);
    }

    private sealed class WithoutSlices : IParameters<double>
    {
        private readonly double[] parameters = [1, 2];

        public Span<double> Parameters => parameters;

        public int WeightCount => 0;

        public IReadOnlyList<ParameterSlice> Slices => [];
    }
}

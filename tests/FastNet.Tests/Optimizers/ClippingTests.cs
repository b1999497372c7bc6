using FastNet.Tests.Kernels;

namespace FastNet.Tests.Optimizers;

/// <summary>Clipping by norm and by value, and where in a step it comes.</summary>
public class ClippingTests
{
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void AnElementIsBounded(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        Assert.Equal(
            [0.5, -0.5, 0.25, -0.5, 0.5, double.NaN], Step(Clipping.ByValue(0.5), [3, -0.75, 0.25, double.NegativeInfinity, double.PositiveInfinity, double.NaN]));
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ALongGradientKeepsItsDirection(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);

        // ‖(3, 4, 12, 0)‖ = 13; exact but for the factor's rounding.
        double[] clipped = Step(Clipping.ByGlobalNorm(6.5), [3, 4, 12, 0]);
        Assert.Equal([1.5, 2, 6, 0], clipped);
        Assert.Equal([3, 4, 12, 0], Step(Clipping.ByGlobalNorm(13), [3, 4, 12, 0]));
    }

    [Fact]
    public void AShortGradientIsNotLengthened() => Assert.Equal([3, 4, 12, 0], Step(Clipping.ByGlobalNorm(20), [3, 4, 12, 0]));

    [Fact]
    public void ANormThatIsNoNumberLeavesNone() =>
        Assert.All(Step(Clipping.ByGlobalNorm(1), [1, double.NaN]), gradient => Assert.True(double.IsNaN(gradient)));

    // The penalty's gradient is part of what is clipped: (0 + 8, 6 + 0) has norm 10.
    [Fact]
    public void ThePenaltyIsClippedToo()
    {
        Network<double> network = new(1, [Layer.Dense(2, bias: false)]);
        ((ReadOnlySpan<double>)[8, 0]).CopyTo(network.Parameters);
        new GradientDescent<double>(network) { LearningRate = 1, Regularizer = Regularizer.L2(1, 1), Clipping = Clipping.ByGlobalNorm(5) }.Step([0.0, 6]);
        Assert.Equal([4, -3], network.Parameters.ToArray());
    }

    [Fact]
    public void FrozenParametersCountForNothing()
    {
        Network<double> network = new(1, [Layer.Dense(1), Layer.Dense(1)]);
        network.Parameters.Clear();
        GradientDescent<double> optimizer = new(network)
        {
            LearningRate = 1,
            Clipping = Clipping.ByGlobalNorm(5),
            Groups = [new("first", slice => slice.Name.StartsWith("0.", StringComparison.Ordinal)) { IsFrozen = true }],
        };
        optimizer.Step([1000, 3, 1000, 4]);
        Assert.Equal([0, -3, 0, -4], network.Parameters.ToArray());
    }

    // One thread or many: 40,000 gradients are divided.
    [Fact]
    public void AnyNumberOfThreadsClipsAlike()
    {
        double[] gradients = [.. Enumerable.Range(0, 40_000).Select(i => Math.Sin(i))];
        using WorkerPool workers = new(3);
        foreach (Clipping clipping in (Clipping[])[Clipping.ByGlobalNorm(1), Clipping.ByValue(0.5)])
        {
            Assert.Equal(Step(clipping, gradients), Step(clipping, gradients, workers));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AMaximumOutOfRangeIsRefused(double maximum)
    {
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => Clipping.ByGlobalNorm(maximum));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => Clipping.ByValue(maximum));
    }

    // From weights 0 at rate 1 the step is the gradient.
    private static double[] Step(Clipping clipping, double[] gradients, WorkerPool? workers = null)
    {
        Network<double> network = new(1, [Layer.Dense(gradients.Length, bias: false)]);
        network.Parameters.Clear();
        new GradientDescent<double>(network) { LearningRate = 1, Clipping = clipping }.Step([.. gradients], workers);
        return [.. network.Parameters.ToArray().Select(weight => 0 - weight)];
    }
}

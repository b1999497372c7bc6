namespace FastNet.Tests.Layers;

public class DropoutTests
{
    private const int Units = 1000;

    // Inverted, y is x/p or 0 with mean x; classic, x or 0 with mean p·x. Over 10⁵ draws within five standard errors.
    [Theory]
    [InlineData(DropoutKind.Inverted, 0.8, 1)]
    [InlineData(DropoutKind.Classic, 0.8, 0.8)]
    [InlineData(DropoutKind.Inverted, 0.1, 1)]
    [InlineData(DropoutKind.Classic, 0.1, 0.1)]
    public void TheNextLayerMeetsTheSameMeanInTrainingAndAtInference(DropoutKind kind, double keepProbability, double expected)
    {
        const int Steps = 100;
        Network<double> network = new(Units, [Layer.Dropout(keepProbability, kind)]);
        Workspace<double> workspace = network.CreateWorkspace(1);
        double[] ones = new double[Units];
        ones.AsSpan().Fill(1);
        ReadOnlyMatrixSpan<double> x = new(ones, 1, Units);
        Assert.All(network.Forward(x, workspace, Pass.Inference).Values.ToArray(), y => Assert.Equal(expected, y));

        double sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            foreach (double y in network.Forward(x, workspace, Pass.Training(step)).Values)
            {
                Assert.True(y == 0 || y == expected / keepProbability, $"got {y}");
                sum += y;
            }
        }

        double deviation = expected / keepProbability * Math.Sqrt(keepProbability * (1 - keepProbability) / (Steps * Units));
        Assert.Equal(expected, sum / (Steps * Units), 5 * deviation);
    }

    [Theory]
    [InlineData(DropoutKind.Inverted)]
    [InlineData(DropoutKind.Classic)]
    public void AKeepProbabilityOfOneIsFree(DropoutKind kind)
    {
        Layer<float> layer = Layer.Dropout(1, kind).Create<float>(Units);
        Assert.True(layer.IsIdentity(Pass.Training(0)));
        Assert.True(layer.IsIdentity(Pass.Inference));
    }

    [Fact]
    public void ClassicDropoutIsNoIdentityAtInference()
    {
        Assert.False(Layer.Dropout(0.5, DropoutKind.Classic).Create<float>(Units).IsIdentity(Pass.Inference));
        Assert.True(Layer.Dropout(0.5).Create<float>(Units).IsIdentity(Pass.Inference));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void AKeepProbabilityIsAboveZeroAndAtMostOne(double keepProbability)
    {
        Assert.Throws<ArgumentOutOfRangeException>("KeepProbability", () => Layer.Dropout(keepProbability));
        Assert.Throws<ArgumentOutOfRangeException>("KeepProbability", () => Layer.Dropout(keepProbability, DropoutKind.Classic));
    }

    [Fact]
    public void AKindIsOneOfTheKinds() => Assert.Throws<ArgumentOutOfRangeException>("Kind", () => Layer.Dropout(0.5, (DropoutKind)7));
}

using System.Numerics;

namespace FastNet.Tests.Serialization;

/// <summary>What belongs into one checkpoint, and what a file may do to it.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string StatePath => Path.Combine(folder, "state.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Network<double> Sample(int units = 3) => new(2, [Layer.Dense(units)], seed: 5);

    public static TheoryData<string> Averages => ["exponential", "stochastic"];

    private static ParameterAverage<double> AverageOf(string kind, Network<double> network) =>
        kind == "exponential" ? new ExponentialParameterAverage<double>(network, 0.9) : new StochasticWeightAverage<double>(network);

    [Theory]
    [MemberData(nameof(Averages))]
    public void AnAverageWithoutUpdatesReplacesOneThatHasSome(string kind)
    {
        Network<double> network = Sample();
        Adam<double> optimizer = new(network);
        new Checkpoint<double>(network, optimizer, AverageOf(kind, network)).Save(StatePath);
        ParameterAverage<double> used = AverageOf(kind, network);
        network.Parameters.Fill(double.MaxValue);
        used.Update();

        new Checkpoint<double>(network, optimizer, used).Load(StatePath);

        Assert.Equal(0, used.Count);
        Assert.Throws<InvalidOperationException>(() => used.Values.ToArray());

        // The first update has the bits that it has in a new average, whatever stood there before.
        used.Update();
        Assert.Equal(network.Parameters.ToArray(), used.Values.ToArray());
    }

    [Fact]
    public void TheAverageOfAnotherNetworkIsRefused()
    {
        Network<double> network = Sample();
        StochasticWeightAverage<double> average = new(Sample());
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "average", () => new Checkpoint<double>(network, new Adam<double>(network), average));
        Assert.Contains("expected the average of this network's parameters, got another's", exception.Message, StringComparison.Ordinal);
        Assert.Same(network, new StochasticWeightAverage<double>(network).Source);
    }

    [Fact]
    public void ABestOfAnotherSizeIsRefused()
    {
        Network<double> network = Sample();
        Assert.Throws<ArgumentException>(() => new Checkpoint<double>(network, new Adam<double>(network), best: new Snapshot<double>(Sample(units: 4))));
    }

    [Fact]
    public void OptimizersOfOneSimpleNameAreToldApart()
    {
        Network<double> network = Sample();
        new Checkpoint<double>(network, new Others.Adam<double>(network)).Save(StatePath);

        new Checkpoint<double>(network, new Others.Adam<double>(network)).Load(StatePath);
        foreach (Optimizer<double> optimizer in (Optimizer<double>[])[new Adam<double>(network), new More.Adam<double>(network)])
        {
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => new Checkpoint<double>(network, optimizer).Load(StatePath));
            Assert.Contains("got one with FastNet.Tests.Serialization.CheckpointTests+Others+Adam", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnOptimizerOfFastNetHasItsSimpleNameInTheFileAndNoTypeOfNumbers()
    {
        Network<double> network = Sample();
        new Checkpoint<double>(network, new Adam<double>(network)).Save(StatePath);
        Assert.Equal("Adam", NetworkFile.ReadMetadata(StatePath)["fastnet.optimizer"]);
        Assert.Equal(TypeName.Of(new Others.Adam<double>(network)), TypeName.Of(new Others.Adam<float>(new Network<float>(2, [Layer.Dense(3)]))));
    }

    private static class Others
    {
        public sealed class Adam<T>(IParameters<T> parameters) : Still<T>(parameters)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private static class More
    {
        public sealed class Adam<T>(IParameters<T> parameters) : Still<T>(parameters)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private abstract class Still<T>(IParameters<T> parameters) : Optimizer<T>(parameters, learningRate: 1, moments: [])
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected override void Update(UpdateRange<T> range)
        {
        }
    }
}

using FastNet.Tests.Reference;

namespace FastNet.Tests.GradientChecks;

/// <summary>A network in float goes on, or is checked, in double.</summary>
public class ConvertedNetworkTests
{
    [Fact]
    public void HasTheSameNumbersAndStatistics()
    {
        Network<float> network = Trained();
        Network<double> wide = network.To<double>();
        Assert.Equal(network.Layers, wide.Layers);
        Assert.Equal((network.Inputs, network.Outputs, network.Seed), (wide.Inputs, wide.Outputs, wide.Seed));
        Assert.Equal(network.Parameters.ToArray().Select(value => (double)value), wide.Parameters.ToArray());
        Assert.Equal(network.State.ToArray().Select(value => (double)value), wide.State.ToArray());
        Assert.Equal(1, wide.BatchesTracked);
        Network<float> back = wide.To<float>();
        Assert.Equal(network.Parameters.ToArray(), back.Parameters.ToArray());
        Assert.Equal(network.State.ToArray(), back.State.ToArray());

        wide.Parameters.Clear();
        Assert.NotEqual(0, network.Parameters[0]);
        wide = new(inputs: 1, [Layer.Dense(1)]);
        wide.Parameters[0] = 0.1;
        Assert.Equal(0.1f, wide.To<float>().Parameters[0]);
        Assert.Throws<NotSupportedException>(() => wide.To<Half>());
    }

    [Fact]
    public void DropsTheSameUnits()
    {
        Network<float> network = new(inputs: 50, [Layer.Dropout(0.5)], seed: 9);
        float[] ones = [.. Enumerable.Repeat(1f, 50)];
        float[] kept = network.Forward(new(ones, 1, 50), network.CreateWorkspace(1), Pass.Training(3)).Row(0).ToArray();
        Network<double> wide = network.To<double>();
        double[] wideKept = wide.Forward(
            new(Array.ConvertAll(ones, value => (double)value), 1, 50), wide.CreateWorkspace(1), Pass.Training(3)).Row(0).ToArray();
        Assert.Equal(kept.Select(value => (double)value), wideKept);
        Assert.Contains(0, wideKept);
    }

    [Fact]
    public void IsCheckedInDouble()
    {
        Network<double> network = Trained().To<double>();
        Matrix x = GradientCheckTests.Random(1, 6, 4);
        GradientCheckReport report = GradientCheck.Run(network, x.Span, (int[])[0, 1, 2, 0, 1, 2], new SoftmaxCrossEntropy<double>());
        Assert.True(report.IsCorrect, report.ToString());
    }

    // Statistics that are no longer the first ones.
    private static Network<float> Trained()
    {
        Network<float> network = new(inputs: 4, [Layer.Dense(6), Layer.BatchNorm(), Layer.Relu(), Layer.Dropout(0.8), Layer.Dense(3)], seed: 7);
        float[] x = [.. Enumerable.Range(0, 20).Select(i => (i * 7 % 11) - 5f)];
        Workspace<float> workspace = network.CreateWorkspace(5);
        network.Forward(new(x, 5, 4), workspace, Pass.Training(0));
        network.CommitStatistics(workspace);
        return network;
    }
}

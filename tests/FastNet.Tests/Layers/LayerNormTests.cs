using FastNet.Tests.Reference;

namespace FastNet.Tests.Layers;

public class LayerNormTests
{
    [Fact]
    public void ARowHasTheMeanOfZeroAndTheDeviationOfOneInTrainingAndAtInference()
    {
        const double Epsilon = 0.01;
        Network<double> network = new(40, [Layer.LayerNorm(Epsilon)]);
        Workspace<double> workspace = network.CreateWorkspace(3);
        Philox random = new(3, RandomPurpose.Trial);
        Matrix x = new([.. Enumerable.Range(0, 120).Select(i => (i / 40) + (3 * random.Normal(i)))], 3, 40);
        double[] y = network.Forward(x.Span, workspace, Pass.Training(0)).Values.ToArray();
        Assert.Equal(y, network.Forward(x.Span, workspace, Pass.Inference).Values.ToArray());
        for (int i = 0; i < 3; i++)
        {
            double[] row = x.Span.Row(i).ToArray();
            double variance = row.Average(value => (value - row.Average()) * (value - row.Average()));

            // Means of 40 numbers of order 1 in double.
            Assert.Equal(0, y[(i * 40)..((i + 1) * 40)].Average(), 1e-14);
            Assert.Equal(variance / (variance + Epsilon), y[(i * 40)..((i + 1) * 40)].Average(value => value * value), 1e-14);
        }
    }

    [Fact]
    public void OneExampleIsEnoughAndHasNoState()
    {
        Network<double> network = new(2, [Layer.LayerNorm()]);
        double[] x = [1, 3];
        ReadOnlyMatrixSpan<double> y = network.Forward(new ReadOnlyMatrixSpan<double>(x, 1, 2), network.CreateWorkspace(1), Pass.Training(0));
        Assert.Equal([-1 / Math.Sqrt(1 + 1e-5), 1 / Math.Sqrt(1 + 1e-5)], y.Row(0).ToArray());
        Assert.Empty(network.StateSlices);
    }

    // One feature is its own mean; equal features have no variance.
    [Fact]
    public void ARowOfEqualNumbersBecomesTheShift()
    {
        foreach (int features in (int[])[1, 5, 33, 100])
        {
            Network<float> network = new(features, [Layer.LayerNorm()]);
            network.Slices[1].Of(network.Parameters).Fill(0.5f);
            float[] x = [.. Enumerable.Repeat(1_000_000.1f, features)];
            ReadOnlyMatrixSpan<float> y =
                network.Forward(new ReadOnlyMatrixSpan<float>(x, 1, features), network.CreateWorkspace(1), Pass.Inference);
            Assert.All(y.Row(0).ToArray(), value => Assert.Equal(0.5f, value));
        }
    }
}

using System.Numerics;
using FastNet.Tests.Reference;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>Networks that must have equal gradients: in parts, with units in another order, with a unit on another scale.</summary>
public class NetworkIdentityTests
{
    private const int Networks = 60;

    private const int Inputs = 9;
    private const int Hidden = 33;
    private const int Outputs = 5;
    private const int Batch = 12;

    // Chains ascend over the batch and go on from what is there; no row knows of another but by the statistics of batch norm.
    [Fact]
    public void MicroBatchesAddUpToTheBatchBitForBit()
    {
        foreach (RandomTraining training in RandomTraining.Any.Generator.Sample(Networks))
        {
            RandomTraining rowwise = training with { Layers = [.. training.Layers.Where(layer => layer is not BatchNormLayer)] };
            AssertPartsAddUp<float>(rowwise);
            AssertPartsAddUp<double>(rowwise);
        }
    }

    // Not so for batch norm, even at inference: the sums of its scale and shift begin at 0 in each pass.
    [Fact]
    public void AtInferenceMicroBatchesThroughBatchNormAddUpToRounding()
    {
        RandomTraining training = new(
            Inputs, Batch, [Layer.Dense(Hidden), Layer.BatchNorm(), Layer.Tanh(), Layer.Dense(Outputs)],
            new RandomLoss(LossKind.MeanSquaredError, HasSmoothing: false, HasWeights: false, HasExampleWeights: true, Seed: 3), RandomPenalty.None,
            Seed: 8, Pass.Inference);
        (double whole, double[] gradient, double[] byInput) = InParts<double>(training, Batch);
        (double cost, double[] added, double[] byInputOfParts) = InParts<double>(training, 5);

        // Sums of twelve terms, in another order.
        Assert.Equal(whole, cost, 1e-15 * whole);
        Assert.InRange(TwoSidedDifferences.RelativeDistance(gradient, added), 0, 1e-15);
        Assert.Equal(byInput, byInputOfParts);
    }

    [Theory]
    [MemberData(nameof(HiddenLayers))]
    public void APermutationOfHiddenUnitsPermutesTheirGradients(string name)
    {
        Network<double> network = Create(name), permuted = network.Clone();
        int[] order = new int[Hidden];
        new Philox(4, RandomPurpose.Trial).Permute(order);
        ForEachOfHidden(
            network, (slice, unit, index) => permuted.Parameters[slice.Offset + index(unit)] = network.Parameters[slice.Offset + index(order[unit])]);

        double[] expected = Gradients(network, out double[] outputs), actual = Gradients(permuted, out double[] outputsOfPermuted);
        double[] permutedBack = [.. expected];
        ForEachOfHidden(
            network, (slice, unit, index) => permutedBack[slice.Offset + index(order[unit])] = actual[slice.Offset + index(unit)]);
        ForEachOther(network, i => permutedBack[i] = actual[i]);

        // Sums over 33 hidden units in another order, some of them through a norm.
        Assert.InRange(TwoSidedDifferences.RelativeDistance(outputs, outputsOfPermuted), 0, 1e-14);
        Assert.InRange(TwoSidedDifferences.RelativeDistance(expected, permutedBack), 0, 1e-14);
        Assert.NotEqual(expected, actual);
    }

    // f(c·z) = c·f(z) for c > 0. Powers of two, so that every product rounds alike.
    [Theory]
    [InlineData("relu")]
    [InlineData("leaky relu")]
    public void AScaleMovesThroughARectifiedUnitBitForBit(string name)
    {
        Network<double> network = Create(name), scaled = network.Clone();
        double ScaleOf(int unit) => Math.ScaleB(1, (unit % 7) - 3);
        double FactorOf(ParameterSlice slice, int unit) => slice.Name == "2.weight" ? 1 / ScaleOf(unit) : ScaleOf(unit);
        ForEachOfHidden(network, (slice, unit, index) => scaled.Parameters[slice.Offset + index(unit)] *= FactorOf(slice, unit));

        double[] expected = Gradients(network, out double[] outputs), actual = Gradients(scaled, out double[] outputsOfScaled);
        Assert.Equal(outputs, outputsOfScaled);
        Assert.NotEqual(expected, actual);
        ForEachOfHidden(network, (slice, unit, index) => actual[slice.Offset + index(unit)] *= FactorOf(slice, unit));
        Assert.Equal(expected, actual);
    }

    public static TheoryData<string> HiddenLayers => ["relu", "leaky relu", "batch norm", "layer norm"];

    private static Network<double> Create(string hidden)
    {
        Layer[] between = hidden switch
        {
            "relu" => [Layer.Relu()],
            "leaky relu" => [Layer.LeakyRelu(0.1)],
            "batch norm" => [Layer.BatchNorm(), Layer.Tanh()],
            _ => [Layer.LayerNorm(), Layer.Gelu()],
        };
        RandomTraining training = new(
            Inputs, Batch, [Layer.Dense(Hidden), .. between, Layer.Dense(Outputs)],
            new RandomLoss(LossKind.MeanSquaredError, HasSmoothing: false, HasWeights: false, HasExampleWeights: false, Seed: 1), RandomPenalty.None,
            Seed: 6, Pass.Training(0));
        return training.Network<double>();
    }

    private static double[] Gradients(Network<double> network, out double[] outputs)
    {
        Philox random = new(2, RandomPurpose.Trial);
        Matrix x = new([.. Enumerable.Range(0, Batch * Inputs).Select(i => random.Normal(i))], Batch, Inputs);
        Workspace<double> workspace = network.CreateWorkspace(Batch);
        ReadOnlyMatrixSpan<double> z = network.Forward(x.Span, workspace, Pass.Training(0));
        outputs = z.Values.ToArray();
        new MeanSquaredError<double>().Evaluate(z, new Matrix(Batch, Outputs).Span, workspace.OutputGradient);
        network.Backward(x.Span, workspace);
        return workspace.Gradients.ToArray();
    }

    // With the place, in its slice, of a unit's number: columns of what comes before and between, a row of the last weight.
    private static void ForEachOfHidden(Network<double> network, Action<ParameterSlice, int, Func<int, int>> action)
    {
        string last = network.Slices[^2].Name;
        foreach (ParameterSlice slice in network.Slices.SkipLast(1))
        {
            bool isLast = slice.Name == last;
            for (int other = 0; other < (isLast ? slice.Columns : slice.Rows); other++)
            {
                int at = other;
                for (int unit = 0; unit < Hidden; unit++)
                {
                    action(slice, unit, isLast ? of => (of * slice.Columns) + at : of => (at * slice.Columns) + of);
                }
            }
        }
    }

    // The last bias has no hidden unit.
    private static void ForEachOther(Network<double> network, Action<int> action)
    {
        ParameterSlice bias = network.Slices[^1];
        for (int i = bias.Offset; i < bias.Offset + bias.Length; i++)
        {
            action(i);
        }
    }

    private static void AssertPartsAddUp<T>(RandomTraining training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (double cost, T[] gradient, T[] byInput) = InParts<T>(training, training.Batch);
        foreach (int rows in (int[])[1, (training.Batch / 2) + 1])
        {
            (double ofParts, T[] added, T[] byInputOfParts) = InParts<T>(training, Math.Min(rows, training.Batch));

            // Terms of at least 0, a batch times the outputs at most, are added in another order: each addition may round by 2⁻⁵³ of the sum, on either side.
            double bound = 2 * Math.ScaleB(training.Batch * training.Network<T>().Outputs, -53) * cost;
            Assert.True(Math.Abs(cost - ofParts) <= bound, $"costs of {cost:R} and, in parts of {rows}, {ofParts:R}: {training}");
            Assert.True(gradient.AsSpan().SequenceEqual(added), $"gradients in parts of {rows}: {training}");
            Assert.True(byInput.AsSpan().SequenceEqual(byInputOfParts), $"inputs' gradients in parts of {rows}: {training}");
        }
    }

    // Passes over so many rows at a time; the loss has the whole batch's divisor, the masks are those of the whole batch.
    private static (double Cost, T[] Gradient, T[] ByInput) InParts<T>(RandomTraining training, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = training.Network<T>();
        BatchLoss<T> loss = training.Loss.OfBatch<T>(training.Batch, network.Outputs);
        Workspace<T> workspace = network.CreateWorkspace(rows);
        ReadOnlyMatrixSpan<T> x = new(training.X<T>(), training.Batch, training.Inputs);
        T[] byInput = new T[training.Batch * training.Inputs];
        double cost = 0;
        for (int first = 0; first < training.Batch; first += rows)
        {
            int count = Math.Min(rows, training.Batch - first);
            Pass pass = training.Pass.IsTraining ? Pass.Training(training.Pass.Step, training.Pass.FirstRow + first) : training.Pass;
            ReadOnlyMatrixSpan<T> part = x.Slice(first, count);
            cost += loss.EvaluatePart(network.Forward(part, workspace, pass), first, workspace.OutputGradient);
            network.Backward(part, workspace, new MatrixSpan<T>(byInput, training.Batch, training.Inputs).Slice(first, count));
        }

        return (cost, workspace.Gradients.ToArray(), byInput);
    }
}

using FastNet.Tests.Reference;

namespace FastNet.Tests.Layers;

/// <summary>
/// A difference whose step moves something over a kink is known as such. The step is 6·10⁻⁶: 10⁻⁶ is within its reach, 10⁻³ is not.
/// </summary>
public class KinkTests
{
    [Theory]
    [InlineData("relu", 1e-6, true)]
    [InlineData("relu", -1e-6, true)]
    [InlineData("relu", 1e-3, false)]
    [InlineData("softsign", 1e-6, true)]
    [InlineData("hard sigmoid", 3 + 1e-6, true)]
    [InlineData("hard sigmoid", -3 - 1e-6, true)]
    [InlineData("hard sigmoid", 1e-6, false)]
    [InlineData("hard swish", 3 - 1e-6, true)]
    [InlineData("hard swish", -3 + 1e-6, true)]
    [InlineData("hard swish", 1e-6, false)]
    [InlineData("gelu", 1e-6, false)]
    public void OneOfAnActivation(string activation, double preActivation, bool crossed)
    {
        Layer layer = activation switch
        {
            "relu" => Layer.Relu(),
            "softsign" => Layer.Softsign(),
            "hard sigmoid" => Layer.HardSigmoid(),
            "hard swish" => Layer.HardSwish(),
            _ => Layer.Gelu(),
        };
        Network<double> network = new(inputs: 1, [Layer.Dense(1), layer]);
        Assert.Equal(crossed, Crosses(network, preActivation, (_, workspace, pieces) => Kinks.AddPieces(network, workspace, pieces)));
    }

    // They lie at t, t ± δ and 1/t = t.
    [Theory]
    [InlineData(LossKind.MeanAbsoluteError, 0)]
    [InlineData(LossKind.Huber, 0.7)]
    [InlineData(LossKind.Huber, -0.7)]
    [InlineData(LossKind.Hinge, 0)]
    public void OneOfALoss(LossKind kind, double distance)
    {
        RandomLoss loss = new(kind, HasSmoothing: false, HasWeights: false, HasExampleWeights: false, Seed: 1);
        BatchLoss<double> ofBatch = loss.OfBatch<double>(rows: 1, columns: 1);
        Network<double> network = new(inputs: 1, [Layer.Dense(1)]);
        foreach ((double offset, bool crossed) in ((double, bool)[])[(1e-6, true), (-1e-6, true), (1e-3, false), (-1e-3, false)])
        {
            double output = loss.Targets(1, 1)[0, 0] + distance + offset;
            Assert.Equal(crossed, Crosses(network, output, (outputs, _, pieces) => ofBatch.AddPieces(outputs, pieces)));
        }
    }

    // Of a whole training: the network's one output is at its target, 0 or 1, or its one weight at 0.
    [Theory]
    [InlineData(1e-6, 0.5, 1)]
    [InlineData(1e-3, 0.5, 0)]
    [InlineData(0.5, 1e-6, 1)]
    [InlineData(0.5, 1e-3, 0)]
    public void ADifferenceIsSkippedAndCounted(double bias, double weight, int skipped)
    {
        TrainingProblem<double> problem = new(new(
            Inputs: 1, Batch: 1, [Layer.Dense(1), Layer.Relu()], new RandomLoss(LossKind.MeanSquaredError, false, false, false, Seed: 1),
            new RandomPenalty(PenaltyKind.L1, IsOfAll: false, Lambda: 1), Seed: 1, Pass.Inference));
        (problem.Coordinate(0), problem.Coordinate(1), problem.Coordinate(2)) = (weight, bias, 0);
        PartwiseDifferences differences = new(problem);
        int along = bias < weight ? 1 : 0;
        Assert.Equal(skipped == 1, differences.Along(Direction.Along(along)) is null);
        Assert.Equal((1, skipped), (differences.Count, differences.Skipped));
        Assert.Equal((weight, bias, 0), (problem.Coordinate(0), problem.Coordinate(1), problem.Coordinate(2)));
    }

    private delegate void AddPieces(ReadOnlyMatrixSpan<double> outputs, Workspace<double> workspace, List<int> pieces);

    // Whether a step of the bias to either side of z, the pre-activation, changes a piece.
    private static bool Crosses(Network<double> network, double z, AddPieces add)
    {
        int[] PiecesAt(double bias)
        {
            (network.Parameters[0], network.Parameters[1]) = (1, bias);
            Workspace<double> workspace = network.CreateWorkspace(1);
            List<int> pieces = [];
            add(network.Forward(new ReadOnlyMatrixSpan<double>([z], 1, 1), workspace, Pass.Inference), workspace, pieces);
            return [.. pieces];
        }

        double step = TwoSidedDifferences.BestStep(0);
        int[] first = PiecesAt(0);
        return !PiecesAt(step).SequenceEqual(first) || !PiecesAt(-step).SequenceEqual(first);
    }
}

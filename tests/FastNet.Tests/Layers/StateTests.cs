using System.Numerics;

namespace FastNet.Tests.Layers;

/// <summary>Running statistics: who moves them, when, and who has a copy.</summary>
public class StateTests
{
    private readonly double[] memory = [1, 2, 3, 5, 8, 13, 21, 34];

    private ReadOnlyMatrixSpan<double> X => new(memory, 4, 2);

    [Fact]
    public void SlicesHavePyTorchsNamesAndInitialValues()
    {
        Network<double> network = new(2, [Layer.BatchNorm(), Layer.Dense(3), Layer.BatchNorm()]);
        Assert.Equal(
            ["0.running_mean 0 2", "0.running_var 2 2", "2.running_mean 4 3", "2.running_var 7 3"],
            network.StateSlices.Select(slice => $"{slice.Name} {slice.Offset} {slice.Length}"));
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 1, 1], network.State.ToArray());
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"], network.Slices.Select(slice => slice.Name));
        Assert.Equal([ParameterKind.Scale, ParameterKind.Shift], network.Slices.Take(2).Select(slice => slice.Kind));
        Assert.Equal([1, 1], network.Slices[0].Of(network.Parameters).ToArray());
        Assert.Equal([0, 0], network.Slices[1].Of(network.Parameters).ToArray());
    }

    [Fact]
    public void NoPassMovesThemSoThatAGradientCheckIsNoTraining()
    {
        Network<double> network = new(2, [Layer.BatchNorm()]);
        Workspace<double> workspace = network.CreateWorkspace(4);
        double[] before = network.State.ToArray();
        for (int step = 0; step < 3; step++)
        {
            network.Forward(X, workspace, Pass.Training(step));
            network.Backward(X, workspace);
            network.Forward(X, workspace, Pass.Inference);
            network.Backward(X, workspace);
        }

        Assert.Equal(before, network.State.ToArray());
        Assert.Equal(0, network.BatchesTracked);
        network.CommitStatistics(workspace);
        Assert.NotEqual(before, network.State.ToArray());
        Assert.Equal(1, network.BatchesTracked);
    }

    // With statistics or without: a loop that is written once behaves alike.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACommitNeedsATrainingPassOfItsOwn(bool norm)
    {
        Network<double> network = new(2, norm ? [Layer.BatchNorm()] : [Layer.Tanh()]);
        Workspace<double> workspace = network.CreateWorkspace(4);
        Assert.Throws<InvalidOperationException>(() => network.CommitStatistics(workspace));
        network.Forward(X, workspace, Pass.Inference);
        Assert.Throws<InvalidOperationException>(() => network.CommitStatistics(workspace));
        network.Forward(X, workspace, Pass.Training(0));
        network.CommitStatistics(workspace);
        Assert.Throws<InvalidOperationException>(() => network.CommitStatistics(workspace));
        Assert.Equal(1, network.BatchesTracked);
        Assert.Throws<ArgumentException>("workspace", () => network.Clone().CommitStatistics(workspace));
        Assert.Throws<ArgumentNullException>("workspace", () => network.CommitStatistics(null!));
        Assert.Throws<ArgumentOutOfRangeException>("BatchesTracked", () => network.BatchesTracked = -1);
    }

    [Fact]
    public void APassOfInferenceComesBetweenTrainingAndCommitWithoutHarm()
    {
        Network<double> expected = new(2, [Layer.BatchNorm()]), network = expected.Clone();
        Workspace<double> workspace = network.CreateWorkspace(4);
        network.Forward(X, workspace, Pass.Training(0));
        network.Forward(X.Slice(1, 2), workspace, Pass.Inference);
        network.Backward(X.Slice(1, 2), workspace);
        network.CommitStatistics(workspace);
        Commit(expected, X);
        Assert.Equal(expected.State.ToArray(), network.State.ToArray());
    }

    [Fact]
    public void TwoWorkspacesOfOneNetworkKeepTheirOwnBatches()
    {
        Network<double> expected = new(2, [Layer.BatchNorm()]), network = expected.Clone();
        Workspace<double> first = network.CreateWorkspace(4), second = network.CreateWorkspace(4);
        network.Forward(X.Slice(0, 2), first, Pass.Training(0));
        network.Forward(X.Slice(2, 2), second, Pass.Training(0, firstRow: 2));
        network.CommitStatistics(first);
        network.CommitStatistics(second);

        Commit(expected, X.Slice(0, 2));
        Commit(expected, X.Slice(2, 2));
        Assert.Equal(expected.State.ToArray(), network.State.ToArray());
        Assert.Equal(2, network.BatchesTracked);
    }

    [Fact]
    public void ACloneHasThemInMemoryOfItsOwn()
    {
        Network<double> network = new(2, [Layer.BatchNorm()]);
        Commit(network, X);
        Network<double> clone = network.Clone();
        Assert.Equal(network.State.ToArray(), clone.State.ToArray());
        Assert.Equal(1, clone.BatchesTracked);
        Commit(clone, X);
        Assert.NotEqual(network.State.ToArray(), clone.State.ToArray());
        Assert.Equal(1, network.BatchesTracked);
    }

    [Fact]
    public void ARunningStatisticIsNoPlaceForAnInputGradient()
    {
        Network<double> network = new(2, [Layer.BatchNorm()]);
        Workspace<double> workspace = network.CreateWorkspace(4);
        network.Forward(X.Slice(0, 2), workspace, Pass.Training(0));
        Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(X.Slice(0, 2), workspace, new(network.State, 2, 2)));
    }

    // A layer of a user's own: it counts rows in training, unless it is passed over.
    [Fact]
    public void AUsersLayerMayHaveThem()
    {
        Network<double> network = new(2, [new RowCounter(OddSteps: true), new RowCounter(OddSteps: false)]);
        Workspace<double> workspace = network.CreateWorkspace(4);
        for (int step = 0; step < 3; step++)
        {
            network.Forward(X.Slice(0, 1 + step), workspace, Pass.Training(step));
            network.CommitStatistics(workspace);
        }

        Assert.Equal([100 + 2, 100 + 1 + 3], network.State.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("Length", () => new StateDeclaration("none", 0, 0));
    }

    private static void Commit(Network<double> network, ReadOnlyMatrixSpan<double> x)
    {
        Workspace<double> workspace = network.CreateWorkspace(x.Rows);
        network.Forward(x, workspace, Pass.Training(0));
        network.CommitStatistics(workspace);
    }

    private sealed record RowCounter(bool OddSteps) : Layer
    {
        public override int Outputs(int inputs) => inputs;

        public override IReadOnlyList<StateDeclaration> State(int inputs) => [new("rows", 1, InitialValue: 100)];

        public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs, OddSteps);

        private sealed class Working<T>(int units, bool oddSteps) : Layer<T>(units, units)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override int KeptLength(int maxBatch) => 1;

            public override bool IsIdentity(Pass pass) => pass.Step % 2 == 1 != oddSteps;

            public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
            {
                Assert.Equal(T.CreateChecked(100), context.State(0)[0] - context.Kept[0]);
                x.Values.CopyTo(y.Values);
                context.Kept[0] += T.CreateChecked(x.Rows);
            }

            public override void Backward(
                ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context) =>
                Assert.Fail("not asked for");

            public override void CommitStatistics(ReadOnlySpan<T> kept, int rows, Span<T> state)
            {
                state[0] += T.CreateChecked(rows);
                Assert.Equal(state[0], T.CreateChecked(100) + kept[0]);
            }
        }
    }
}

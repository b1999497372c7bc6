using FastNet.Tests.Reference;

namespace FastNet.Tests.Course;

/// <summary>Week 1: all weights 0, or all equal, never break symmetry: the units of a hidden layer stay alike however long they train.</summary>
public class SymmetryTests
{
    private const int Examples = 40;
    private const int Units = 5;

    // Two inputs; class 1 outside a circle that has about half of the examples.
    private static readonly Matrix X = new([.. Enumerable.Range(0, 2 * Examples).Select(i => new Philox(4, RandomPurpose.Trial).Normal(i))], Examples, 2);

    private static readonly Matrix Labels =
        new([.. Enumerable.Range(0, Examples).Select(i => (X[i, 0] * X[i, 0]) + (X[i, 1] * X[i, 1]) > 1.4 ? 1.0 : 0.0)], Examples, 1);

    [Fact]
    public void ZerosLeaveTheUnitsAlikeAndLearnTheShareOfOnes()
    {
        foreach (Layer activation in (Layer[])[Layer.Relu(), Layer.Tanh()])
        {
            (Network<double> network, double cost) = Train(activation, Initializer.Zeros, Initializer.Zeros);
            AssertAlike(network);

            // The last bias alone learns: the cost is the entropy of the labels. Gradient descent has 2000 steps of 0.5 for one convex number.
            double share = Labels.Values.Average();
            Assert.Equal(-(share * Math.Log(share)) - ((1 - share) * Math.Log(1 - share)), cost, 1e-9);
        }
    }

    [Fact]
    public void EqualWeightsLearnButTheUnitsStayAlike()
    {
        (Network<double> network, double cost) = Train(Layer.Tanh(), Initializer.Constant(0.5), Initializer.Constant(-0.25));
        AssertAlike(network);
        Assert.NotEqual(0.5, network.Parameters[0]);
        Assert.True(cost > 0.5, $"one unit cannot tell a circle's inside, got a cost of {cost}");
    }

    // Nothing comes back through the slope of ReLU at 0.
    [Fact]
    public void ZerosBeforeReluStayEvenBehindRandomWeights()
    {
        (Network<double> network, _) = Train(Layer.Relu(), Initializer.Zeros, Initializer.GlorotUniform);
        Assert.All(network.Parameters[..(2 * Units)].ToArray(), weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void RandomWeightsTellThemApart()
    {
        (Network<double> network, double cost) = Train(Layer.Tanh(), null, null);
        double[] first = [.. Enumerable.Range(0, Units).Select(unit => network.Parameters[unit])];
        Assert.Equal(Units, first.Distinct().Count());
        Assert.True(cost < 0.2, $"expected a circle to be learnt, got a cost of {cost}");
    }

    // [2, units] weights in, [units, 1] weights out; the bits are equal, not only the numbers.
    private static void AssertAlike(Network<double> network)
    {
        for (int unit = 1; unit < Units; unit++)
        {
            Assert.Equal(network.Parameters[0], network.Parameters[unit]);
            Assert.Equal(network.Parameters[Units], network.Parameters[Units + unit]);
            Assert.Equal(network.Parameters[2 * Units], network.Parameters[(2 * Units) + unit]);
        }
    }

    private static (Network<double> Network, double Cost) Train(Layer activation, Initializer? hidden, Initializer? last)
    {
        Network<double> network = new(2, [Layer.Dense(Units, initializer: hidden), activation, Layer.Dense(1, initializer: last)], seed: 2);
        Workspace<double> workspace = network.CreateWorkspace(Examples);
        GradientDescent<double> optimizer = new(network) { LearningRate = 0.5 };
        BinaryCrossEntropy<double> loss = new();
        double cost = double.NaN;
        for (int step = 0; step < 2000; step++)
        {
            ReadOnlyMatrixSpan<double> logits = network.Forward(X.Span, workspace, Pass.Training(step));
            cost = loss.Evaluate(logits, Labels.Span, workspace.OutputGradient);
            workspace.ClearGradients();
            network.Backward(X.Span, workspace);
            optimizer.Step(workspace.Gradients);
        }

        return (network, cost);
    }
}

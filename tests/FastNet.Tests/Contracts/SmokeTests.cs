namespace FastNet.Tests.Contracts;

public class SmokeTests
{
    [Fact]
    public void Trains()
    {
        var network = new Network<float>(2, [Layer.Dense(16), Layer.Relu(), Layer.Dense(2)], seed: 1);
        var workspace = network.CreateWorkspace(4);
        var loss = new SoftmaxCrossEntropy<float>();
        var adam = new Adam<float>(network) { LearningRate = 0.05 };
        float[] x = [0, 0, 0, 1, 1, 0, 1, 1];
        int[] classes = [0, 1, 1, 0];
        var images = new ReadOnlyMatrixSpan<float>(x, 4, 2);
        double cost = 0;
        for (int step = 0; step < 200; step++)
        {
            var logits = network.Forward(images, workspace, Pass.Training(step));
            cost = loss.Evaluate(logits, classes, workspace.OutputGradient);
            workspace.ClearGradients();
            network.Backward(images, workspace);
            adam.Step(workspace.Gradients);
        }

        Assert.True(cost < 0.05, $"cost {cost}");
    }
}

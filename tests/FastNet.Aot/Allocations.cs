namespace FastNet.Aot;

/// <summary>
/// The bytes that the whole process allocates while steps and predictions run: the least of five rounds, as the runtime's own threads
/// allocate now and then.
/// </summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>Training steps with Adam and predictions of a batch and of one row, by the network and by a predictor.</summary>
    /// <param name="widths">Inputs, hidden units, outputs.</param>
    /// <param name="batch">Rows of a step.</param>
    /// <param name="steps">Steps of a round.</param>
    /// <param name="threads">Threads to divide a step among.</param>
    public static long Measure(int[] widths, int batch, int steps, int threads)
    {
        List<Layer> layers = [Layer.Dropout(0.9)];
        foreach (int width in widths[1..^1])
        {
            layers.AddRange(
            [
                Layer.Dense(width, bias: false), Layer.BatchNorm(), Layer.Relu(), Layer.LayerNorm(), Layer.Dropout(0.8),
                Layer.Dropout(0.9, DropoutKind.Classic),
            ]);
        }

        layers.Add(Layer.Dense(widths[^1]));
        using WorkerPool workers = new(threads);
        Network<float> network = new(widths[0], layers, seed: 1);
        Workspace<float> workspace = network.CreateWorkspace(batch, workers);
        Adam<float> adam = new(network);
        SoftmaxCrossEntropy<float> loss = new();
        float[] features = new float[batch * widths[0]];
        int[] classes = new int[batch];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = (i % 17 / 17f) - 0.5f;
        }

        Predictor<float> predictor = network.ToPredictor();
        float[] scores = new float[batch * widths[^1]], scratch = new float[predictor.ScratchLength(batch, workers)];
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            using (workers.TakeLease())
            {
                for (int step = 0; step < steps; step++)
                {
                    ReadOnlyMatrixSpan<float> x = new(features, batch, widths[0]);
                    loss.Evaluate(network.Forward(x, workspace, Pass.Training(step)), classes, workspace.OutputGradient);
                    workspace.ClearGradients();
                    network.Backward(x, workspace);
                    network.CommitStatistics(workspace);
                    adam.Step(workspace.Gradients, workers);
                    network.Forward(x, workspace, Pass.Inference);
                    network.Forward(x.Slice(0, 1), workspace, Pass.Inference);
                    predictor.PredictProbabilities(x, new MatrixSpan<float>(scores, batch, widths[^1]), scratch, workers);
                    predictor.PredictClasses(x, classes, scratch);
                    predictor.Predict(x.Row(0), scores.AsSpan(0, widths[^1]));
                }
            }

            least = long.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}

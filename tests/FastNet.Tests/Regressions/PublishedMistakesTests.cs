using FastNet.Tests.Kernels;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Regressions;

/// <summary>
/// Mistakes that libraries have shipped, each test named after one. More stand with what they concern: statistics that never move and momentum reversed
/// (<c>Layers/BatchNormTests</c>, <c>Training/TrainerStatisticsTests</c>), decay of biases (<c>Optimizers/RegularizerTests</c>), features shuffled instead of
/// examples (<c>Training/MiniBatchesTests</c>), early stopping that restores nothing, or the wrong epoch (<c>Training/TrainerTests</c>).
/// </summary>
public sealed class PublishedMistakesTests
{
    // Of 10⁵ draws with p = 0.9 the share kept is 0.9 within five standard errors of √(0.09/10⁵) ≈ 0.001; taken as what to drop, it is 0.1.
    [Fact]
    public void TheProbabilityToKeepTakenAsTheProbabilityToDrop()
    {
        Network<float> network = new(1000, [Layer.Dropout(keepProbability: 0.9)]);
        Workspace<float> workspace = network.CreateWorkspace(100);
        float[] ones = new float[100_000];
        ones.AsSpan().Fill(1);
        int kept = 0;
        foreach (float y in network.Forward(new ReadOnlyMatrixSpan<float>(ones, 100, 1000), workspace, Pass.Training(0)).Values)
        {
            kept += y != 0 ? 1 : 0;
        }

        Assert.InRange(kept / 100_000.0, 0.895, 0.905);
    }

    // Under a gradient that stays the same, m̂ = g and v̂ = g² after every step, so each step is α against the sign of g. Without correction the first
    // would be 0.1/√0.001 ≈ 3.2 α; with t from 0, or from 2, it would be something else again.
    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("AmsGrad")]
    public void AdamsBiasCorrectionLeftOutOrOneStepOff(string name)
    {
        Network<double> network = new(1, [Layer.Dense(2)], seed: 1);
        double[] start = network.Parameters.ToArray(), gradient = [3, -0.02, 1, -1];
        AdaptiveMoments<double> optimizer = name switch
        {
            "Adam" => new Adam<double>(network),
            "AdamW" => new AdamW<double>(network, weightDecay: 0),
            _ => new AmsGrad<double>(network),
        };
        optimizer.LearningRate = 0.01;
        for (int step = 1; step <= 20; step++)
        {
            optimizer.Step([.. gradient]);
            for (int i = 0; i < 4; i++)
            {
                // ε = 10⁻⁸ takes 5·10⁻⁷ of a step where |g| = 0.02.
                Assert.Equal(start[i] - (step * 0.01 * Math.Sign(gradient[i])), network.Parameters[i], 1e-7);
            }
        }
    }

    // Examples (1, 2), (2, 0) and, alone in the last batch, (3, 6): w ← w − α·mean of 2(wx − t)x.
    [Fact]
    public void TheLastShortBatchScaledAsIfItWereFull()
    {
        Network<double> network = new(1, [Layer.Dense(1, bias: false)]);
        network.Parameters[0] = 1;
        Dataset<double> data = new([1, 2, 3], 1, [2.0, 0, 6], 1);
        GradientDescent<double> descent = new(network) { LearningRate = 0.125 };
        TrainingHistory history = new Trainer<double>(network, descent, new MeanSquaredError<double>()) { Shuffle = false }.Fit(data, null, 1, batchSize: 2);

        // ½(2·(−1)·1 + 2·2·2) = 3: w = 0.625; then 2·(1.875 − 6)·3 = −24.75: w = 3.71875. All exact.
        Assert.Equal(3.71875, network.Parameters[0]);

        // And the cost of the epoch is the mean over examples, (1 + 4 + 4.125²)/3, not over batches.
        Assert.Equal((1 + 4 + (4.125 * 4.125)) / 3, history.Epochs[0].TrainCost, 1e-14);
    }

    // Inputs of 0 leave the penalty's gradient alone: w ← w − α·λ/m·w with m = 8, the training examples, whatever the batch.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void LambdaDividedByTheBatch(int batchSize)
    {
        Network<double> network = new(2, [Layer.Dense(1, bias: false)], seed: 1);
        double[] start = network.Parameters.ToArray();
        Dataset<double> data = new(new double[16], 2, new double[8], 1);
        GradientDescent<double> descent = new(network) { LearningRate = 0.5, Regularizer = Regularizer.L2(lambda: 4, trainingExamples: data.Count) };
        new Trainer<double>(network, descent, new MeanSquaredError<double>()).Fit(data, null, 1, batchSize);
        int steps = (8 + batchSize - 1) / batchSize;
        Assert.Equal(start.Select(w => w * Math.Pow(0.75, steps)), network.Parameters.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void DecayOfANormalisationsScaleAndShift()
    {
        Network<double> network = new(3, [Layer.Dense(4), Layer.BatchNorm(), Layer.LayerNorm(), Layer.Dense(2)], seed: 1);
        double[] start = network.Parameters.ToArray();
        AdamW<double> adam = new(network, weightDecay: 0.5) { LearningRate = 0.1 };
        adam.Step(new double[start.Length]);
        Assert.All(
            network.Slices,
            slice => Assert.Equal(
                slice.Of(start.AsSpan()).ToArray().Select(w => slice.Kind == ParameterKind.Weight ? w * 0.95 : w),
                slice.Of(network.Parameters).ToArray()));
        Assert.Equal(
            ["0.weight", "3.weight"],
            adam.Treatments().Where(treatment => treatment.Regularizer != Regularizer.None).Select(treatment => treatment.Slice.Name));
    }

    [Fact]
    public async Task OneNetworkCorruptedByTwoThreads()
    {
        const int Threads = 4, Passes = 100, Batch = 5;
        Network<float> network = new(
            9,
            [
                Layer.Dense(33), Layer.BatchNorm(), Layer.Gelu(), Layer.Dropout(0.7), Layer.Dense(20), Layer.LayerNorm(), Layer.Tanh(), Layer.Dense(3),
            ],
            seed: 8);
        float[][] alone = [.. Enumerable.Range(0, Threads).Select(Run)];
        using Barrier together = new(Threads);
        float[][] atOnce = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return Run(thread);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        for (int thread = 0; thread < Threads; thread++)
        {
            Bits.AssertSame<float>(alone[thread], atOnce[thread], $"thread {thread}");
        }

        // Outputs at inference, outputs in training and gradients, each thread of its own numbers and steps.
        float[] Run(int thread)
        {
            Workspace<float> workspace = network.CreateWorkspace(Batch);
            Philox random = new((ulong)thread, RandomPurpose.Trial);
            float[] memory = [.. Enumerable.Range(0, Batch * 9).Select(i => (float)random.Normal(i))];
            ReadOnlyMatrixSpan<float> x = new(memory, Batch, 9);
            List<float> results = [];
            for (int pass = 0; pass < Passes; pass++)
            {
                results.AddRange(network.Forward(x, workspace, Pass.Inference).Values);
                ReadOnlyMatrixSpan<float> outputs = network.Forward(x, workspace, Pass.Training((thread * Passes) + pass));
                results.AddRange(outputs.Values);
                outputs.Values.CopyTo(workspace.OutputGradient.Values);
                network.Backward(x, workspace);
            }

            results.AddRange(workspace.Gradients);
            return [.. results];
        }
    }

    // A property's attribute must be a fact to the runner: that of another major version of xunit would be none, and its tests would never be run.
    [Fact]
    public void PropertiesThatAreNeverRun() => Assert.True(typeof(FactAttribute).IsAssignableFrom(typeof(PropertyAttribute)));
}

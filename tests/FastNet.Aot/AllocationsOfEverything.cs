namespace FastNet.Aot;

/// <summary>
/// The bytes that the whole process allocates while a network with every kind of layer is trained, by each optimizer in turn, with regularizers,
/// groups, clipping, noise, a schedule and both averages on.
/// </summary>
public static class AllocationsOfEverything
{
    private const int Rounds = 5;
    private const int Batch = 12;
    private const int Inputs = 9;

    /// <summary>The least of five rounds for each optimizer, summed.</summary>
    /// <param name="steps">Steps of a round.</param>
    /// <param name="threads">Threads to divide a step among.</param>
    public static long Measure(int steps, int threads)
    {
        Layer[] activations =
        [
            Layer.Identity(), Layer.Relu(), Layer.LeakyRelu(), Layer.Elu(), Layer.Selu(), Layer.Softplus(), Layer.Silu(), Layer.Gelu(), Layer.GeluTanh(),
            Layer.Mish(), Layer.HardSigmoid(), Layer.HardSwish(), Layer.Softsign(), Layer.Tanh(), Layer.Sigmoid(),
        ];
        List<Layer> layers = [Layer.BatchNorm(), Layer.Dropout(0.9)];
        foreach (Layer activation in activations)
        {
            layers.AddRange([Layer.Dense(11), Layer.LayerNorm(), activation, Layer.Dropout(0.8, DropoutKind.Classic)]);
        }

        layers.Add(Layer.Dense(4));
        using WorkerPool workers = new(threads);
        long sum = 0;
        foreach (Func<Network<float>, Optimizer<float>> create in (Func<Network<float>, Optimizer<float>>[])
            [
                network => new GradientDescent<float>(network), network => new Momentum<float>(network), network => new Nesterov<float>(network),
                network => new RmsProp<float>(network, isCentered: true, momentum: 0.5), network => new Adagrad<float>(network), network => new Adam<float>(network),
                network => new AdamW<float>(network), network => new AmsGrad<float>(network), network => new Nadam<float>(network),
            ])
        {
            Network<float> network = new(Inputs, layers, seed: 1);
            Optimizer<float> optimizer = create(network);
            optimizer.LearningRate = 1e-5;
            optimizer.Regularizer = Regularizer.L1(1e-3, 10).And(Regularizer.L2(1e-3, 10)).And(Regularizer.WeightDecay(0.1))
                .And(Regularizer.ProximalL1(1e-3, 10)).And(Regularizer.MaxNorm(3));
            optimizer.Groups =
            [
                new("biases", slice => slice.Kind == ParameterKind.Bias) { LearningRate = 1e-4 }, new("scales", slice => slice.Kind == ParameterKind.Scale) { IsFrozen = true },
            ];
            optimizer.Clipping = optimizer.MomentNames.Count % 2 == 0 ? Clipping.ByGlobalNorm(0.1) : Clipping.ByValue(0.1);
            optimizer.Noise = new(1e-4);
            sum += Measure(network, optimizer, steps, workers);
        }

        return sum;
    }

    private static long Measure(Network<float> network, Optimizer<float> optimizer, int steps, WorkerPool workers)
    {
        Workspace<float> workspace = network.CreateWorkspace(Batch, workers);
        SoftmaxCrossEntropy<float> loss = new(labelSmoothing: 0.1, classWeights: [1, 2, 3, 4]);
        Schedule schedule = Schedules.WarmUp(3, unit: ScheduleUnit.Step).Then(Schedules.Cosine(1000), 3, ScheduleUnit.Step);
        ExponentialParameterAverage<float> exponential = new(network, 0.99);
        StochasticWeightAverage<float> equal = new(network);
        float[] features = [.. Enumerable.Range(0, Batch * Inputs).Select(i => (i % 17 / 17f) - 0.5f)];
        int[] classes = [.. Enumerable.Range(0, Batch).Select(i => i % 4)];
        float[] weights = [.. Enumerable.Range(0, Batch).Select(i => 1f + i)];
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            using (workers.TakeLease())
            {
                for (int step = 0; step < steps; step++)
                {
                    ReadOnlyMatrixSpan<float> x = new(features, Batch, Inputs);
                    Targets<float> targets = new Targets<float>(classes).WithWeights(weights);
                    loss.Evaluate(network.Forward(x, workspace, Pass.Training(step)), targets, workspace.OutputGradient, loss.Divisor(targets));
                    workspace.ClearGradients();
                    network.Backward(x, workspace);
                    network.CommitStatistics(workspace);
                    optimizer.LearningRateFactor = schedule.Factor(new ScheduleTime(1, step));
                    optimizer.Step(workspace.Gradients, workers);
                    optimizer.Penalty();
                    exponential.Update();
                    equal.Update();
                }
            }

            least = long.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace FastNet.Aot;

/// <summary>
/// A network with every kind of layer, trained by each optimizer in turn with each loss, with regularizers, groups, clipping, noise, a schedule and
/// both averages on: for its bits, and for what it allocates.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TrainingOfEveryKind<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Optimizers = 9;
    private const int Rounds = 5;
    private const int Batch = 12;
    private const int Inputs = 9;
    private const int Outputs = 4;

    private readonly WorkerPool workers;
    private readonly Network<T> network;
    private readonly Workspace<T> workspace;
    private readonly Optimizer<T> optimizer;
    private readonly Loss<T> loss;
    private readonly Schedule schedule = Schedules.WarmUp(3, unit: ScheduleUnit.Step).Then(Schedules.Cosine(1000, unit: ScheduleUnit.Step));
    private readonly ExponentialParameterAverage<T> exponential;
    private readonly StochasticWeightAverage<T> equal;
    private readonly T[] features = [.. Enumerable.Range(0, Batch * Inputs).Select(i => T.CreateTruncating((i * 7 % 17 / 17.0) - 0.5))];
    private readonly T[] values = [.. Enumerable.Range(0, Batch * Outputs).Select(i => T.CreateTruncating(i % 3 == 0 ? 1 : -1))];
    private readonly T[] probabilities = [.. Enumerable.Range(0, Batch * Outputs).Select(i => T.CreateTruncating(i % 5 / 4.0))];
    private readonly int[] classes = [.. Enumerable.Range(0, Batch).Select(i => i % Outputs)];
    private readonly T[] weights = [.. Enumerable.Range(0, Batch).Select(i => T.CreateTruncating(1 + (i / 8.0)))];

    private TrainingOfEveryKind(int number, WorkerPool workers)
    {
        this.workers = workers;
        network = new Network<T>(Inputs, Layers(), seed: 1);
        workspace = network.CreateWorkspace(Batch, workers);
        optimizer = Create(number, network);
        loss = CreateLoss(number);
        exponential = new ExponentialParameterAverage<T>(network, 0.99);
        equal = new StochasticWeightAverage<T>(network);
    }

    /// <summary>A hash of parameters, running statistics and averages after some steps with each optimizer.</summary>
    public static ulong Hash(WorkerPool workers)
    {
        ulong hash = 14695981039346656037;
        for (int number = 0; number < Optimizers; number++)
        {
            TrainingOfEveryKind<T> training = new(number, workers);
            for (int step = 0; step < 20; step++)
            {
                hash = SmallTraining.Hash(hash, BitConverter.GetBytes(training.Step(step)));
            }

            foreach (ReadOnlySpan<T> numbers in (T[][])
                [training.network.Parameters.ToArray(), training.network.State.ToArray(), training.exponential.Values.ToArray(), training.equal.Values.ToArray()])
            {
                hash = SmallTraining.Hash(hash, MemoryMarshal.AsBytes(numbers));
            }
        }

        return hash;
    }

    /// <summary>The bytes that the whole process allocates in a round of steps: the least of five rounds for each optimizer, summed.</summary>
    /// <param name="steps">Steps of a round.</param>
    /// <param name="threads">Threads to divide a step among.</param>
    public static long Allocations(int steps, int threads)
    {
        using WorkerPool workers = new(threads);
        long sum = 0;
        for (int number = 0; number < Optimizers; number++)
        {
            TrainingOfEveryKind<T> training = new(number, workers);
            long least = long.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                using (workers.TakeLease())
                {
                    for (int step = 0; step < steps; step++)
                    {
                        training.Step(step);
                    }
                }

                least = long.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            sum += least;
        }

        return sum;
    }

    private static List<Layer> Layers()
    {
        List<Layer> layers = [Layer.BatchNorm(), Layer.Dropout(0.9)];
        foreach (Layer activation in (Layer[])
            [
                Layer.Identity(), Layer.Relu(), Layer.LeakyRelu(), Layer.Elu(), Layer.Selu(), Layer.Softplus(), Layer.Silu(), Layer.Gelu(), Layer.GeluTanh(),
                Layer.Mish(), Layer.HardSigmoid(), Layer.HardSwish(), Layer.Softsign(), Layer.Tanh(), Layer.Sigmoid(),
            ])
        {
            layers.AddRange([Layer.Dense(11), Layer.LayerNorm(), activation, Layer.Dropout(0.8, DropoutKind.Classic)]);
        }

        layers.Add(Layer.Dense(Outputs));
        return layers;
    }

    private static Optimizer<T> Create(int number, Network<T> network)
    {
        Optimizer<T> optimizer = number switch
        {
            0 => new GradientDescent<T>(network),
            1 => new Momentum<T>(network),
            2 => new Nesterov<T>(network),
            3 => new RmsProp<T>(network, centered: true, momentum: 0.5),
            4 => new Adagrad<T>(network),
            5 => new Adam<T>(network),
            6 => new AdamW<T>(network),
            7 => new AmsGrad<T>(network),
            _ => new Nadam<T>(network),
        };
        optimizer.LearningRate = 1e-3;
        optimizer.Regularizer = Regularizer.L1(1e-3, 10).And(Regularizer.L2(1e-3, 10)).And(Regularizer.WeightDecay(0.1))
            .And(Regularizer.ProximalL1(1e-3, 10)).And(Regularizer.MaxNorm(1));
        optimizer.Groups =
        [
            new("biases", slice => slice.Kind == ParameterKind.Bias) { LearningRate = 1e-2 }, new("scales", slice => slice.Kind == ParameterKind.Scale) { IsFrozen = true },
        ];
        optimizer.Clipping = number % 2 == 0 ? Clipping.ByGlobalNorm(0.1) : Clipping.ByValue(0.01);
        optimizer.Noise = new(1e-4);
        return optimizer;
    }

    private static Loss<T> CreateLoss(int number) => number switch
    {
        0 => new SoftmaxCrossEntropy<T>(labelSmoothing: 0.1, classWeights: [1, 2, 3, 4]),
        1 => new BinaryCrossEntropy<T>(3),
        2 => new MeanSquaredError<T>(),
        3 => new MeanAbsoluteError<T>(),
        4 => new Huber<T>(0.5),
        5 => new Hinge<T>(),
        _ => new SoftmaxCrossEntropy<T>(),
    };

    private double Step(int step)
    {
        ReadOnlyMatrixSpan<T> x = new(features, Batch, Inputs);
        Targets<T> targets = (loss is SoftmaxCrossEntropy<T> ? new Targets<T>(classes)
            : new Targets<T>(new ReadOnlyMatrixSpan<T>(loss is BinaryCrossEntropy<T> ? probabilities : values, Batch, Outputs))).WithWeights(weights);
        double cost = loss.Evaluate(network.Forward(x, workspace, Pass.Training(step)), targets, workspace.OutputGradient, loss.Divisor(targets));
        workspace.ClearGradients();
        network.Backward(x, workspace);
        network.CommitStatistics(workspace);
        optimizer.LearningRateFactor = schedule.Factor(new ScheduleTime(1, step));
        optimizer.Step(workspace.Gradients, workers);
        exponential.Update();
        equal.Update();
        return cost + optimizer.Penalty();
    }
}

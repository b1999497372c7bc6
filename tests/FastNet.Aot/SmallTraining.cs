using System.Numerics;
using System.Runtime.InteropServices;

namespace FastNet.Aot;

/// <summary>
/// A training run that meets every built kernel, large enough to be divided among threads, and the hash of all its bits. The same source
/// runs in the tests and ahead of time.
/// </summary>
public static class SmallTraining
{
    private const int Examples = 150;
    private const int Batch = 64;
    private const int Inputs = 100;
    private const int Classes = 7;
    private const int Epochs = 4;

    /// <summary>The hash of parameters, costs and predictions after training with each optimizer, and the last cost.</summary>
    /// <param name="workers">Threads; null for the caller's own.</param>
    public static (ulong Hash, double Cost) Run<T>(WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        double cost = 0;
        for (int optimizer = 0; optimizer < 4; optimizer++)
        {
            Network<T> network = new(
                Inputs,
                [
                    Layer.Dropout(0.9), Layer.Dense(131), Layer.Relu(), Layer.Dropout(0.8), Layer.Dense(75), Layer.Tanh(),
                    Layer.Dense(33, bias: false), Layer.LeakyRelu(), Layer.Dense(20), Layer.Sigmoid(), Layer.Dense(Classes),
                ],
                seed: 2026);
            cost = Train(network, Create(network, optimizer), workers);
            hash = Hash(hash, MemoryMarshal.AsBytes(network.Parameters));
            hash = Hash(hash, BitConverter.GetBytes(cost));
            hash = Predict(network, workers, hash);
        }

        return (hash, cost);
    }

    private static Optimizer<T> Create<T>(Network<T> network, int optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => optimizer switch
        {
            0 => new Adam<T>(network) { LearningRate = 0.003, Regularizer = Regularizer.WeightDecay(0.01) },
            1 => new RmsProp<T>(network) { LearningRate = 0.001 },
            2 => new Momentum<T>(network) { LearningRate = 0.1, Regularizer = Regularizer.L2(1, Examples) },
            _ => new GradientDescent<T>(network) { LearningRate = 0.1 },
        };

    private static double Train<T>(Network<T> network, Optimizer<T> optimizer, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] features, int[] classes) = Data<T>();
        Workspace<T> workspace = network.CreateWorkspace(Batch, workers);
        SoftmaxCrossEntropy<T> loss = new();
        double cost = 0;
        for (int step = 0, epoch = 0; epoch < Epochs; epoch++)
        {
            for (int first = 0; first < Examples; first += Batch, step++)
            {
                int rows = int.Min(Batch, Examples - first);
                ReadOnlyMatrixSpan<T> x = new(features.AsSpan(first * Inputs), rows, Inputs);
                ReadOnlyMatrixSpan<T> outputs = network.Forward(x, workspace, Pass.Training(step));
                cost = loss.Evaluate(outputs, classes.AsSpan(first, rows), workspace.OutputGradient);
                workspace.ClearGradients();
                network.Backward(x, workspace);
                optimizer.Step(workspace.Gradients, workers);
            }
        }

        return cost;
    }

    // All rows at once, then each row alone: the same bits twice.
    private static ulong Predict<T>(Network<T> network, WorkerPool? workers, ulong hash)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] features, _) = Data<T>();
        Workspace<T> many = network.CreateWorkspace(Examples, workers);
        Workspace<T> one = network.CreateWorkspace(1);
        ReadOnlyMatrixSpan<T> x = new(features, Examples, Inputs);
        ReadOnlyMatrixSpan<T> together = network.Forward(x, many, Pass.Inference);
        for (int row = 0; row < Examples; row++)
        {
            ReadOnlySpan<T> alone = network.Forward(x.Slice(row, 1), one, Pass.Inference).Row(0);
            if (!alone.SequenceEqual(together.Row(row)))
            {
                throw new InvalidOperationException($"Row {row} alone and in a batch differ.");
            }

            hash = Hash(hash, MemoryMarshal.AsBytes(alone));
        }

        return hash;
    }

    private static (T[] Features, int[] Classes) Data<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(seed: 1, RandomPurpose.Split);
        T[] features = new T[Examples * Inputs];
        int[] classes = new int[Examples];
        for (int i = 0; i < Examples; i++)
        {
            classes[i] = i % Classes;
            for (int j = 0; j < Inputs; j++)
            {
                double signal = j % Classes == classes[i] ? 1 : 0;
                features[(i * Inputs) + j] = T.CreateTruncating(signal + random.Normal((i * Inputs) + j));
            }
        }

        return (features, classes);
    }

    /// <summary>FNV-1a (Fowler, Noll, Vo), 64 bits, of more bytes.</summary>
    public static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}

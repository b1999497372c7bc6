using System.Numerics;
using System.Runtime.InteropServices;

namespace FastNet.Tests.Layers;

/// <summary>
/// A random training, built in the product. Its coordinates are the parameters, in their order, followed by the inputs, row by row; dropout's masks
/// are held by seed and step.
/// </summary>
internal sealed class TrainingProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RandomTraining training;
    private readonly Network<T> network;
    private readonly Workspace<T> workspace;
    private readonly T[] x;
    private readonly BatchLoss<T> loss;
    private readonly Optimizer<T> optimizer;
    private readonly List<int> pieces = [];

    public TrainingProblem(RandomTraining training)
    {
        this.training = training;
        network = training.Network<T>();
        workspace = network.CreateWorkspace(training.Batch);
        x = training.X<T>();
        loss = training.Loss.OfBatch<T>(training.Batch, network.Outputs);
        optimizer = training.Penalty.Optimizer(network);
        Tensors = CoordinateRange.TensorsOf(network, x.Length);
    }

    /// <summary>Every parameter, and the inputs.</summary>
    public IReadOnlyList<CoordinateRange> Tensors { get; }

    /// <summary>The number of coordinates.</summary>
    public int Count => network.Parameters.Length + x.Length;

    /// <summary>The parts that <see cref="EvaluateParts"/> writes.</summary>
    public int PartCount => training.Batch + 1;

    public ref T Coordinate(int index) =>
        ref index < network.Parameters.Length ? ref network.Parameters[index] : ref x[index - network.Parameters.Length];

    /// <summary>
    /// The cost, penalty included, and its gradient by every coordinate: the one that an optimizer's step follows. Parameters' gradients are added
    /// to what was there.
    /// </summary>
    public (double Cost, double[] Gradient) Gradient(T there = default)
    {
        var byInput = new T[x.Length];
        workspace.Gradients.Fill(there);
        ReadOnlyMatrixSpan<T> outputs = network.Forward(X, workspace, training.Pass);
        double cost = loss.Evaluate(outputs, workspace.OutputGradient) + optimizer.Penalty();
        network.Backward(X, workspace, new(byInput, training.Batch, network.Inputs));

        T[] parameters = network.Parameters.ToArray();
        optimizer.Step(workspace.Gradients);
        parameters.CopyTo(network.Parameters);
        return (cost, [.. workspace.Gradients.ToArray().Concat(byInput).Select(double.CreateTruncating)]);
    }

    /// <summary>The cost as its parts, which add up to it: each row's, and the penalty. <see cref="Pieces"/> are of the same pass.</summary>
    public void EvaluateParts(Span<double> parts)
    {
        ReadOnlyMatrixSpan<T> outputs = network.Forward(X, workspace, training.Pass);
        for (int i = 0; i < outputs.Rows; i++)
        {
            parts[i] = loss.EvaluatePart(outputs.Slice(i, 1), i);
        }

        parts[^1] = optimizer.Penalty();
        pieces.Clear();
        Kinks.AddPieces(network, workspace, pieces);
        loss.AddPieces(outputs, pieces);
        if (training.Penalty.HasMagnitudes)
        {
            foreach (T parameter in network.Parameters)
            {
                pieces.Add(T.IsNegative(parameter) ? 0 : 1);
            }
        }
    }

    /// <summary>The pieces between kinks on which activations, outputs and penalised parameters lay.</summary>
    public ReadOnlySpan<int> Pieces => CollectionsMarshal.AsSpan(pieces);

    private ReadOnlyMatrixSpan<T> X => new(x, training.Batch, network.Inputs);
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>How a network does on a data set, without dropout.</summary>
/// <param name="Loss">The mean loss; no penalty.</param>
/// <param name="Error">Classes: the share of examples whose largest output is not their class's. Values: √(mean squared difference).</param>
public readonly record struct Evaluation(double Loss, double Error)
{
    /// <summary>1 − error: for classes, the share that is right.</summary>
    public double Accuracy => 1 - Error;

    /// <summary>Runs the network over all examples, in batches as large as the workspace takes. It allocates nothing.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="data">At least one example.</param>
    /// <param name="workspace">One of the network's.</param>
    /// <exception cref="ArgumentException">There is no example, or a shape does not fit.</exception>
    public static Evaluation Of<T>(Network<T> network, Loss<T> loss, Dataset<T> data, Workspace<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(workspace);
        if (data.Count == 0)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(data));
        }

        double divisor = loss.Divisor(data.Targets);
        double mean = 0;
        double wrong = 0;
        for (int first = 0; first < data.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, data.Count - first);
            ReadOnlyMatrixSpan<T> outputs = network.Forward(data.Features.Slice(first, count), workspace, Pass.Inference);
            mean += loss.Evaluate(outputs, data.Targets.Slice(first, count), default, divisor);
            wrong += data.HasClasses
                ? count - Metrics.CountCorrect(outputs, data.Classes.Slice(first, count))
                : Metrics.SumOfSquaredErrors(outputs, data.Values.Slice(first, count));
        }

        return new(mean, data.HasClasses ? wrong / data.Count : Math.Sqrt(wrong / ((double)data.Count * data.ValueCount)));
    }
}

using System.Numerics;
using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>How a network does on a data set, without dropout.</summary>
/// <param name="Loss">The mean loss; no penalty.</param>
/// <param name="Error">
/// As <see cref="Loss{T}.ErrorOf"/> says. Softmax cross-entropy: the share of examples whose largest output is not their class's. Binary
/// cross-entropy and hinge: the share of elements whose output lies on the wrong side of 0. Other losses of values: √(mean squared difference).
/// </param>
/// <param name="ErrorIsShare">Whether the error is a share from 0 to 1, and not a distance.</param>
public readonly record struct Evaluation(double Loss, double Error, bool ErrorIsShare)
{
    /// <summary>1 − error, the share that is right; NaN where the error is a distance.</summary>
    public double Accuracy => ErrorIsShare ? 1 - Error : double.NaN;

    /// <summary>The mean of the classes' F1 = 2·precision·recall/(precision + recall), a rare class's counting as much as a frequent one's; null where it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MacroF1 { get; init; }

    /// <summary>Runs the network over all examples, in batches as large as the workspace takes. It allocates nothing.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="data">At least one example.</param>
    /// <param name="workspace">One of the network's.</param>
    /// <param name="counts">Of as many classes, for <see cref="MacroF1"/>; what it holds is added to, so it is best new. Null where that is not asked for.</param>
    /// <exception cref="ArgumentException">There is no example, or a shape does not fit.</exception>
    public static Evaluation Of<T>(Network<T> network, Loss<T> loss, Dataset<T> data, Workspace<T> workspace, ConfusionMatrix? counts = null)
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

        EvaluationSum<T> sum = new(loss, counts);
        for (int first = 0; first < data.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, data.Count - first);
            sum.Add(network.Forward(data.Features.Slice(first, count), workspace, Pass.Inference), data.Targets.Slice(first, count));
        }

        return sum.Result;
    }
}

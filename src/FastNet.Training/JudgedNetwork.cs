using System.Numerics;

namespace FastNet.Training;

/// <summary>What is evaluated and kept of a training: the network itself, or a copy with the average of its parameters once there is one.</summary>
internal sealed class JudgedNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> trained;
    private readonly Workspace<T> trainedWorkspace;
    private readonly ParameterAverage<T>? average;
    private readonly Network<T>? averaged;
    private readonly Workspace<T>? averagedWorkspace;

    public JudgedNetwork(Network<T> network, Workspace<T> workspace, Averaging<T>? averaging, WorkerPool? workers)
    {
        trained = network;
        trainedWorkspace = workspace;
        average = averaging?.Average;
        averaged = averaging is null ? null : network.Clone();
        averagedWorkspace = averaged?.CreateWorkspace(workspace.MaxBatch, workers);
    }

    /// <summary>The network to evaluate and to keep.</summary>
    public Network<T> Network => HasAverage ? averaged! : trained;

    /// <summary>Whether its parameters and statistics are finite.</summary>
    public bool IsFinite => AreFinite(Network.Parameters) && AreFinite(Network.State);

    private bool HasAverage => average?.Count > 0;

    private Workspace<T> Workspace => HasAverage ? averagedWorkspace! : trainedWorkspace;

    /// <summary>Takes the average as it is now; running statistics are taken anew with it, over the train part.</summary>
    public void Refresh(Dataset<T> train, long step)
    {
        if (!HasAverage || averaged is null || averagedWorkspace is null)
        {
            return;
        }

        average!.CopyTo(averaged.Parameters);
        trained.State.CopyTo(averaged.State);
        averaged.BatchesTracked = trained.BatchesTracked;
        if (averaged.State.Length == 0)
        {
            return;
        }

        for (int first = 0; first < train.Count; first += averagedWorkspace.MaxBatch)
        {
            int count = int.Min(averagedWorkspace.MaxBatch, train.Count - first);

            // One example has no statistics.
            if (count > 1)
            {
                averaged.Forward(train.Features.Slice(first, count), averagedWorkspace, Pass.Training(step, first));
                averaged.CommitStatistics(averagedWorkspace);
            }
        }
    }

    public Evaluation Evaluate(Loss<T> loss, Dataset<T> data) => Evaluation.Of(Network, loss, data, Workspace);

    private static bool AreFinite(ReadOnlySpan<T> values)
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}

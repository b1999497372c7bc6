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

    // The same network, whose batch norms forget the past: after a commit its statistics are one batch's.
    private readonly Network<T>? measured;
    private readonly Workspace<T>? measuredWorkspace;
    private readonly double[] sums;

    public JudgedNetwork(Network<T> network, Workspace<T> workspace, Averaging<T>? averaging, WorkerPool? workers)
    {
        trained = network;
        trainedWorkspace = workspace;
        sums = new double[averaging is null ? 0 : network.State.Length];
        if (averaging is not null)
        {
            average = averaging.Average;
            averaged = network.Clone();
            measured = new Network<T>(network.Inputs, [.. network.Layers.Select(WithoutPast)], network.Seed);
            measuredWorkspace = measured.CreateWorkspace(workspace.MaxBatch, workers);
        }
    }

    /// <summary>The network to evaluate and to keep.</summary>
    public Network<T> Network => HasAverage ? averaged! : trained;

    /// <summary>Whether its parameters and statistics are finite.</summary>
    public bool IsFinite => Finite.Are(Network.Parameters) && Finite.Are(Network.State);

    private bool HasAverage => average?.Count > 0;

    /// <summary>
    /// Takes the average as it is now. Running statistics belong to the parameters that they were taken with: the average's are the means over
    /// the batches of the train part (Izmailov et al., UAI 2018, section 3.2), each batch by its examples.
    /// </summary>
    /// <param name="batches">The train part, in the order of an epoch: a data set sorted by classes has no batch like the whole.</param>
    /// <param name="step">Selects the dropout masks.</param>
    public void Refresh(IBatches<T> batches, long step)
    {
        if (!HasAverage || averaged is null || measured is null || measuredWorkspace is null)
        {
            return;
        }

        average!.CopyTo(measured.Parameters);
        trained.State.CopyTo(measured.State);
        if (sums.Length > 0)
        {
            Measure(batches, step, measured, measuredWorkspace);
        }

        measured.Parameters.CopyTo(averaged.Parameters);
        measured.State.CopyTo(averaged.State);
        averaged.BatchesTracked = trained.BatchesTracked;
    }

    public Evaluation Evaluate(Loss<T> loss, IExamples<T> examples, bool countsClasses = false)
    {
        ConfusionMatrix? counts = countsClasses ? new(examples.ClassCount) : null;
        return HasAverage ? examples.Evaluate(measured!, loss, measuredWorkspace!, counts) : examples.Evaluate(trained, loss, trainedWorkspace, counts);
    }

    private static Layer WithoutPast(Layer layer) => layer is BatchNormLayer norm ? new BatchNormLayer(0, norm.Epsilon, norm.Unbiased) : layer;

    private void Measure(IBatches<T> batches, long step, Network<T> network, Workspace<T> workspace)
    {
        Array.Clear(sums);
        long examples = 0;
        for (long position = 0; batches.HasBatchFrom(position); position += batches.BatchSize)
        {
            MiniBatch<T> batch = batches.From(position);
            for (int first = 0; first < batch.Count; first += workspace.MaxBatch)
            {
                int count = int.Min(workspace.MaxBatch, batch.Count - first);
                network.Forward(batch.Features.Slice(first, count), workspace, Pass.Training(step, first));
                network.CommitStatistics(workspace);
                examples += count;
                for (int j = 0; j < sums.Length; j++)
                {
                    sums[j] += count * double.CreateTruncating(network.State[j]);
                }
            }
        }

        for (int j = 0; j < sums.Length; j++)
        {
            network.State[j] = T.CreateTruncating(sums[j] / examples);
        }
    }
}

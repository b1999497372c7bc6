using System.Numerics;

namespace FastNet.Training;

/// <summary>A batch's way through a network and back, in the order of every training: a part at a time where the batch is larger than the workspace.</summary>
internal static class Backpropagation
{
    /// <summary>
    /// Leaves the loss's gradients in the workspace and commits the batch's statistics; no penalty in either. A part whose loss is not finite goes no further: its
    /// gradients are not added, and running statistics do not take it in.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="workspace">One of the network's.</param>
    /// <param name="batch">At least one example.</param>
    /// <param name="step">Selects the dropout masks.</param>
    /// <param name="divisor">The whole batch's <see cref="Loss{T}.Divisor"/>, above 0.</param>
    /// <returns>The loss; not finite where it stopped.</returns>
    public static double Run<T>(Network<T> network, Loss<T> loss, Workspace<T> workspace, MiniBatch<T> batch, long step, double divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        workspace.ClearGradients();
        double cost = 0;
        for (int first = 0; first < batch.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, batch.Count - first);
            ReadOnlyMatrixSpan<T> x = batch.Features.Slice(first, count);
            ReadOnlyMatrixSpan<T> outputs = network.Forward(x, workspace, Pass.Training(step, first));
            cost += loss.Evaluate(outputs, batch.Targets.Slice(first, count), workspace.OutputGradient, divisor);
            if (!double.IsFinite(cost))
            {
                return cost;
            }

            network.Backward(x, workspace);
            network.CommitStatistics(workspace);
        }

        return cost;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>A copy of a network that a trial may train: its optimizer, its loss, its workspace.</summary>
internal sealed class TrainingCopy<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Loss<T> loss;

    /// <summary>A training of a network.</summary>
    /// <param name="copy">The network: it changes.</param>
    /// <param name="loss">What is to become small.</param>
    /// <param name="createOptimizer">The optimizer of the network that it is given.</param>
    /// <param name="maxBatch">The most examples of a step.</param>
    /// <exception cref="ArgumentException">The optimizer is not that of the network that was given.</exception>
    public TrainingCopy(Network<T> copy, Loss<T> loss, Func<Network<T>, Optimizer<T>> createOptimizer, int maxBatch)
    {
        this.loss = loss;
        Network = copy;
        Workspace = copy.CreateWorkspace(maxBatch);
        Optimizer = createOptimizer(copy);
        if (Optimizer?.Target != copy)
        {
            throw new ArgumentException("expected a function that makes an optimizer of the network it is given, got another network's.", nameof(createOptimizer));
        }
    }

    public Network<T> Network { get; }

    public Workspace<T> Workspace { get; }

    public Optimizer<T> Optimizer { get; }

    /// <summary>Leaves the loss's gradients in the workspace, and returns the loss, no penalty in either; no gradient where it is not finite.</summary>
    /// <param name="x">[batch, features].</param>
    /// <param name="targets">As many.</param>
    /// <param name="step">Selects the dropout masks.</param>
    public double Backpropagate(ReadOnlyMatrixSpan<T> x, Targets<T> targets, long step) =>
        Backpropagation.Run(Network, loss, Workspace, new MiniBatch<T>(x, targets), step, loss.Divisor(targets));

    /// <summary>A step of training; returns the loss before it.</summary>
    /// <param name="x">[batch, features].</param>
    /// <param name="targets">As many.</param>
    public double Step(ReadOnlyMatrixSpan<T> x, Targets<T> targets)
    {
        double cost = Backpropagate(x, targets, Optimizer.StepCount);
        if (double.IsFinite(cost))
        {
            Optimizer.Step(Workspace.Gradients);
        }

        return cost;
    }
}

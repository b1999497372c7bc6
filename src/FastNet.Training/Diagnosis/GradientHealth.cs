using System.Numerics;

namespace FastNet.Training;

/// <summary>Observes one step of training by layer: the scale of activations, gradients and updates, and what is wrong with them.</summary>
public static class GradientHealth
{
    /// <summary>
    /// Gradients vanish where those at the first weights are less than this share of those at the last: under one learning rate the first layer then
    /// needs a thousand steps for one of the last. Activations likewise, against the inputs.
    /// </summary>
    public const double VanishingRatio = 1e-3;

    /// <summary>They explode where the ratio is above this.</summary>
    public const double ExplodingRatio = 1 / VanishingRatio;

    /// <summary>Updates by weights are about this in a healthy training (Karpathy, CS231n notes, "Learning": "ratio of weights:updates").</summary>
    public const double UsualUpdateRatio = 1e-3;

    /// <summary>How far off, up or down, an update ratio is worth a word: it varies with width, as weights shrink with their inputs.</summary>
    public const double UpdateRatioTolerance = 100;

    /// <summary>A ReLU with so many dead units is worth a word (CS231n notes, "Neural networks 1": "as much as 40% of your network can be dead").</summary>
    public const double MostDead = 0.4;

    /// <summary>Fewer examples do not show that a unit is dead: one that is on for a tenth of the data is silent for 32 with probability 0.03.</summary>
    public const int ExamplesForDead = 32;

    /// <summary>Half of the outputs where the slope is below 1 − 0.99² = 0.02, in tanh, let hardly a gradient through (after Glorot and Bengio, AISTATS 2010, section 3).</summary>
    public const double MostSaturated = 0.5;

    /// <summary>Runs one step of training on a copy. The network and its optimizer stay as they are, bit for bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="createOptimizer">Makes an optimizer, with all settings, of the network it is given.</param>
    /// <param name="x">[batch, features].</param>
    /// <param name="targets">As many.</param>
    /// <param name="state">The optimizer in the midst of a training, of the same kind: moments and rate factor are taken from it, and the step that selects dropout masks; null for a first step.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the function makes another network's optimizer, or the state is one of another kind.</exception>
    public static GradientHealthReport Observe<T>(
        Network<T> network, Loss<T> loss, Func<Network<T>, Optimizer<T>> createOptimizer, ReadOnlyMatrixSpan<T> x, Targets<T> targets,
        Optimizer<T>? state = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(createOptimizer);
        ObservedNetwork<T> observed = new(network);
        TrainingCopy<T> training = new(observed.Copy, loss, createOptimizer, int.Max(1, x.Rows));
        if (state is not null)
        {
            TakeState(state, training.Optimizer);
        }

        double cost = training.Backpropagate(x, targets, state?.StepCount ?? 0);
        T[] gradients = training.Workspace.Gradients.ToArray();
        T[] updates = Update(training);
        IReadOnlyList<ParameterTreatment> treatments = training.Optimizer.Treatments();
        ILookup<int, ParameterHealth> parameters = treatments.ToLookup(
            treatment => LayerName.Index(treatment.Slice),
            treatment => new ParameterHealth(
                treatment.Slice,
                RootMeanSquare.Of<T>(treatment.Slice.Of(network.Parameters)),
                RootMeanSquare.Of<T>(treatment.Slice.Of(gradients.AsSpan())),
                RootMeanSquare.Of<T>(treatment.Slice.Of(updates.AsSpan())),
                treatment.IsFrozen));
        LayerHealth[] layers =
        [
            .. observed.Layers.Select((seen, index) => new LayerHealth(
                index, LayerName.Of(network.Layers[index]), seen.Output, seen.Gradient, seen.DeadShare, seen.SaturatedShare,
                [.. parameters[index]])),
        ];
        return new(cost, layers, HealthFindings.Of(network.Layers, layers, RootMeanSquare.Of(x), x.Rows));
    }

    // The parameters' change in a step, which also changes the gradients that it is given.
    private static T[] Update<T>(TrainingCopy<T> training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] change = training.Network.Parameters.ToArray();
        training.Optimizer.Step(training.Workspace.Gradients);
        for (int i = 0; i < change.Length; i++)
        {
            change[i] = training.Network.Parameters[i] - change[i];
        }

        return change;
    }

    private static void TakeState<T>(Optimizer<T> from, Optimizer<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (from.GetType() != to.GetType() || from.Target.Parameters.Length != to.Target.Parameters.Length
            || !from.MomentNames.SequenceEqual(to.MomentNames) || from.Scalars.Length != to.Scalars.Length)
        {
            throw new ArgumentException($"expected the state of {to}, of {to.Target.Parameters.Length} parameters; got {from}, of {from.Target.Parameters.Length}.");
        }

        for (int i = 0; i < from.MomentNames.Count; i++)
        {
            from.Moment(i).CopyTo(to.Moment(i));
        }

        from.Scalars.CopyTo(to.Scalars);
        to.LearningRateFactor = from.LearningRateFactor;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// In one of the first steps each parameter has a gradient that is not all 0, and the units of a hidden layer do not stay alike: equal weights with equal
/// gradients are equal for ever.
/// </summary>
internal static class GradientFlowCheck
{
    // A last layer of zeros, which is a usual start, lets gradients through from the second step on; two such layers from the third.
    private const int Steps = 3;

    public static PreflightCheck Run<T>(Preflight<T> preflight, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MiniBatches<T> batches = preflight.Batches(data, preflight.BatchSize);
        if (batches.BatchSize < 2)
        {
            return PreflightCheck.Of(PreflightSubject.GradientFlow, CheckOutcome.NotApplicable, $"there are fewer than 2 examples");
        }

        TrainingCopy<T> training = preflight.Train(preflight.Network.Clone(), batches.BatchSize);
        ParameterSlice[] slices = [.. training.Optimizer.Treatments().Where(treatment => !treatment.IsFrozen).Select(treatment => treatment.Slice)];
        if (slices.Length == 0 || !(preflight.Loss.Divisor(data.Targets) > 0))
        {
            return PreflightCheck.Of(PreflightSubject.GradientFlow, CheckOutcome.NotApplicable, $"there is no parameter that is trained, or no example that weighs anything");
        }

        HashSet<string> unreached = [.. slices.Select(slice => slice.Name)];
        HashSet<string> alike = [.. HiddenWeights(slices).Select(slice => slice.Name)];
        double least = double.PositiveInfinity, most = 0;
        for (int i = 0, step = 0; step < Steps && i < Steps * batches.Count; i++)
        {
            MiniBatch<T> batch = batches[i % batches.Count];
            if (preflight.Loss.Divisor(batch.Targets) > 0)
            {
                double cost = training.Backpropagate(batch.Features, batch.Targets, step);
                if (!double.IsFinite(cost))
                {
                    return PreflightCheck.Of(
                        PreflightSubject.GradientFlow, CheckOutcome.Failed,
                        $"the loss is {cost} in step {step}: start from smaller weights, normalise the inputs, or lower the learning rate");
                }

                foreach (ParameterSlice slice in slices)
                {
                    ReadOnlySpan<T> gradient = slice.Of(training.Workspace.Gradients);
                    double size = RootMeanSquare.Of(gradient);
                    if (!double.IsFinite(size))
                    {
                        return PreflightCheck.Of(
                            PreflightSubject.GradientFlow, CheckOutcome.Failed,
                            $"the gradient of {slice.Name} is not finite in step {step}: start from smaller weights, normalise the inputs, or lower the learning rate");
                    }

                    if (size > 0)
                    {
                        unreached.Remove(slice.Name);
                        (least, most) = (double.Min(least, size), double.Max(most, size));
                    }

                    if (!ColumnsAreEqual(slice, slice.Of(training.Network.Parameters)) || !ColumnsAreEqual(slice, gradient))
                    {
                        alike.Remove(slice.Name);
                    }
                }

                training.Optimizer.Step(training.Workspace.Gradients);
                step++;
            }
        }

        return Verdict(preflight.Network, slices, unreached, alike, least, most);
    }

    private static PreflightCheck Verdict<T>(
        Network<T> network, ParameterSlice[] slices, HashSet<string> unreached, HashSet<string> alike, double least, double most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<string> flaws = [];
        ParameterSlice[] zeros = [.. HiddenWeights(slices).Where(slice => unreached.Contains(slice.Name) && RootMeanSquare.Of<T>(slice.Of(network.Parameters)) == 0)];
        if (zeros.Length > 0)
        {
            flaws.Add($"{Names(zeros)}: all weights are 0 and get no gradient: take the layer's own initialiser");
        }

        ParameterSlice[] equal = [.. slices.Where(slice => alike.Contains(slice.Name) && !zeros.Contains(slice))];
        if (equal.Length > 0)
        {
            flaws.Add($"{Names(equal)}: all units have equal weights and equal gradients, and stay alike for ever: take a random initialiser");
        }

        ParameterSlice[] silent =
        [
            .. slices.Where(slice => unreached.Contains(slice.Name) && !zeros.Contains(slice) && !IsTakenAway(network, slice)),
        ];
        if (silent.Length > 0)
        {
            flaws.Add($"{Names(silent)}: the gradient is 0 throughout: look for dead units, or weights of 0, in the layers after");
        }

        return flaws.Count > 0
            ? PreflightCheck.Of(PreflightSubject.GradientFlow, CheckOutcome.Failed, $"in the first {Steps} steps {string.Join("; ", flaws)}")
            : PreflightCheck.Of(
                PreflightSubject.GradientFlow, CheckOutcome.Passed,
                $"gradients reach all {slices.Length} parameters that are trained, with root mean squares from {least:G2} to {most:G2}; no hidden units are alike");
    }

    // The last weights' units are told apart by their targets.
    private static IEnumerable<ParameterSlice> HiddenWeights(ParameterSlice[] slices) =>
        slices.Where(slice => slice.Kind == ParameterKind.Weight).SkipLast(1).Where(slice => slice.Columns > 1);

    // Batch norm takes away the mean, and with it a bias right before it.
    private static bool IsTakenAway<T>(Network<T> network, ParameterSlice slice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int next = LayerName.Index(slice) + 1;
        return slice.Kind == ParameterKind.Bias && next < network.Layers.Count && network.Layers[next] is BatchNormLayer;
    }

    private static bool ColumnsAreEqual<T>(ParameterSlice slice, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < slice.Rows; row++)
        {
            ReadOnlySpan<T> weights = values.Slice(row * slice.Columns, slice.Columns);
            if (weights.ContainsAnyExcept(weights[0]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Names(IEnumerable<ParameterSlice> slices) => string.Join(", ", slices.Select(slice => slice.Name));
}

namespace FastNet.Training;

/// <summary>Puts what is wrong in one step of training into words.</summary>
internal static class HealthFindings
{
    /// <summary>What is wrong, problem by problem.</summary>
    /// <param name="architecture">The network's layers.</param>
    /// <param name="layers">What was observed of each.</param>
    /// <param name="input">The root mean square of the inputs.</param>
    /// <param name="examples">The examples of the batch.</param>
    public static IReadOnlyList<HealthFinding> Of(IReadOnlyList<Layer> architecture, LayerHealth[] layers, double input, int examples)
    {
        HealthFinding[] notFinite = [.. layers.Select(NotFinite).OfType<HealthFinding>().Take(1)];
        if (notFinite.Length > 0)
        {
            // All numbers behind the first that is not finite say nothing.
            return notFinite;
        }

        return
        [
            .. Gradients(layers),
            .. Activations(layers, input),
            .. layers.SelectMany(layer => (IEnumerable<HealthFinding?>)[Dead(layer, examples), Saturated(layer)]).OfType<HealthFinding>(),
            .. layers.Select((layer, index) => NoGradient(layer, index + 1 < layers.Length && architecture[index + 1] is BatchNormLayer)).OfType<HealthFinding>(),
            .. layers.SelectMany(layer => layer.Parameters.Select(parameter => Update(layer, parameter))).OfType<HealthFinding>(),
        ];
    }

    private static HealthFinding? NotFinite(LayerHealth layer)
    {
        double worst = layer.Parameters.SelectMany(parameter => (double[])[parameter.Weight, parameter.Gradient, parameter.Update])
            .Append(layer.Activation ?? 0).Append(layer.Gradient ?? 0).FirstOrDefault(number => !double.IsFinite(number));
        return worst == 0
            ? null
            : Finding(
                HealthProblem.NotFinite, layer, worst,
                $"an activation, a gradient or an update is {worst}: lower the learning rate, clip the gradient, normalise the inputs, or start from smaller weights");
    }

    private static IEnumerable<HealthFinding> Gradients(LayerHealth[] layers)
    {
        LayerHealth[] weighted = [.. layers.Where(layer => layer.Gradient is not null && layer.Parameters.Any(parameter => parameter.Slice.Kind == ParameterKind.Weight))];
        if (weighted.Length < 2 || weighted[0].Gradient == 0 || weighted[^1].Gradient == 0)
        {
            yield break;
        }

        double ratio = weighted[0].Gradient!.Value / weighted[^1].Gradient!.Value;
        string last = LayerName.Of(weighted[^1].Index, weighted[^1].Name);
        if (ratio < GradientHealth.VanishingRatio)
        {
            yield return Finding(
                HealthProblem.VanishingGradient, weighted[0], ratio,
                $"its gradient is {ratio:G2} of that at {last}, below {GradientHealth.VanishingRatio:G2}: take ReLU or another activation that does not saturate, "
                + $"the initialiser that suits it, batch norm, or fewer layers");
        }
        else if (ratio > GradientHealth.ExplodingRatio)
        {
            yield return Finding(
                HealthProblem.ExplodingGradient, weighted[0], ratio,
                $"its gradient is {ratio:G2} times that at {last}, above {GradientHealth.ExplodingRatio:G2}: start from smaller weights (the initialiser that suits "
                + $"the activation), clip the gradient, or add batch norm");
        }
    }

    // Outputs near 0 are what a network should begin with: the last layer does not vanish.
    private static IEnumerable<HealthFinding> Activations(LayerHealth[] layers, double input)
    {
        LayerHealth[] seen = [.. layers.Where(layer => layer.Activation > 0 && input > 0)];
        if (seen.FirstOrDefault(layer => layer.Activation / input > GradientHealth.ExplodingRatio) is { } exploding)
        {
            double ratio = exploding.Activation!.Value / input;
            yield return Finding(
                HealthProblem.ExplodingActivations, exploding, ratio,
                $"its activations are {ratio:G2} times the inputs, above {GradientHealth.ExplodingRatio:G2}: start from smaller weights, or add batch norm");
        }

        if (seen.FirstOrDefault(layer => layer.Activation / input < GradientHealth.VanishingRatio && layer.Index < layers.Length - 1) is { } vanishing)
        {
            double ratio = vanishing.Activation!.Value / input;
            yield return Finding(
                HealthProblem.VanishingActivations, vanishing, ratio,
                $"its activations are {ratio:G2} of the inputs, below {GradientHealth.VanishingRatio:G2}: normalise the inputs, start from larger weights, or add batch norm");
        }
    }

    private static HealthFinding? Dead(LayerHealth layer, int examples) =>
        layer.DeadShare is not { } share || share <= GradientHealth.MostDead || examples < GradientHealth.ExamplesForDead
            ? null
            : Finding(
                HealthProblem.DeadUnits, layer, share,
                $"{100 * share:F0} % of its units are 0 for all {examples} examples, above {100 * GradientHealth.MostDead:F0} %: lower the learning rate, start biases at 0, "
                + $"or take leaky ReLU");

    private static HealthFinding? Saturated(LayerHealth layer) =>
        layer.SaturatedShare is not { } share || share <= GradientHealth.MostSaturated
            ? null
            : Finding(
                HealthProblem.SaturatedUnits, layer, share,
                $"{100 * share:F0} % of its outputs are saturated, above {100 * GradientHealth.MostSaturated:F0} %: start from smaller weights, normalise the inputs, "
                + $"or lower the learning rate");

    // Batch norm takes the mean away, and with it any bias before it: that bias has no gradient, and needs none.
    private static HealthFinding? NoGradient(LayerHealth layer, bool isBeforeBatchNorm)
    {
        ParameterHealth[] without =
        [
            .. layer.Parameters.Where(
                parameter => parameter.Gradient == 0 && !parameter.IsFrozen && !(isBeforeBatchNorm && parameter.Slice.Kind == ParameterKind.Bias)),
        ];
        return without.Length == 0
            ? null
            : Finding(
                HealthProblem.NoGradient, layer, 0,
                $"the gradient of {string.Join(" and ", without.Select(parameter => parameter.Slice.Name))} is 0 throughout: "
                + $"look for dead units after it, or weights that are all 0");
    }

    private static HealthFinding? Update(LayerHealth layer, ParameterHealth parameter)
    {
        const double Least = GradientHealth.UsualUpdateRatio / GradientHealth.UpdateRatioTolerance;
        const double Most = GradientHealth.UsualUpdateRatio * GradientHealth.UpdateRatioTolerance;
        double ratio = parameter.UpdateRatio;
        if (parameter.Slice.Kind != ParameterKind.Weight || parameter.IsFrozen || parameter.Gradient == 0 || ratio is (>= Least and <= Most) or double.NaN)
        {
            return null;
        }

        return ratio < Least
            ? Finding(
                HealthProblem.SmallUpdate, layer, ratio,
                $"a step changes {parameter.Slice.Name} by {ratio:G2} of itself, below {Least:G2} where {GradientHealth.UsualUpdateRatio:G2} is usual: raise the learning rate")
            : Finding(
                HealthProblem.LargeUpdate, layer, ratio,
                $"a step changes {parameter.Slice.Name} by {ratio:G2} of itself, above {Most:G2} where {GradientHealth.UsualUpdateRatio:G2} is usual: lower the learning rate");
    }

    private static HealthFinding Finding(HealthProblem problem, LayerHealth layer, double value, InvariantText text) =>
        new(problem, layer.Index, value, $"{LayerName.Of(layer.Index, layer.Name)}: {text.ToString()}.");
}

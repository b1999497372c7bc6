using FastNet.Kernels;

namespace FastNet.Tests.Layers;

/// <summary>C# that makes a layer: what a failing case prints can be pasted into a test.</summary>
internal static class LayerSource
{
    public static string Of(Layer layer) => "Layer." + layer switch
    {
        DenseLayer dense => $"Dense({dense.Units}{(dense.Bias ? string.Empty : ", bias: false")})",
        DropoutLayer dropout => FormattableString.Invariant($"Dropout({dropout.KeepProbability}, DropoutKind.{dropout.Kind})"),
        BatchNormLayer norm => FormattableString.Invariant($"BatchNorm(epsilon: {norm.Epsilon})"),
        LayerNormLayer norm => FormattableString.Invariant($"LayerNorm({norm.Epsilon})"),
        ActivationLayer<LeakyRelu> leaky => FormattableString.Invariant($"LeakyRelu({leaky.Operator.NegativeSlope})"),
        ActivationLayer<Elu> elu => FormattableString.Invariant($"Elu({elu.Operator.Alpha})"),
        _ when layer.GetType() is { IsGenericType: true } activation => $"{activation.GenericTypeArguments[0].Name}()",
        _ => throw new NotSupportedException($"No source is known for {layer}."),
    };

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(Pass pass) => !pass.IsTraining ? "Pass.Inference" : $"Pass.Training({pass.Step}, firstRow: {pass.FirstRow})";
}

using System.Globalization;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Says in plain words where a chosen initialiser does not fit the activation after it, for inputs of variance 1. What a layer takes by
/// itself fits.
/// </summary>
public static class InitializerAdvice
{
    // A variance that is off by less plays no part: the usual choices differ by up to this.
    private const double Tolerance = 2;

    // Where no activation cares, only outputs that begin very large are worth a word.
    private const double ToleranceOfOutputs = 10;

    // tanh has the slope 0.07 at 2, softsign 0.11; a sigmoid has fallen to 0.4 of its own at 0.
    private const double SaturatingDeviation = 2;

    // Stands for "what suits": a layer that declares a weight with it has made no choice.
    private static readonly Initializer Unchosen = new(InitialDistribution.Normal, Fan.None, 0);

    /// <summary>A sentence for each misfit, in the layers' order; none where all fit.</summary>
    /// <param name="inputs">Features of an example, at least 1.</param>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputs"/> is below 1.</exception>
    public static IReadOnlyList<string> For(int inputs, IReadOnlyList<Layer> layers)
    {
        int width = Throw.IfNotPositive(inputs, nameof(inputs));
        ArgumentNullException.ThrowIfNull(layers);
        List<string> sentences = [];
        int[] widths = new int[layers.Count];
        var weights = new ParameterDeclaration?[layers.Count];
        bool[] normalize = new bool[layers.Count];
        for (int i = 0; i < layers.Count; width = layers[i].Outputs(width), i++)
        {
            IReadOnlyList<ParameterDeclaration> parameters = layers[i].Parameters(width, Unchosen);
            weights[i] = parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.Weight);
            normalize[i] = parameters.Any(parameter => parameter.Kind == ParameterKind.Scale);
            widths[i] = width;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] is { } weight && !ReferenceEquals(weight.Initializer, Unchosen))
            {
                int next = Array.FindIndex(weights, i + 1, later => later is not null);
                Layer? activation = InitializerPreference.After(layers, i, widths[i]);
                Layer[] between = [.. layers.Take(next < 0 ? layers.Count : next).Skip(i + 1)];

                // After a normalisation, which learns a scale, that of the weights before it is gone.
                bool isNormalized = Enumerable.Range(i + 1, between.Length).TakeWhile(j => layers[j] != activation).Any(j => normalize[j]);
                string? misfit =
                    !AreEqual(weight) ? (isNormalized ? null : OfVariance(weight, activation))
                    : next < 0 ? null
                    : OfEqualWeights(weight, activation, between, next, AreEqual(weights[next]!));
                if (misfit is not null)
                {
                    sentences.Add($"layer {i}: {misfit}.");
                }
            }
        }

        return sentences;
    }

    private static bool AreEqual(ParameterDeclaration weight) =>
        !ReferenceEquals(weight.Initializer, Unchosen) && weight.Initializer.Variance(weight.Rows, weight.Columns) == 0;

    // Units with equal weights in and out have equal gradients, for ever. The last layer's are told apart by their targets.
    private static string? OfEqualWeights(ParameterDeclaration weight, Layer? activation, Layer[] between, int next, bool areEqualNext)
    {
        if (weight.Columns == 1)
        {
            return null;
        }

        bool areZero = weight.Initializer is { Distribution: not InitialDistribution.Constant } or { Scale: 0 };
        string what = areZero ? "zeros" : "equal weights";
        string suits = $"{Name(activation?.PreferredInitializer ?? Initializer.GlorotUniform)} suits it";

        // A mask tells units apart, but not where all that it could stop is 0; and nothing comes back through ReLU's slope at 0.
        bool dropout = !areZero && between.Any(layer => layer is DropoutLayer { KeepProbability: < 1 });
        bool stuck = areZero && activation is ActivationLayer<Relu>;
        return stuck || (areEqualNext && !dropout)
            ? $"{what} never break symmetry: all its units stay alike; {suits}"
            : $"{what}: all its units start alike, and only what comes back from layer {next} tells them apart; {suits}";
    }

    private static string? OfVariance(ParameterDeclaration weight, Layer? activation)
    {
        Initializer preferred = activation?.PreferredInitializer ?? Initializer.GlorotUniform;
        double variance = weight.Initializer.Variance(weight.Rows, weight.Columns);
        double ratio = Ratio(variance, preferred, weight.Rows, weight.Columns);
        double deviation = Math.Sqrt(variance * weight.Rows);
        string chosen = Name(weight.Initializer);
        string suits = weight.Initializer.Distribution == InitialDistribution.Orthogonal
            ? Text($"a gain of {Math.Sqrt(preferred.Variance(weight.Rows, weight.Columns) * int.Max(weight.Rows, weight.Columns)):G3}")
            : Name(preferred);
        return activation switch
        {
            null when ratio < ToleranceOfOutputs => null,
            null => Text($"{chosen} with {weight.Rows} inputs gives outputs of deviation {deviation:G3}: {suits} suits it"),
            _ when ratio is > 1 / Tolerance and < Tolerance => null,
            ActivationLayer<Tanh> or ActivationLayer<Sigmoid> or ActivationLayer<HardSigmoid> or ActivationLayer<Softsign>
                when ratio > 1 && deviation >= SaturatingDeviation =>
                Text($"{chosen} with {weight.Rows} inputs saturates {Name(activation)}, by sums of deviation {deviation:G3}: {suits} suits it"),
            _ => $"{chosen} before {Name(activation)} {Verb(ratio)} the variance at each layer: {suits} suits it",
        };
    }

    // Glorot's is a compromise between what suits the forward pass, 1/inputs, and the backward pass, 1/outputs: all between them fits.
    private static double Ratio(double variance, Initializer preferred, int inputs, int outputs)
    {
        (double least, double most) = preferred.Fan == Fan.Average
            ? (preferred.Scale / int.Max(inputs, outputs), preferred.Scale / int.Min(inputs, outputs))
            : (preferred.Variance(inputs, outputs), preferred.Variance(inputs, outputs));
        return variance / double.Clamp(variance, least, most);
    }

    private static string Verb(double ratio) => ratio switch
    {
        0.5 => "halves",
        2 => "doubles",
        _ => Text($"multiplies by {ratio:G2}"),
    };

    private static string Name(Initializer initializer) => initializer switch
    {
        { Distribution: InitialDistribution.Orthogonal } => Text($"an orthogonal matrix of gain {initializer.Scale:G3}"),
        { Distribution: InitialDistribution.Constant } => Text($"the constant {initializer.Scale:G3}"),
        { Fan: Fan.Inputs, Scale: 2 } => "He",
        { Fan: Fan.Average, Scale: 1 } => "Glorot",
        { Fan: Fan.Inputs, Scale: 1 } => "LeCun",
        { Fan: Fan.None, Distribution: InitialDistribution.Normal } => Text($"a normal of deviation {Math.Sqrt(initializer.Scale):G3}"),
        { Fan: Fan.None } => Text($"a uniform of variance {initializer.Scale:G3}"),
        { Fan: Fan.Inputs } => Text($"variance {initializer.Scale:G3}/inputs"),
        _ => Text($"variance {initializer.Scale:G3}/mean of inputs and outputs"),
    };

    // An activation's layer is named after its operator.
    private static string Name(Layer layer)
    {
        Type type = layer.GetType();
        string name = type.IsGenericType ? type.GenericTypeArguments[0].Name : type.Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

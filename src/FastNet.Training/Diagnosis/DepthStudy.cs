using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>A layer of a depth study.</summary>
/// <param name="Depth">From 1, the layer that sees the inputs, on.</param>
/// <param name="Activation">The root mean square of a.</param>
/// <param name="Gradient">The root mean square of the gradient with respect to z, that a step at this layer follows.</param>
public readonly record struct DepthLayer(int Depth, double Activation, double Gradient);

/// <summary>
/// How activations and gradients grow or fade with depth at initialisation: layers z = a·W, a = f(z) of one width, with standard normal numbers as inputs
/// and as the gradient with respect to the last a (after Glorot and Bengio, AISTATS 2010; He, Zhang, Ren, Sun, ICCV 2015).
/// </summary>
/// <param name="Layers">From the inputs on.</param>
/// <param name="ActivationFactor">What activations are multiplied by from layer to layer, on average; NaN where one is 0 or not finite, or there is one layer.</param>
/// <param name="GradientFactor">What gradients are multiplied by from layer to layer on their way back; NaN likewise.</param>
/// <param name="Finding">Whether signals hold over the depth, in words.</param>
public sealed record DepthStudy(IReadOnlyList<DepthLayer> Layers, double ActivationFactor, double GradientFactor, string Finding)
{
    /// <summary>Builds such a network and observes one forward and backward pass.</summary>
    /// <param name="depth">Layers, at least 1.</param>
    /// <param name="width">Units of each, and features, at least 1.</param>
    /// <param name="activation">f.</param>
    /// <param name="initializer">W's first values; null for what suits f.</param>
    /// <param name="seed">Selects weights, inputs and gradient.</param>
    /// <param name="examples">Rows of the batch, at least 1.</param>
    /// <typeparam name="T">float or double: a float overflows sooner.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The activation changes the width or has parameters.</exception>
    public static DepthStudy Run<T>(int depth, int width, Layer activation, Initializer? initializer = null, ulong seed = 0, int examples = 256)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.Outputs(width) != width || activation.Parameters(width, Initializer.Zeros).Count > 0)
        {
            throw new ArgumentException($"expected an activation, which keeps the width and has no parameters, got {LayerName.Of(activation)}.", nameof(activation));
        }

        Layer[] layers = [.. Enumerable.Range(0, depth).SelectMany(_ => (Layer[])[Layer.Dense(width, bias: false, initializer), activation])];
        ObservedNetwork<T> observed = new(new Network<T>(width, layers, seed));
        Workspace<T> workspace = observed.Copy.CreateWorkspace(examples);
        MatrixSpan<T> x = new(new T[examples * width], examples, width);
        FillNormal(x, seed, stream: 0);
        observed.Copy.Forward(x, workspace, Pass.Training(0));
        FillNormal(workspace.OutputGradient, seed, stream: 1);
        observed.Copy.Backward(x, workspace);
        DepthLayer[] seen =
        [
            .. Enumerable.Range(0, depth).Select(i => new DepthLayer(
                i + 1, observed.Layers[(2 * i) + 1].Output ?? observed.Layers[2 * i].Output!.Value, observed.Layers[2 * i].Gradient!.Value)),
        ];
        return new(
            seen, Factor(seen[0].Activation, seen[^1].Activation, depth), Factor(seen[^1].Gradient, seen[0].Gradient, depth), Verdict(seen, activation));
    }

    private static string Verdict(DepthLayer[] layers, Layer activation)
    {
        string suits = activation.PreferredInitializer is { } preferred
            ? FormattableString.Invariant($"; what suits {LayerName.Of(activation)} is the variance {preferred.Scale:G3}/{(preferred.Fan == Fan.Inputs ? "inputs" : "mean of inputs and outputs")}")
            : string.Empty;
        return $"over {layers.Length} layers activations {Held(layers[^1].Activation / layers[0].Activation, "last by first")}, and gradients "
            + $"{Held(layers[0].Gradient / layers[^1].Gradient, "first by last")}{suits}.";
    }

    private static string Held(double ratio, string what) => ratio switch
    {
        < GradientHealth.VanishingRatio => FormattableString.Invariant($"vanish ({what} layer: {ratio:G2})"),
        > GradientHealth.ExplodingRatio => FormattableString.Invariant($"explode ({what} layer: {ratio:G2})"),
        double.NaN => "are lost, to 0 or beyond what a number holds",
        _ => FormattableString.Invariant($"hold ({what} layer: {ratio:G2})"),
    };

    // The geometric mean.
    private static double Factor(double first, double last, int depth) => depth > 1 && first > 0 && last > 0 && double.IsFinite(first) && double.IsFinite(last)
        ? VectorMath.Exp((VectorMath.Log(last) - VectorMath.Log(first)) / (depth - 1))
        : double.NaN;

    private static void FillNormal<T>(MatrixSpan<T> matrix, ulong seed, ulong stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(seed, RandomPurpose.Noise, stream);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                matrix[row, column] = T.CreateTruncating(random.Normal(((long)row * matrix.Columns) + column));
            }
        }
    }
}

using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>activations.json: y = f(x) and dx = upstream·f′(x), element by element.</summary>
internal static class GoldenActivations
{
    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(known)));

    /// <summary>The activation of that name, in the product and in the reference.</summary>
    public static (Layer Layer, Func<Dual, Dual> Reference) Named(string name)
    {
        (string function, double? number) = GoldenJson.WithoutNumber(name);
        return (function, number) switch
        {
            ("identity", null) => (Layer.Identity(), z => z),
            ("relu", null) => (Layer.Relu(), ReferenceLayers.Relu),
            ("leaky_relu", { } slope) => (Layer.LeakyRelu(slope), z => ReferenceLayers.LeakyRelu(z, slope)),
            ("tanh", null) => (Layer.Tanh(), Dual.Tanh),
            ("sigmoid", null) => (Layer.Sigmoid(), ReferenceLayers.Sigmoid),
            ("elu", _) => (Layer.Elu(number ?? 1), z => ReferenceLayers.Elu(z, number ?? 1)),
            ("selu", null) => (Layer.Selu(), ReferenceLayers.Selu),
            ("softplus", null) => (Layer.Softplus(), ReferenceLayers.Softplus),
            ("silu", null) => (Layer.Silu(), ReferenceLayers.Silu),
            ("gelu(erf)", null) => (Layer.Gelu(), ReferenceLayers.Gelu),
            ("gelu(tanh)", null) => (Layer.GeluTanh(), ReferenceLayers.GeluTanh),
            ("mish", null) => (Layer.Mish(), ReferenceLayers.Mish),
            ("hardsigmoid", null) => (Layer.HardSigmoid(), ReferenceLayers.HardSigmoid),
            ("hardswish", null) => (Layer.HardSwish(), ReferenceLayers.HardSwish),
            ("softsign", null) => (Layer.Softsign(), ReferenceLayers.Softsign),
            _ => throw GoldenCase.UnknownName("activation", name),
        };
    }

    // Roundings of float, 2⁻²⁴ = 6·10⁻⁸ each: of the argument (times z·f′/a or z·f″/f′, at most about 2 where a or f′ is not small), and at
    // most ten in the functions, whose errors docs/numerics.md states. A wrong formula errs by more than 10⁻⁴.
    private const double SingleTolerance = 1e-6;

    private static void Check(JsonElement known)
    {
        double[] x = known.Vector("x");
        double[] upstream = known.Vector("upstream");
        (Layer layer, Func<Dual, Dual> reference) = Named(known.Name());

        // As a row through the layer alone, and as a column behind a dense layer of weight 1, which applies the activation itself.
        CheckLayers(known, [layer], new Matrix(x, 1, x.Length), upstream);
        CheckLayers(known, [Layer.Dense(1, bias: false), layer], new Matrix(x, x.Length, 1), upstream);

        CheckSingle(known, layer, x, upstream);

        Dual[] duals = [.. x.Select(z => reference(new(z, 1)))];
        Agree.With(known.Vector("y"), [.. duals.Select(a => a.Value)], "the reference's y");
        Agree.With(known.Vector("dx"), [.. duals.Zip(upstream, (a, dy) => dy * a.Slope)], "the reference's dx");
    }

    private static void CheckLayers(JsonElement known, Layer[] layers, Matrix x, double[] upstream)
    {
        var network = new Network<double>(x.Columns, layers);
        network.Parameters.Fill(1);
        (Matrix y, Matrix dx, _) = GoldenLayers.Run(network, x, new Matrix(upstream, x.Rows, x.Columns));
        Agree.With(known.Vector("y"), y.Values, "y");
        Agree.With(known.Vector("dx"), dx.Values, "dx");
    }

    private static void CheckSingle(JsonElement known, Layer layer, double[] x, double[] upstream)
    {
        var network = new Network<float>(x.Length, [layer]);
        var workspace = network.CreateWorkspace(maxBatch: 1);
        float[] z = [.. x.Select(value => (float)value)];
        float[] dx = new float[x.Length];
        ReadOnlyMatrixSpan<float> y = network.Forward(new(z, 1, z.Length), workspace, Pass.Inference);
        for (int i = 0; i < x.Length; i++)
        {
            workspace.OutputGradient[0, i] = (float)upstream[i];
        }

        network.Backward(new(z, 1, z.Length), workspace, new(dx, 1, dx.Length));
        (double[] expected, double[] expectedGradient) = (known.Vector("y"), known.Vector("dx"));
        for (int i = 0; i < x.Length; i++)
        {
            Agree.With(expected[i], y[0, i], $"float y, element {i}", SingleTolerance);
            Agree.With(expectedGradient[i], dx[i], $"float dx, element {i}", SingleTolerance * Math.Max(1, Math.Abs(upstream[i])));
        }
    }
}

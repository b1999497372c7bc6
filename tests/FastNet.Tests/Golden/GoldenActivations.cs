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
            _ => throw GoldenCase.UnknownName("activation", name),
        };
    }

    private static void Check(JsonElement known)
    {
        double[] x = known.Vector("x");
        double[] upstream = known.Vector("upstream");
        (Layer layer, Func<Dual, Dual> reference) = Named(known.Name());

        // As a row through the layer alone, and as a column behind a dense layer of weight 1, which applies the activation itself.
        CheckLayers(known, [layer], new Matrix(x, 1, x.Length), upstream);
        CheckLayers(known, [Layer.Dense(1, bias: false), layer], new Matrix(x, x.Length, 1), upstream);

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
}

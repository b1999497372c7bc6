using System.Text.Json;
using System.Text.RegularExpressions;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>networks.json: training from given weights on a given batch a step, with mean softmax cross-entropy.</summary>
internal static partial class GoldenNetworks
{
    // A bias before batch norm has no effect in training, and a gradient of rounding only, some 10⁻¹⁶. An optimizer that divides by √v + ε
    // makes up to 10⁻¹⁶·α/ε of it a step, here some 10⁻¹⁰, in the file's answer as in ours; at inference, where μ lags behind, the outputs show it.
    private const double IdleBiasTolerance = 1e-8;

    // The first loss is off by some 10⁻⁷; steps magnify what those before were off by, and a weight whose gradient is rounding moves as it likes.
    private const double SingleTolerance = 1e-3;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(root, known)));

    private static void Check(JsonElement root, JsonElement known)
    {
        Matrix[] x = root.Matrices("x");
        int[][] classes = [.. root.GetProperty("classes").EnumerateArray().Select(batch => batch.Integers())];
        double[] losses = known.Vector("losses");
        Assert.Equal((losses.Length, losses.Length), (x.Length, classes.Length));

        (Network<double> network, string[] denseLayers) = Build(root, known);
        var workspace = network.CreateWorkspace(x.Max(batch => batch.Rows));
        Optimizer<double> optimizer = GoldenOptimizers.Create(OptimizerName(known), known.GetProperty("hyperparameters"), network);
        SoftmaxCrossEntropy<double> loss = new();
        for (int step = 0; step < x.Length; step++)
        {
            ReadOnlyMatrixSpan<double> logits = network.Forward(x[step].Span, workspace, Pass.Training(step));
            Agree.With(losses[step], loss.Evaluate(logits, classes[step], workspace.OutputGradient), $"the loss of step {step}");
            workspace.ClearGradients();
            network.Backward(x[step].Span, workspace);
            network.CommitStatistics(workspace);
            if (step == 0)
            {
                CheckParameters(known, "firstGradientOf", network, denseLayers, workspace.Gradients);
                CheckReference(network, x[0], classes[0], losses[0], workspace.Gradients);
            }

            optimizer.Step(workspace.Gradients);
        }

        CheckLossesInSingle(root, known, x, classes);
        CheckParameters(known, "final", network, denseLayers, network.Parameters);
        Matrix inference = Matrix.ValuesOf(network.Forward(x[0].Span, workspace, Pass.Inference));
        Matrix expected = known.Matrix("inferenceLogitsOnFirstBatch");
        if (known.GetProperty("batchNorm").GetBoolean())
        {
            Agree.With(expected, inference, "inference on the first batch", IdleBiasTolerance);
        }
        else
        {
            Agree.With(expected, inference, "inference on the first batch");
        }
    }

    // In float a bias before batch norm, whose gradient is nothing but rounding, goes its own way, and so may a weight whose gradient is as small: by
    // the learning rate a step. The losses of training hardly feel either.
    private static void CheckLossesInSingle(JsonElement root, JsonElement known, Matrix[] x, int[][] classes)
    {
        Network<float> network = Build(root, known).Network.To<float>();
        Optimizer<float> optimizer = GoldenOptimizers.Create(OptimizerName(known), known.GetProperty("hyperparameters"), network);
        var workspace = network.CreateWorkspace(x.Max(batch => batch.Rows));
        double[] losses = known.Vector("losses");
        for (int step = 0; step < x.Length; step++)
        {
            float[] batch = [.. x[step].Values.Select(value => (float)value)];
            ReadOnlyMatrixSpan<float> features = new(batch, x[step].Rows, x[step].Columns);
            ReadOnlyMatrixSpan<float> logits = network.Forward(features, workspace, Pass.Training(step));
            double loss = new SoftmaxCrossEntropy<float>().Evaluate(logits, classes[step], workspace.OutputGradient);
            Agree.With(losses[step], loss, $"the loss in float of step {step}", SingleTolerance);
            workspace.ClearGradients();
            network.Backward(features, workspace);
            network.CommitStatistics(workspace);
            optimizer.Step(workspace.Gradients);
        }
    }

    // Dense layers as many as there are initial weights, each but the last with its batch norm, if any, and its activation.
    private static (Network<double> Network, string[] DenseLayers) Build(JsonElement root, JsonElement known)
    {
        List<Matrix> weights = [];
        while (root.TryGetProperty($"initialWeight{weights.Count + 1}", out _))
        {
            weights.Add(root.Matrix($"initialWeight{weights.Count + 1}"));
        }

        List<Layer> layers = [];
        List<string> denseLayers = [];
        foreach (Matrix weight in weights)
        {
            denseLayers.Add($"{layers.Count}");
            layers.Add(Layer.Dense(weight.Rows));
            if (denseLayers.Count < weights.Count)
            {
                layers.AddRange(known.GetProperty("batchNorm").GetBoolean() ? [Layer.BatchNorm()] : []);
                layers.Add(GoldenActivations.Named(known.GetProperty("activation").GetString()!).Layer);
            }
        }

        var network = new Network<double>(weights[0].Columns, layers);
        foreach (ParameterSlice bias in network.Slices.Where(slice => slice.Kind == ParameterKind.Bias))
        {
            bias.Of(network.Parameters).Clear();
        }

        for (int i = 0; i < weights.Count; i++)
        {
            network.Write($"{denseLayers[i]}.weight", weights[i]);
        }

        return (network, [.. denseLayers]);
    }

    // Every property such as finalWeight3 or firstGradientOfWeight1, whichever the case has.
    private static void CheckParameters(
        JsonElement known, string prefix, Network<double> network, string[] denseLayers, ReadOnlySpan<double> flat)
    {
        JsonProperty[] properties =
            [.. known.EnumerateObject().Where(property => property.Name.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.True(properties.Length > 0, $"expected parameters whose names start with '{prefix}', found none.");
        foreach (JsonProperty property in properties)
        {
            Match match = ParameterName().Match(property.Name[prefix.Length..]);
            Assert.True(match.Success, $"expected Weight or Bias and the layer's number after '{prefix}', got '{property.Name}'.");
            string layer = denseLayers[int.Parse(match.Groups["number"].ValueSpan) - 1];
            if (match.Groups["kind"].Value == "Weight")
            {
                Agree.With(known.Matrix(property.Name), network.ReadMatrix($"{layer}.weight", flat), property.Name);
            }
            else
            {
                Agree.With(known.Vector(property.Name), network.ReadVector($"{layer}.bias", flat), property.Name);
            }
        }
    }

    private static void CheckReference(Network<double> network, Matrix x, int[] classes, double loss, ReadOnlySpan<double> gradients)
    {
        Matrix targets = ReferenceLosses.OneHot(classes, network.Outputs);
        ReferenceNetwork reference = new(network, Pass.Training(step: 0));
        var expected = reference.Evaluate(x, z => ReferenceLosses.SoftmaxCrossEntropy(z, targets));
        Agree.With(loss, expected.Loss, "the reference's first loss");
        Agree.With(expected.Parameters, gradients, "the first gradient, against the reference's");
    }

    private static string OptimizerName(JsonElement known) => known.GetProperty("hyperparameters").GetProperty("optimizer").GetString()!;

    [GeneratedRegex(@"^(?<kind>Weight|Bias)(?<number>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterName();
}

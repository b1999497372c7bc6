using System.Text.Json;
using FastNet.Kernels;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>layers.json: y, dx and the parameters' gradients of one layer, given the upstream gradient.</summary>
internal static class GoldenLayers
{
    // Inputs and parameters are off by 6·10⁻⁸ of themselves, and sums of some ten products of numbers up to 4 by some ten times that; a norm magnifies
    // it by 1/σ, a hundred at worst. A formula that is wrong errs by more than 10⁻³.
    private const double SingleTolerance = 1e-4;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(known)));

    /// <summary>A pass forward and one backward from <paramref name="upstream"/>.</summary>
    public static (Matrix Y, Matrix Dx, double[] Gradients) Run(Network<double> network, Matrix x, Matrix upstream) =>
        Run(network, network.CreateWorkspace(x.Rows), x, upstream, Pass.Training(step: 0));

    private static (Matrix Y, Matrix Dx, double[] Gradients) Run(
        Network<double> network, Workspace<double> workspace, Matrix x, Matrix upstream, Pass pass)
    {
        Matrix y = Matrix.ValuesOf(network.Forward(x.Span, workspace, pass));
        upstream.Values.CopyTo(workspace.OutputGradient.Values);
        workspace.ClearGradients();
        Matrix dx = new(x.Rows, x.Columns);
        network.Backward(x.Span, workspace, dx.Span);
        double[] gradients = workspace.Gradients.ToArray();
        CheckInSingle(network, x, upstream, pass, y, dx, gradients);
        return (y, dx, gradients);
    }

    // The double's answers are compared with the file's.
    private static void CheckInSingle(
        Network<double> network, Matrix x, Matrix upstream, Pass pass, Matrix y, Matrix dx, double[] gradients)
    {
        Network<float> single = network.To<float>();
        var workspace = single.CreateWorkspace(x.Rows);
        ReadOnlyMatrixSpan<float> features = new(ToSingle(x), x.Rows, x.Columns);
        ReadOnlyMatrixSpan<float> outputs = single.Forward(features, workspace, pass);
        Agree.With(y.Values, ToDouble(outputs), "y in float", SingleTolerance);
        ToSingle(upstream).CopyTo(workspace.OutputGradient.Values);
        workspace.ClearGradients();
        var inputGradient = new float[x.Values.Length];
        single.Backward(features, workspace, new MatrixSpan<float>(inputGradient, x.Rows, x.Columns));
        Agree.With(dx.Values, ToDouble(new ReadOnlyMatrixSpan<float>(inputGradient, x.Rows, x.Columns)), "dx in float", SingleTolerance);
        Agree.With(gradients, [.. workspace.Gradients.ToArray().Select(value => (double)value)], "the parameters' gradients in float", SingleTolerance);
    }

    private static float[] ToSingle(Matrix matrix) => [.. matrix.Values.Select(value => (float)value)];

    private static double[] ToDouble(ReadOnlyMatrixSpan<float> matrix)
    {
        var values = new double[matrix.Rows * matrix.Columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = matrix[i / matrix.Columns, i % matrix.Columns];
        }

        return values;
    }

    private static void Check(JsonElement known)
    {
        Matrix x = known.Matrix("x");
        Matrix upstream = known.Matrix("upstream");
        (Matrix y, Matrix dx) = known.Name() switch
        {
            "dense" => Dense(known, x, upstream, bias: true),
            "dense without bias" => Dense(known, x, upstream, bias: false),
            "softmax" => Softmax(x, upstream, logarithm: false),
            "log_softmax" => Softmax(x, upstream, logarithm: true),
            "inverted dropout with a given mask" => Dropout(known, x, upstream),
            "batch_norm train" => BatchNorm(known, x, upstream, Pass.Training(step: 0)),
            "batch_norm inference" => BatchNorm(known, x, upstream, Pass.Inference),
            "layer_norm" => Normalize(known, Layer.LayerNorm(known.Number("epsilon")), x, upstream, Pass.Training(step: 0)).Passes,
            string name => throw GoldenCase.UnknownName("layer", name),
        };
        Agree.With(known.Matrix("y"), y, "y");
        Agree.With(known.Matrix("dx"), dx, "dx");
        CheckReference(known, x, upstream);
    }

    private static (Matrix Y, Matrix Dx) Dense(JsonElement known, Matrix x, Matrix upstream, bool bias)
    {
        JsonElement parameters = known.GetProperty("parameters");
        JsonElement gradients = known.GetProperty("gradients");
        Matrix weight = parameters.Matrix("weight");
        var network = new Network<double>(x.Columns, [Layer.Dense(weight.Rows, bias)]);
        network.Write("0.weight", weight);
        if (bias)
        {
            network.Write("0.bias", parameters.Vector("bias"));
        }

        (Matrix y, Matrix dx, double[] actual) = Run(network, x, upstream);
        Agree.With(gradients.Matrix("weight"), network.ReadMatrix("0.weight", actual), "the weight's gradient");
        if (bias)
        {
            Agree.With(gradients.Vector("bias"), network.ReadVector("0.bias", actual), "the bias's gradient");
        }

        return (y, dx);
    }

    // Files have PyTorch's momentum, 1 − ours.
    private static (Matrix Y, Matrix Dx) BatchNorm(JsonElement known, Matrix x, Matrix upstream, Pass pass)
    {
        Layer layer = pass.IsTraining
            ? Layer.BatchNorm(1 - known.Number("momentum"), known.Number("epsilon"))
            : Layer.BatchNorm(epsilon: known.Number("epsilon"));
        ((Matrix Y, Matrix Dx) passes, Network<double> network, Workspace<double> workspace) = Normalize(known, layer, x, upstream, pass);
        if (pass.IsTraining)
        {
            network.CommitStatistics(workspace);
            Agree.With(known.Vector("runningMeanAfter"), network.StateSlices[0].Of(network.State), "the running mean");
            Agree.With(known.Vector("runningVarianceAfter"), network.StateSlices[1].Of(network.State), "the running variance");
        }

        return passes;
    }

    private static ((Matrix Y, Matrix Dx) Passes, Network<double> Network, Workspace<double> Workspace) Normalize(
        JsonElement known, Layer layer, Matrix x, Matrix upstream, Pass pass)
    {
        var network = new Network<double>(x.Columns, [layer]);
        foreach (string name in (string[])["weight", "bias"])
        {
            network.Write($"0.{name}", known.GetProperty("parameters").Vector(name));
        }

        if (known.TryGetProperty("runningMean", out _))
        {
            double[] state = [.. known.Vector("runningMean"), .. known.Vector("runningVariance")];
            state.CopyTo(network.State);
        }

        var workspace = network.CreateWorkspace(x.Rows);
        (Matrix y, Matrix dx, double[] gradients) = Run(network, workspace, x, upstream, pass);
        foreach (string name in (string[])["weight", "bias"])
        {
            Agree.With(known.GetProperty("gradients").Vector(name), network.ReadVector($"0.{name}", gradients), $"the {name}'s gradient");
        }

        return ((y, dx), network, workspace);
    }

    // The product has softmax as a function of rows, and backwards only as cross-entropy of class k, whose gradient is −∂(ln pₖ)/∂x over
    // the batch. So dxⱼ = Σₖ upstreamₖ·∂(ln pₖ)/∂xⱼ, and for p itself ∂pₖ/∂xⱼ = pₖ·∂(ln pₖ)/∂xⱼ.
    private static (Matrix Y, Matrix Dx) Softmax(Matrix x, Matrix upstream, bool logarithm)
    {
        Matrix probabilities = new(x.Rows, x.Columns);
        Rows.Softmax<double>(x.Span, probabilities.Span);
        Matrix dx = new(x.Rows, x.Columns);
        for (int k = 0; k < x.Columns; k++)
        {
            Matrix gradient = new(x.Rows, x.Columns);
            int[] classes = [.. Enumerable.Repeat(k, x.Rows)];
            new SoftmaxCrossEntropy<double>().Evaluate(x.Span, classes, gradient.Span);
            for (int i = 0; i < x.Rows; i++)
            {
                double dLog = upstream[i, k] * (logarithm ? 1 : probabilities[i, k]);
                for (int j = 0; j < x.Columns; j++)
                {
                    dx[i, j] -= dLog * x.Rows * gradient[i, j];
                }
            }
        }

        if (!logarithm)
        {
            return (probabilities, dx);
        }

        Matrix logarithms = new(x.Rows, x.Columns);
        Rows.LogSoftmax<double>(x.Span, logarithms.Span);
        return (logarithms, dx);
    }

    // A layer draws its own mask; how it applies one is the kernel's.
    private static (Matrix Y, Matrix Dx) Dropout(JsonElement known, Matrix x, Matrix upstream)
    {
        Matrix kept = known.Matrix("mask");
        var mask = new ulong[(x.Values.Length / DropoutMask.WordBits) + 1];
        for (int i = 0; i < kept.Values.Length; i++)
        {
            mask[i / DropoutMask.WordBits] |= (kept.Values[i] == 1 ? 1UL : 0) << (i % DropoutMask.WordBits);
        }

        double scale = 1 / known.Number("keepProbability");
        Matrix y = new(x.Rows, x.Columns);
        Matrix dx = new(x.Rows, x.Columns);
        DropoutMask.Apply<double>(x.Span, y.Span, scale, mask, first: 0);
        DropoutMask.Apply<double>(upstream.Span, dx.Span, scale, mask, first: 0);
        return (y, dx);
    }

    private static void CheckReference(JsonElement known, Matrix x, Matrix upstream)
    {
        Func<Dual[,], Dual[,]> layer = known.Name() switch
        {
            "softmax" => ReferenceLayers.Softmax,
            "log_softmax" => ReferenceLayers.LogSoftmax,
            "inverted dropout with a given mask" => DroppedAsGiven(known),
            "batch_norm train" => ReferenceBatchNorm(known),
            "batch_norm inference" => ReferenceBatchNormAtInference(known),
            "layer_norm" => ReferenceLayerNorm(known),
            _ => input => ReferenceDense(known.GetProperty("parameters"), input),
        };
        Agree.With(known.Matrix("y"), Matrix.ValuesOf(layer(x.ToDual())), "the reference's y");

        // dxₑ is the derivative of Σ upstream·y by element e.
        double[] dx = [.. Enumerable.Range(0, x.Values.Length).Select(e => Dot(upstream, layer(x.ToDual(seeded: e))).Slope)];
        Agree.With(known.Vector("dx"), dx, "the reference's dx");
    }

    private static Func<Dual[,], Dual[,]> DroppedAsGiven(JsonElement known)
    {
        Matrix kept = known.Matrix("mask");
        return x => ReferenceLayers.Dropout(x, (i, j) => kept[i, j] == 1, known.Number("keepProbability"));
    }

    private static Func<Dual[,], Dual[,]> ReferenceBatchNorm(JsonElement known)
    {
        (Dual[] scale, Dual[] shift) = ScaleAndShift(known);
        return x => ReferenceLayers.BatchNorm(x, scale, shift, known.Number("epsilon"));
    }

    private static Func<Dual[,], Dual[,]> ReferenceBatchNormAtInference(JsonElement known)
    {
        (Dual[] scale, Dual[] shift) = ScaleAndShift(known);
        return x => ReferenceLayers.BatchNorm(x, scale, shift, known.Number("epsilon"), known.Vector("runningMean"), known.Vector("runningVariance"));
    }

    private static Func<Dual[,], Dual[,]> ReferenceLayerNorm(JsonElement known)
    {
        (Dual[] scale, Dual[] shift) = ScaleAndShift(known);
        return x => ReferenceLayers.LayerNorm(x, scale, shift, known.Number("epsilon"));
    }

    private static (Dual[] Scale, Dual[] Shift) ScaleAndShift(JsonElement known)
    {
        JsonElement parameters = known.GetProperty("parameters");
        return ([.. parameters.Vector("weight").Select(value => (Dual)value)], [.. parameters.Vector("bias").Select(value => (Dual)value)]);
    }

    private static Dual[,] ReferenceDense(JsonElement parameters, Dual[,] x)
    {
        Dual[]? bias = parameters.TryGetProperty("bias", out _) ? [.. parameters.Vector("bias").Select(b => (Dual)b)] : null;
        return ReferenceLayers.Dense(x, parameters.Matrix("weight").Transposed().ToDual(), bias);
    }

    private static Dual Dot(Matrix upstream, Dual[,] y)
    {
        Dual sum = 0;
        for (int i = 0; i < upstream.Rows; i++)
        {
            for (int j = 0; j < upstream.Columns; j++)
            {
                sum += upstream[i, j] * y[i, j];
            }
        }

        return sum;
    }
}

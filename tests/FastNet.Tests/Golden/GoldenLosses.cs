using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>losses.json: the loss of outputs x and its gradient dx.</summary>
internal static class GoldenLosses
{
    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(known)));

    private static void Check(JsonElement known)
    {
        Matrix x = known.Matrix("x");
        (Loss<double> loss, Func<Dual[,], Matrix, Dual> reference) = Named(known.Name());
        JsonElement target = known.GetProperty("target");
        int[]? classes = target.IsMatrix() ? null : target.Integers();
        Matrix values = classes is null ? known.Matrix("target") : ReferenceLosses.OneHot(classes, x.Columns);
        Targets<double> targets = classes is null ? values.Span : classes;

        Matrix dx = new(x.Rows, x.Columns);
        Agree.With(known.Number("loss"), loss.Evaluate(x.Span, targets, dx.Span), "the loss");
        Agree.With(known.Matrix("dx"), dx, "dx");
        Agree.With(known.Number("loss"), loss.Evaluate(x.Span, targets), "the loss without its gradient");

        Agree.With(known.Number("loss"), reference(x.ToDual(), values).Value, "the reference's loss");
        double[] slopes = [.. Enumerable.Range(0, x.Values.Length).Select(e => reference(x.ToDual(seeded: e), values).Slope)];
        Agree.With(known.Vector("dx"), slopes, "the reference's dx");
    }

    private static (Loss<double> Loss, Func<Dual[,], Matrix, Dual> Reference) Named(string name) =>
        name switch
        {
            "softmax cross-entropy, class index" or "softmax cross-entropy, large logits" or "softmax cross-entropy, soft targets" =>
                (new SoftmaxCrossEntropy<double>(), ReferenceLosses.SoftmaxCrossEntropy),
            "binary cross-entropy on logits" or "binary cross-entropy on logits, large" =>
                (new BinaryCrossEntropy<double>(), ReferenceLosses.BinaryCrossEntropy),
            "mean squared error" => (new MeanSquaredError<double>(), ReferenceLosses.MeanSquaredError),
            _ => throw GoldenCase.UnknownName("loss", name),
        };
}

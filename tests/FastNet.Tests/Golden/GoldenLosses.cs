using System.Numerics;
using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>losses.json: the loss of outputs x and its gradient dx, in double, in the reference, and in float to a bound.</summary>
internal static class GoldenLosses
{
    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(known)));

    // An input of magnitude M is off by M·6·10⁻⁸ in float, and the slope of a loss by its outputs is about 1 at most: the value and the
    // gradient err by some such parts.
    private const double RoundingsInSingle = 1e-6;

    private static void Check(JsonElement known)
    {
        Matrix x = known.Matrix("x");
        double[] classWeights = known.TryGetProperty("classWeights", out _) ? known.Vector("classWeights") : [];
        JsonElement target = known.GetProperty("target");
        int[]? classes = target.IsMatrix() ? null : target.Integers();
        Matrix values = classes is null ? known.Matrix("target") : ReferenceLosses.OneHot(classes, x.Columns);
        Loss<double> loss = Named<double>(known.Name(), classWeights);
        Targets<double> targets = classes is null ? values.Span : classes;

        Matrix dx = new(x.Rows, x.Columns);
        Agree.With(known.Number("loss"), loss.Evaluate(x.Span, targets, dx.Span), "the loss");
        Agree.With(known.Matrix("dx"), dx, "dx");
        Agree.With(known.Number("loss"), loss.Evaluate(x.Span, targets), "the loss without its gradient");

        Dual Reference(Dual[,] z) => NamedReference(known.Name(), z, values, classWeights, classes is not null);
        Agree.With(known.Number("loss"), Reference(x.ToDual()).Value, "the reference's loss");
        double[] slopes = [.. Enumerable.Range(0, x.Values.Length).Select(e => Reference(x.ToDual(seeded: e)).Slope)];
        Agree.With(known.Vector("dx"), slopes, "the reference's dx");

        CheckInSingle(known, x, values, classes, Named<float>(known.Name(), classWeights));
    }

    private static void CheckInSingle(JsonElement known, Matrix x, Matrix values, int[]? classes, Loss<float> loss)
    {
        float[] outputs = [.. x.Values.Select(value => (float)value)];
        float[] wanted = [.. values.Values.Select(value => (float)value)];
        float[] dx = new float[outputs.Length];
        Targets<float> targets = classes is null ? new ReadOnlyMatrixSpan<float>(wanted, x.Rows, x.Columns) : classes;
        double actual = loss.Evaluate(
            new ReadOnlyMatrixSpan<float>(outputs, x.Rows, x.Columns), targets, new MatrixSpan<float>(dx, x.Rows, x.Columns));
        double tolerance = RoundingsInSingle * Math.Max(1, x.Values.Max(Math.Abs));
        Assert.Equal(known.Number("loss"), actual, tolerance * Math.Max(1, known.Number("loss")));
        Assert.All(known.Vector("dx").Zip(dx), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static Loss<T> Named<T>(string name, double[] classWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GoldenJson.WithoutNumber(name) switch
        {
            ("softmax cross-entropy, label smoothing", { } smoothing) => new SoftmaxCrossEntropy<T>(smoothing, classWeights),
            ("softmax cross-entropy, class index" or "softmax cross-entropy, large logits" or "softmax cross-entropy, soft targets"
                or "softmax cross-entropy, class weights", null) => new SoftmaxCrossEntropy<T>(classWeights: classWeights),
            ("binary cross-entropy on logits" or "binary cross-entropy on logits, large", null) => new BinaryCrossEntropy<T>(),
            ("mean squared error", null) => new MeanSquaredError<T>(),
            ("mean absolute error", null) => new MeanAbsoluteError<T>(),
            ("huber, delta", { } delta) => new Huber<T>(delta),
            ("hinge", null) => new Hinge<T>(),
            _ => throw GoldenCase.UnknownName("loss", name),
        };

    private static Dual NamedReference(string name, Dual[,] z, Matrix t, double[] classWeights, bool areClasses)
    {
        (string loss, double? number) = GoldenJson.WithoutNumber(name);
        return loss switch
        {
            "mean squared error" => ReferenceLosses.MeanSquaredError(z, t),
            "mean absolute error" => ReferenceLosses.MeanAbsoluteError(z, t),
            "huber, delta" => ReferenceLosses.Huber(z, t, delta: number!.Value),
            "hinge" => ReferenceLosses.Hinge(z, t),
            "binary cross-entropy on logits" or "binary cross-entropy on logits, large" => ReferenceLosses.BinaryCrossEntropy(z, t),
            _ => ReferenceLosses.SoftmaxCrossEntropy(
                z, t, smoothing: number ?? 0, classWeights: classWeights.Length == 0 ? null : classWeights, areClasses: areClasses),
        };
    }
}

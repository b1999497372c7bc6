namespace FastNet.Bench;

/// <summary>Predictions of dense ReLU networks by a <see cref="Predictor{T}"/>.</summary>
public class PredictorBenchmarks : KernelBenchmarks
{
    private static readonly string[] Widths = ["16-32-4", "64-64-10", "784-256-128-10"];
    private static readonly int[] Batches = [1, 64];

    public override IEnumerable<Kernel> Cases => Widths.SelectMany(widths => Batches.Select(batch => Prediction(widths, batch)));

    private static string Reason(string widths, int batch) =>
        batch == 1 ? $"chains of {string.Join(" and ", widths.Split('-')[..^1])} multiply-adds one after another, 4 cycles each"
        : $"{widths.Split('-')[^1]} columns do not fill the last layer's vectors, and chains are short";

    private static Kernel Prediction(string widths, int batch)
    {
        double weights = Networks.Weights(widths).Sum();
        Network<float> network = Networks.Create(widths);
        double rows = Volume.Floats(batch * network.Inputs), results = Volume.Floats(batch * network.Outputs);
        return new("prediction", $"{batch}x({widths})", Volume.Apart(Volume.Floats(weights) + rows, results, 2 * weights * batch), () =>
        {
            Predictor<float> predictor = network.ToPredictor();
            AlignedBuffer<float> x = Numbers.Aligned(batch * network.Inputs), y = new(batch * network.Outputs);
            AlignedBuffer<float> scratch = new(predictor.ScratchLength(batch));
            return batch == 1
                ? () => predictor.Predict(x.Span, y.Span, scratch.Span)
                : () => predictor.Predict(new ReadOnlyMatrixSpan<float>(x.Span, batch, network.Inputs), new(y.Span, batch, network.Outputs), scratch.Span);
        }, Reason(widths, batch));
    }
}

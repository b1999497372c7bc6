namespace FastNet.Versus;

/// <summary>A prediction of a batch in FastNet.</summary>
internal static class FastNetPrediction
{
    public static Contender Create(Setting setting, Network<float> network, float[] features, int batch)
    {
        Predictor<float> predictor = network.ToPredictor();
        AlignedBuffer<float> x = Numbers.Aligned(features), y = new(batch * network.Outputs), scratch = new(predictor.ScratchLength(batch, setting.Workers));
        return Contender.FastNet(setting, Predict, () =>
        {
            Predict();
            return y.Span.ToArray();
        });

        void Predict() => predictor.Predict(
            new ReadOnlyMatrixSpan<float>(x.Span, batch, network.Inputs), new MatrixSpan<float>(y.Span, batch, network.Outputs), scratch.Span, setting.Workers);
    }
}

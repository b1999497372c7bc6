namespace FastNet.Versus;

/// <summary>A prediction of a batch in FastNet.</summary>
internal static class FastNetPrediction
{
    public static Contender Create(Setting setting, Network<float> network, float[] features, int batch)
    {
        AlignedBuffer<float> x = Numbers.Aligned(features);
        Workspace<float> workspace = network.CreateWorkspace(batch, setting.Workers);
        return Contender.FastNet(setting, () => Predict(), () => Predict().Values.ToArray());

        ReadOnlyMatrixSpan<float> Predict() => network.Forward(new ReadOnlyMatrixSpan<float>(x.Span, batch, network.Inputs), workspace, Pass.Inference);
    }
}

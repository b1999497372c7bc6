using Microsoft.ML.OnnxRuntime;

namespace FastNet.Versus;

/// <summary>A prediction of a batch in ONNX Runtime, from and into bound memory; all options but the number of threads at their defaults.</summary>
internal sealed class OnnxPrediction : IDisposable
{
    private readonly float[] y;
    private readonly SessionOptions options;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly OrtIoBinding binding;
    private readonly OrtValue input;
    private readonly OrtValue output;

    public OnnxPrediction(Network<float> network, float[] x, int batch, int threads)
    {
        y = new float[batch * network.Outputs];
        options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        session = new InferenceSession(OnnxModel.From(network), options);
        input = OrtValue.CreateTensorValueFromMemory(x, [batch, network.Inputs]);
        output = OrtValue.CreateTensorValueFromMemory(y, [batch, network.Outputs]);
        binding = session.CreateIoBinding();
        binding.BindInput(OnnxModel.Input, input);
        binding.BindOutput(OnnxModel.Output, output);
    }

    public Contender Contender => new(Systems.OnnxRuntime, Run, () =>
    {
        Run();
        return y;
    });

    public void Dispose()
    {
        binding.Dispose();
        output.Dispose();
        input.Dispose();
        run.Dispose();
        session.Dispose();
        options.Dispose();
    }

    private void Run() => session.RunWithBinding(run, binding);
}

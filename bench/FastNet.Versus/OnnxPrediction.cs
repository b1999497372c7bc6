using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FastNet.Versus;

/// <summary>A prediction of a batch in ONNX Runtime, from and into bound memory; all options but the number of threads at their defaults.</summary>
internal sealed class OnnxPrediction : IDisposable
{
    private readonly AlignedBuffer<float> x;
    private readonly AlignedBuffer<float> y;
    private readonly SessionOptions options;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly OrtIoBinding binding;
    private readonly OrtValue input;
    private readonly OrtValue output;

    public OnnxPrediction(Network<float> network, float[] features, int batch, int threads)
    {
        x = Numbers.Aligned(features);
        y = new AlignedBuffer<float>(batch * network.Outputs);
        options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        session = new InferenceSession(OnnxModel.From(network), options);
        input = Over(x, batch, network.Inputs);
        output = Over(y, batch, network.Outputs);
        binding = session.CreateIoBinding();
        binding.BindInput(OnnxModel.Input, input);
        binding.BindOutput(OnnxModel.Output, output);
    }

    public Contender Contender => new(Systems.OnnxRuntime, Run, Versus.Contender.ResultIn(y, Run));

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

    // The buffer's memory is pinned, and lives as long as this does.
    private static unsafe OrtValue Over(AlignedBuffer<float> buffer, long rows, long columns)
    {
        fixed (float* start = buffer.Span)
        {
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [rows, columns], (nint)start, (long)buffer.Span.Length * sizeof(float));
        }
    }
}

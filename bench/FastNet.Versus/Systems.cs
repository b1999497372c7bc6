namespace FastNet.Versus;

/// <summary>
/// What the contenders are called. TorchSharp stands where its managed optimizer is timed, libtorch where the native library below it is.
/// </summary>
internal static class Systems
{
    public const string FastNet = "FastNet";
    public const string OpenBlas = "openblas";
    public const string Libtorch = "libtorch";
    public const string TorchSharp = "torchsharp";
    public const string OnnxRuntime = "onnxruntime";
}

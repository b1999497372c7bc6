using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace FastNet.Versus;

/// <summary>Where a run took place, with which versions of what.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe(Setting setting, double peak)
    {
        yield return $"processor: {Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}";
        yield return FormattableString.Invariant($"peak of fused multiply-add on {setting.Threads} thread(s): {peak:F1} GFLOP/s");
        yield return $"FastNet: {Numerics.VectorBits}-bit vectors, {RuntimeInformation.FrameworkDescription}";
        yield return $"OpenBLAS: {setting.OpenBlas?.Configuration ?? "missing"}";
        yield return $"libtorch: {(setting.HasTorch ? $"{torch.__version__}, TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}" : "missing")}";
        yield return $"ONNX Runtime: {(setting.HasOnnxRuntime ? OrtEnv.Instance().GetVersionString() : "missing")}";
        yield return "libtorch and TorchSharp allocate their outputs in each call; FastNet, OpenBLAS and ONNX Runtime (bound outputs) write into given memory.";
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").Where(line => line.StartsWith("model name", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]).FirstOrDefault("unknown")
            : "unknown";
}

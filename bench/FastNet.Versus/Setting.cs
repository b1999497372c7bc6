using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace FastNet.Versus;

/// <summary>What all works of a run share: the threads of every contender, and the rivals that are there.</summary>
internal sealed class Setting : IDisposable
{
    public Setting(int threads)
    {
        Threads = threads;
        Workers = threads > 1 ? new WorkerPool(threads) : null;
        RivalDefaults.Restore();
        OpenBlas = Versus.OpenBlas.TryLoad();
        OpenBlas?.SetThreads(threads);
        TorchLibrary.MakeLoadable();
        HasTorch = Loads(() => torch.set_num_threads(threads));
        HasOnnxRuntime = Loads(() => OrtEnv.Instance().GetVersionString());
    }

    /// <summary>Of every contender.</summary>
    public int Threads { get; }

    /// <summary>FastNet's threads; null for the caller's own.</summary>
    public WorkerPool? Workers { get; }

    public OpenBlas? OpenBlas { get; }

    public bool HasTorch { get; }

    public bool HasOnnxRuntime { get; }

    /// <summary>A line for each rival that cannot be loaded, with what would bring it.</summary>
    public IEnumerable<string> Missing()
    {
        if (OpenBlas is null)
        {
            yield return "OpenBLAS: expected libopenblas.so.0 (Debian: apt-get install libopenblas0-pthread)";
        }

        if (!HasTorch)
        {
            yield return "libtorch: the native library of TorchSharp-cpu does not load";
        }

        if (!HasOnnxRuntime)
        {
            yield return "ONNX Runtime: its native library does not load";
        }
    }

    public void Dispose() => Workers?.Dispose();

    private static bool Loads(Action firstCall)
    {
        try
        {
            firstCall();
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or NotSupportedException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}

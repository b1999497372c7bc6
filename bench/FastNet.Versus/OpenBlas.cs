using System.Runtime.InteropServices;

namespace FastNet.Versus;

/// <summary>The system's OpenBLAS, loaded at run time: Debian's libopenblas0-pthread.</summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> sgemm;
    private readonly delegate* unmanaged<int, void> setThreads;
    private readonly delegate* unmanaged<byte*> configuration;
    private readonly delegate* unmanaged<byte*> core;

    private OpenBlas(nint library)
    {
        sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        configuration = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_config");
        core = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_corename");
    }

    /// <summary>Version and build, and the processor whose kernels are in use, as the library names them.</summary>
    public string Configuration => $"{Marshal.PtrToStringAnsi((nint)configuration())}, kernels for {Marshal.PtrToStringAnsi((nint)core())}";

    public static OpenBlas? TryLoad() =>
        NativeLibrary.TryLoad("libopenblas.so.0", out nint library) ? new OpenBlas(library) : null;

    public void SetThreads(int threads) => setThreads(threads);

    /// <summary>C = A·B, row-major: [m, k] by [k, n].</summary>
    public void Multiply(int m, int n, int k, AlignedBuffer<float> a, AlignedBuffer<float> b, AlignedBuffer<float> c)
    {
        fixed (float* pa = a.Span, pb = b.Span, pc = c.Span)
        {
            sgemm(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, pa, k, pb, n, 0, pc, n);
        }
    }
}

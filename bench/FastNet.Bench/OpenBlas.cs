using System.Runtime.InteropServices;

namespace FastNet.Bench;

/// <summary>The system's OpenBLAS, loaded at run time: Debian's libopenblas0-pthread.</summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> sgemm;
    private readonly delegate* unmanaged<int, void> setThreads;
    private readonly delegate* unmanaged<byte*> configuration;

    private OpenBlas(nint library)
    {
        sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        configuration = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_config");
    }

    /// <summary>Version and processor kernel, as the library names them.</summary>
    public string Configuration => Marshal.PtrToStringAnsi((nint)configuration()) ?? "";

    public static OpenBlas? TryLoad() =>
        NativeLibrary.TryLoad("libopenblas.so.0", out nint library) ? new OpenBlas(library) : null;

    public void SetThreads(int threads) => setThreads(threads);

    /// <summary>C = A·B, row-major: [m, k] by [k, n].</summary>
    public void Multiply(int m, int n, int k, float[] a, float[] b, float[] c)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            sgemm(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, pa, k, pb, n, 0, pc, n);
        }
    }
}

using System.Runtime.InteropServices;

namespace FastNet.Versus;

/// <summary>
/// The contest is of defaults: variables of the environment that choose a rival's kernels, threads or waiting are taken away before its library is
/// loaded and reads them. .NET's own way to do so leaves the C environment, which they read, as it was.
/// </summary>
internal static partial class RivalDefaults
{
    private static readonly string[] Prefixes = ["OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "ATEN_"];

    public static void Restore()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => Prefixes.Any(name.StartsWith)))
        {
            _ = RemoveVariable(name);
        }
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveVariable(string name);
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace FastNet.Versus;

/// <summary>
/// TorchSharp's native library is built by GCC 13 and asks for version GLIBCXX_3.4.32 of libstdc++, which Debian 12's, of GCC 12, lacks; of all
/// that the version brings it uses one symbol, <c>std::ios_base_library_init</c>, which does what <c>std::ios_base::Init</c> always did. So, where
/// the system's libstdc++ is too old, the copy of the library beside this program is relabelled to ask for GLIBCXX_3.4.30, a shim with
/// the symbol is compiled, and the program starts itself once more with the shim preloaded: the loader reads LD_PRELOAD at a process's start only.
/// </summary>
internal static class LibStdCpp
{
    private const string Needed = "GLIBCXX_3.4.32";
    private const string Present = "GLIBCXX_3.4.30";
    private const string Preload = "LD_PRELOAD";

    private const string Shim = """
        #include <ios>
        namespace std { __attribute__((visibility("default"))) void ios_base_library_init() { static ios_base::Init once; } }
        """;

    // Settings from outside that change how fast a rival is; the contest is of defaults, and these too are read at the start only.
    private static readonly string[] RivalSettings = ["OPENBLAS_", "OMP_", "GOMP_", "KMP_", "MKL_", "GOTO_"];

    private static string TorchPath => Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");

    private static string ShimPath => Path.Combine(AppContext.BaseDirectory, "libstdc++-shim.so");

    private static bool IsShimLoaded => Environment.GetEnvironmentVariable(Preload)?.Split(':').Contains(ShimPath) == true;

    /// <summary>Runs the program once more where its environment has to be another one.</summary>
    /// <returns>The exit code of that run, or null where this one is as good.</returns>
    public static int? RunAgainIfNeeded(string[] arguments)
    {
        string[] settings = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => RivalSettings.Any(name.StartsWith))];
        bool preloads = IsTooOld() && !IsShimLoaded && TryCompileShim();
        if (settings.Length == 0 && !preloads)
        {
            return null;
        }

        // Started as "dotnet program.dll", the process is dotnet and the program its first argument.
        string process = Environment.ProcessPath!;
        bool isHosted = Path.GetFileNameWithoutExtension(process) == "dotnet";
        ProcessStartInfo start = new(process, isHosted ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
        foreach (string name in settings)
        {
            start.Environment.Remove(name);
        }

        if (preloads)
        {
            Relabel();
            string? others = Environment.GetEnvironmentVariable(Preload);
            start.Environment[Preload] = string.IsNullOrEmpty(others) ? ShimPath : $"{ShimPath}:{others}";
        }

        using Process again = Process.Start(start)!;
        again.WaitForExit();
        return again.ExitCode;
    }

    public static string WhyTorchIsMissing() =>
        IsTooOld() && !IsShimLoaded
            ? $"expected a libstdc++ with {Needed}, or g++ or clang++ to build what it lacks, got neither"
            : "its native library does not load";

    private static bool IsTooOld() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libstdc++.so.6", out _)
        && LoadedPath("libstdc++.so.6") is { } path && !Contains(File.ReadAllBytes(path), Needed);

    private static string? LoadedPath(string library) =>
        File.ReadLines("/proc/self/maps").Where(line => line.Contains(library, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).FirstOrDefault();

    private static bool TryCompileShim()
    {
        if (File.Exists(ShimPath))
        {
            return true;
        }

        string source = Path.ChangeExtension(ShimPath, ".cpp");
        string built = $"{ShimPath}.{Environment.ProcessId}";
        File.WriteAllText(source, Shim);
        foreach (string compiler in (string[])["g++", "clang++"])
        {
            try
            {
                using Process process = Process.Start(compiler, ["-shared", "-fPIC", "-O1", source, "-o", built]);
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    File.Move(built, ShimPath, overwrite: true);
                    return true;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such compiler.
            }
        }

        return false;
    }

    // The loader compares a version's hash first and then its name: both stand in the library's version table.
    private static void Relabel()
    {
        byte[] library = File.ReadAllBytes(TorchPath);
        if (!Contains(library, Needed))
        {
            return;
        }

        Replace(library, BitConverter.GetBytes(ElfHash(Needed)), BitConverter.GetBytes(ElfHash(Present)));
        Replace(library, Encoding.ASCII.GetBytes(Needed), Encoding.ASCII.GetBytes(Present));
        string relabelled = $"{TorchPath}.{Environment.ProcessId}";
        File.WriteAllBytes(relabelled, library);
        File.Move(relabelled, TorchPath, overwrite: true);
    }

    private static bool Contains(ReadOnlySpan<byte> bytes, string text) => bytes.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static void Replace(Span<byte> bytes, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        for (int at = bytes.IndexOf(from); at >= 0; at = bytes.IndexOf(from))
        {
            to.CopyTo(bytes[at..]);
            bytes = bytes[(at + to.Length)..];
        }
    }

    // System V ABI, "Symbol hash table".
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf000_0000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}

using System.Runtime.Intrinsics;
using FastNet.Aot;

namespace FastNet.Tests.Contracts;

/// <summary>The small trainer compiled ahead of time gives the bits of the JIT.</summary>
public class AheadOfTimeTests
{
    [AheadOfTimeTheory]
    [InlineData("x86-64-v3", 256)]
    [InlineData("x86-64-v4", 512)]
    [InlineData(null, 256)]
    public void SameBitsAndNoAllocation(string? instructionSet, int bits)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fastnet-aot");
        try
        {
            // Intermediate files stay apart from the solution's, which a build may be using.
            List<string> arguments =
            [
                "publish", Path.Combine(Repository.Root, "tests", "FastNet.Aot"), "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-p:RunAnalyzers=false",
                "--artifacts-path", Path.Combine(folder.FullName, "artifacts"), "-o", Path.Combine(folder.FullName, "out"),
            ];
            if (instructionSet is not null)
            {
                arguments.Add($"-p:IlcInstructionSet={instructionSet}");
            }

            Child.Run("dotnet", [.. arguments]);
            if (bits == 512 && !Vector512.IsHardwareAccelerated)
            {
                return;
            }

            string program = Path.Combine(folder.FullName, "out", "FastNet.Aot");
            string[] lines = Child.Run(program, []);
            Assert.Equal($"{bits} fused", lines[0]);
            SameBitsTests.ShouldBeTheHashes(lines, fused: true);
            Assert.Equal(["0", "0", "0", "0"], Child.Run(program, ["allocations"])[1..]);
            Assert.Equal(Practice.Run(folder.CreateSubdirectory("here").FullName), Child.Run(program, ["practice", folder.CreateSubdirectory("there").FullName])[1..]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Skipped, with the reason, where the linker that the ahead-of-time compiler calls is missing.</summary>
    private sealed class AheadOfTimeTheoryAttribute : TheoryAttribute
    {
        public AheadOfTimeTheoryAttribute()
        {
            bool hasClang = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, "clang")));
            if (!OperatingSystem.IsLinux() || !hasClang)
            {
                Skip = "Needs Linux with clang and zlib's headers (Debian: apt-get install clang zlib1g-dev).";
            }
            else if (!Numerics.IsFused)
            {
                Skip = "A compiled program does not follow the runtime's switches.";
            }
        }
    }
}

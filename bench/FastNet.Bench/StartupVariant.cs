using System.Diagnostics;
using System.Globalization;

namespace FastNet.Bench;

/// <summary>A way to publish bench/FastNet.Startup and to run it.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Publish">What is added to dotnet publish; variants with the same share what it makes.</param>
/// <param name="Environment">Variables of the runtime, as in NAME=value.</param>
internal sealed record StartupVariant(string Name, string[] Publish, params string[] Environment)
{
    public const string Project = "bench/FastNet.Startup";

    // Dynamic PGO's instrumentation is not needed by methods that are compiled in full at once.
    public static readonly StartupVariant[] All =
    [
        new("JIT", []),
        new("JIT, TieredPGO=0", [], "DOTNET_TieredPGO=0"),
        new("JIT, TieredCompilation=0", [], "DOTNET_TieredCompilation=0"),
        new("ReadyToRun", ["-p:PublishReadyToRun=true"]),
        new("ReadyToRun, TieredPGO=0", ["-p:PublishReadyToRun=true"], "DOTNET_TieredPGO=0"),
        new("native AOT", ["-p:PublishAot=true", "-p:IlcInstructionSet=native"]),
    ];

    /// <summary>Publishes where no other build looks, once for all variants of one kind, and returns the program's path.</summary>
    public string PublishTo(string folder)
    {
        string target = Path.Combine(folder, Publish.Length == 0 ? "jit" : string.Concat(Publish).Replace(':', '-').Replace('=', '-'));
        string program = Path.Combine(target, "out", "FastNet.Startup");
        if (!File.Exists(program))
        {
            string[] selfContained = Publish.Contains("-p:PublishAot=true") ? [] : ["--self-contained", "false"];
            Output("dotnet",
            [
                "publish", Project, "-c", "Release", "-r", "linux-x64", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(target, "artifacts"), "-o",
                Path.GetDirectoryName(program)!, .. selfContained, .. Publish,
            ]);
        }

        return program;
    }

    /// <summary>Microseconds from before the start of a child to its own first line, and to the end of its first prediction or step.</summary>
    public (double Main, double End) Time(string program, string widths, string work)
    {
        long start = Stopwatch.GetTimestamp();
        string[] times = Output(program, [start.ToString(CultureInfo.InvariantCulture), widths, work]).Split(' ');
        return (double.Parse(times[0], CultureInfo.InvariantCulture), double.Parse(times[1], CultureInfo.InvariantCulture));
    }

    private string Output(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        foreach (string variable in Environment)
        {
            string[] pair = variable.Split('=');
            start.Environment[pair[0]] = pair[1];
        }

        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {child.ExitCode}: {output}");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace FastNet.Bench;

/// <summary>A way to publish bench/FastNet.Startup and to run it.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Publish">What is added to dotnet publish.</param>
internal sealed record StartupVariant(string Name, params string[] Publish)
{
    public const string Project = "bench/FastNet.Startup";

    public static readonly StartupVariant[] All =
    [
        new("JIT", "--self-contained", "false"),
        new("JIT with ReadyToRun", "--self-contained", "false", "-p:PublishReadyToRun=true"),
        new("native AOT", "-p:PublishAot=true", "-p:IlcInstructionSet=native"),
    ];

    /// <summary>Publishes where no other build looks, and returns the program's path.</summary>
    public string PublishTo(string folder)
    {
        string target = Path.Combine(folder, Name), output = Path.Combine(target, "out");
        Output("dotnet",
        [
            "publish", Project, "-c", "Release", "-r", "linux-x64", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(target, "artifacts"),
            "-o", output, .. Publish,
        ]);
        return Path.Combine(output, "FastNet.Startup");
    }

    /// <summary>Microseconds from before the start of a child to its own first line, and to the end of its first prediction or step.</summary>
    public static (double Main, double End) Time(string program, string widths, string work)
    {
        long start = Stopwatch.GetTimestamp();
        string[] times = Output(program, [start.ToString(CultureInfo.InvariantCulture), widths, work]).Split(' ');
        return (double.Parse(times[0], CultureInfo.InvariantCulture), double.Parse(times[1], CultureInfo.InvariantCulture));
    }

    private static string Output(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {child.ExitCode}: {output}");
    }
}

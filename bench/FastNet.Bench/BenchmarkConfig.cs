using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace FastNet.Bench;

/// <summary>How BenchmarkDotNet runs the benchmarks, and what its summaries show.</summary>
internal static class BenchmarkConfig
{
    private const int LongestName = 60;

    // The runtime's switches that take wider vectors away.
    private static readonly (int Bits, string? Switch)[] Widths = [(512, null), (256, "DOTNET_EnableAVX512"), (128, "DOTNET_EnableAVX2")];

    /// <summary>
    /// A job for each width of vectors, from the processor's own down. Some seconds each: kernels do hardly anything but compute, and vary little.
    /// </summary>
    public static IConfig EachWidth =>
        Common().AddJob([.. Widths.Where(width => width.Bits <= Numerics.VectorBits).Select(width => Of(width.Bits, width.Switch))]);

    /// <summary>Every benchmark once, in this process.</summary>
    public static IConfig Quick => Common().AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance));

    private static ManualConfig Common() =>
        ManualConfig.Create(DefaultConfig.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(RateColumn.All)
            .HideColumns("Error", "StdDev", "Median", "EnvironmentVariables")
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(LongestName));

    private static Job Of(int bits, string? widerSwitch)
    {
        Job job = Job.Default.WithId($"{bits}").WithLaunchCount(1).WithWarmupCount(3).WithIterationCount(9)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        return bits == Numerics.VectorBits || widerSwitch is null ? job : job.WithEnvironmentVariable(widerSwitch, "0");
    }
}

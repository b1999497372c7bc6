using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FastNet.Bench;

// quick          every benchmark once, in this process: a smoke test
// anything else  BenchmarkDotNet's own arguments, as in --filter '*Gemm*'
switch (args)
{
    case ["quick"]:
        ManualConfig config = DefaultConfig.Instance.AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance));
        int benchmarks = BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmarks).Assembly).RunAll(config)
            .Sum(summary => summary.Reports.Count(report => report.Success));
        Console.WriteLine($"{benchmarks} benchmarks ran");
        return benchmarks > 0 ? 0 : 1;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmarks).Assembly).Run(args);
        return 0;
}

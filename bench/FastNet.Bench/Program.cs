using BenchmarkDotNet.Running;
using FastNet.Bench;

// quick             every benchmark once, in this process: a smoke test
// limits            each kernel against what the machine can do at most
// lease             what a pool of threads costs, and what it refuses
// scaling [folder]  steps and predictions against batch, width, depth and threads; charts go to the folder
// startup           from the start of a process to its first prediction and step
// anything else     BenchmarkDotNet's own arguments, as in --filter '*Gemm*'
BenchmarkSwitcher switcher = BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmarks).Assembly);
switch (args)
{
    case ["quick"]:
        int benchmarks = switcher.RunAll(BenchmarkConfig.Quick).Sum(summary => summary.Reports.Count(report => report.Success));
        Console.WriteLine($"{benchmarks} benchmarks ran");
        return benchmarks > 0 ? 0 : 1;
    case ["limits"]:
        return LimitsReport.Run();
    case ["lease"]:
        return LeaseReport.Run();
    case ["scaling"]:
        return Scaling.Run(Path.Combine("docs", "performance"));
    case ["scaling", var folder]:
        return Scaling.Run(folder);
    case ["startup"]:
        return Startup.Run();
    default:
        switcher.Run(args, BenchmarkConfig.EachWidth);
        return 0;
}

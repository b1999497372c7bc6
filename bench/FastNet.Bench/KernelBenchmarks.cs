using BenchmarkDotNet.Attributes;

namespace FastNet.Bench;

/// <summary>One benchmark for each of its kernels.</summary>
public abstract class KernelBenchmarks
{
    private Action call = () => { };

    public abstract IEnumerable<Kernel> Cases { get; }

    [ParamsSource(nameof(Cases))]
    public Kernel Kernel { get; set; } = null!;

    /// <summary>Every kernel there is.</summary>
    internal static IEnumerable<Kernel> All =>
        new KernelBenchmarks[]
        {
            new GemmBenchmarks(), new ReductionBenchmarks(), new ActivationBenchmarks(), new SoftmaxBenchmarks(), new DropoutBenchmarks(),
            new NormalizationBenchmarks(), new OptimizerBenchmarks(), new PredictorBenchmarks(), new StepBenchmarks(),
        }
        .SelectMany(benchmarks => benchmarks.Cases);

    [GlobalSetup]
    public void Setup() => call = Kernel.Build();

    [Benchmark]
    public void Run() => call();
}

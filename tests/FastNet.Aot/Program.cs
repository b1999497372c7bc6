using System.Globalization;
using FastNet;
using FastNet.Aot;

// Prints "<bits> fused" or "<bits> separate", then what the argument asks for.
Console.WriteLine($"{Numerics.VectorBits} {(Numerics.IsFused ? "fused" : "separate")}");
if (args is ["allocations"])
{
    // As many steps as take a second or so.
    Console.WriteLine(Allocations.Measure([16, 32, 4], batch: 32, steps: 10_000, threads: 1));
    Console.WriteLine(Allocations.Measure([784, 256, 128, 10], batch: 128, steps: 150, threads: 1));
    Console.WriteLine(Allocations.Measure([784, 256, 128, 10], batch: 128, steps: 150, threads: 2));
    Console.WriteLine(TrainingOfEveryKind<float>.Allocations(steps: 100, threads: 2));
    return;
}

if (args is ["practice", var folder])
{
    foreach (string line in Practice.Run(folder))
    {
        Console.WriteLine(line);
    }

    return;
}

foreach (int threads in (ReadOnlySpan<int>)[1, 2, 3])
{
    using WorkerPool workers = new(threads);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"float {threads} {SmallTraining.Run<float>(workers).Hash:x16}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"double {threads} {SmallTraining.Run<double>(workers).Hash:x16}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"every float {threads} {TrainingOfEveryKind<float>.Hash(workers):x16}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"every double {threads} {TrainingOfEveryKind<double>.Hash(workers):x16}"));
}

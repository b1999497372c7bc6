using System.Globalization;
using System.Runtime.InteropServices;

namespace FastNet.Bench;

/// <summary>Each kernel on one thread against what the machine can do at most, and why it does less.</summary>
internal static class LimitsReport
{
    private const int Rounds = 9;

    // From this share on a kernel is at the limit, and there is nothing to explain.
    private const double AtLimit = 0.8;

    private static readonly string[] Head = ["kernel", "shape", "µs", "rate", "limit", "%", "why below 80 %"];

    /// <returns>0; 1 where a kernel stays below the limit and nothing says why.</returns>
    public static int Run()
    {
        MachineLimits limits = new();
        (Kernel Kernel, TimedCall Call)[] kernels = [.. KernelBenchmarks.All.Select(kernel => (kernel, new TimedCall(kernel.Build())))];
        TimedCall[] calls = [.. limits.Calls, .. kernels.Select(pair => pair.Call)];
        TimedCall.TimeInTurn(calls, Rounds, limits.TimePeak);
        (Kernel Kernel, double Nanoseconds, Limit Limit)[] results =
            [.. kernels.Select(pair => (pair.Kernel, pair.Call.Nanoseconds, limits.Of(pair.Kernel.Volume)))];
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Numerics.VectorBits}-bit vectors; medians of {Rounds} blocks, interleaved");
        Console.WriteLine();
        MarkdownTable.Write(limits.Rows());
        MarkdownTable.Write([Head, .. results.Select(result => Row(result.Kernel, result.Nanoseconds, result.Limit))]);
        Console.WriteLine("Above 100 %: part of the data lies in a nearer cache than all of it would.");
        int unexplained = results.Count(result => result.Limit.Nanoseconds / result.Nanoseconds < AtLimit && result.Kernel.Reason is null);
        Console.WriteLine($"{results.Length} kernels, {unexplained} below {AtLimit:P0} without a reason");
        return unexplained == 0 ? 0 : 1;
    }

    private static string[] Row(Kernel kernel, double nanoseconds, Limit limit)
    {
        double share = limit.Nanoseconds / nanoseconds;
        return
        [
            kernel.Name, kernel.Shape, Text(nanoseconds / 1e3, "0.000"), $"{Text(limit.Count / nanoseconds, "0.0")} {limit.Unit}",
            $"{Text(limit.Rate, "0.0")}, {limit.Name}", Text(100 * share, "0"), share < AtLimit ? kernel.Reason ?? "unexplained" : "",
        ];
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}

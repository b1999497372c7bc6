using System.Diagnostics;
using System.Globalization;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>What a pool of all processors costs, at work and at rest, and what it refuses.</summary>
internal static class LeaseReport
{
    private const int Samples = 100_000;

    // Waking parked workers takes some 25 to 100 times as long.
    private const int SamplesParked = 5_000;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);

    /// <returns>0; 1 where the pool took work that it has to refuse.</returns>
    public static int Run()
    {
        using WorkerPool pool = new(Environment.ProcessorCount);
        List<string[]> rows = [[$"a pool of {pool.Threads} threads", "", ""]];
        using (pool.TakeLease())
        {
            rows.Add(ForkJoin("fork-join of an empty section, inside a lease", pool, Samples));
        }

        rows.Add(ForkJoin("the same outside a lease, workers parked", pool, SamplesParked));
        rows.Add(ProcessorTime("processor time, outside a lease, no work", () => Thread.Sleep(Watched)));
        using (pool.TakeLease())
        {
            rows.Add(ProcessorTime("processor time, inside a lease, no work", () => Thread.Sleep(Watched)));
            rows.Add(ProcessorTime("processor time, inside a lease, section after section", () => Work(pool)));
        }

        rows.Add(ProcessorTime("processor time, after the lease, no work", () => Thread.Sleep(Watched)));
        (string Name, string? Refusal)[] refusals =
        [
            ("a section within a section", Refusal(() => Run(pool, () => Run(pool, () => { })))),
            ("a section from another thread during one", Refusal(() => Run(pool, () => OnAnotherThread(() => Run(pool, () => { }))))),
            ("a lease within a lease", Refusal(() =>
            {
                using WorkerPool.Lease first = pool.TakeLease();
                using WorkerPool.Lease second = pool.TakeLease();
            })),
        ];
        rows.AddRange(refusals.Select(refusal => (string[])[refusal.Name, refusal.Refusal is null ? "TAKEN" : "refused", refusal.Refusal ?? ""]));
        MarkdownTable.Write(rows);
        return refusals.All(refusal => refusal.Refusal is not null) ? 0 : 1;
    }

    private static string[] ForkJoin(string name, WorkerPool pool, int samples)
    {
        double[] nanoseconds = new double[samples];
        for (int i = -samples; i < samples; i++)
        {
            EmptySection section = default;
            long start = Stopwatch.GetTimestamp();
            pool.Run(ref section);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            nanoseconds[int.Max(0, i)] = elapsed;
        }

        return [name, Microseconds("median", 0.5), Microseconds("p99", 0.99)];

        string Microseconds(string quantile, double share) => Invariant($"{quantile} {Quantile.Of(nanoseconds, share) / 1e3:0.00} µs");
    }

    private static string[] ProcessorTime(string name, Action during)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        during();
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return [name, Invariant($"{(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:0} ms"), Invariant($"in {wall:0} ms")];
    }

    private static void Work(WorkerPool pool)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Watched;)
        {
            EmptySection section = default;
            pool.Run(ref section);
        }
    }

    private static void Run(WorkerPool pool, Action first)
    {
        FirstPart section = new(first);
        pool.Run(ref section);
    }

    private static void OnAnotherThread(Action action)
    {
        string? refusal = null;
        Thread thread = new(() => refusal = Refusal(action));
        thread.Start();
        thread.Join();
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal);
        }
    }

    private static string? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly struct FirstPart(Action action) : ISection
    {
        public void Run(int part)
        {
            if (part == 0)
            {
                action();
            }
        }
    }
}

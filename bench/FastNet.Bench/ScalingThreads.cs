using System.Globalization;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>How much faster more threads are, and by Amdahl's law how much faster still more would be.</summary>
internal static class ScalingThreads
{
    private static readonly int[] predictedThreads = [4, 8, 16, 64, 128];

    private static readonly DenseShape[] shapes =
    [
        new("784-128-10", 64), new("784-256-128-10", 128), new("784-512-512-10", 64), new("784-512-512-10", 512), new("1024-1024-1024-10", 512),
        new("1024-2048-2048-10", 512),
    ];

    public static void Run(string folder)
    {
        WorkerPool?[] pools = [null, .. Enumerable.Range(2, Environment.ProcessorCount - 1).Select(threads => new WorkerPool(threads))];
        List<string[]> rows =
            [["network", "work", "threads", "us", "speed-up", "serial share s", .. predictedThreads.Select(threads => $"at {threads}, by model")]];
        List<ChartSeries> series = [];
        for (int i = 0; i < shapes.Length; i++)
        {
            DenseProblem[] byThreads = Array.ConvertAll(pools, pool => new DenseProblem(shapes[i], pool));
            string name = $"{shapes[i].Name}, batch {shapes[i].Batch}";
            double[] step = Measure(name, "step", [.. byThreads.Select((problem, j) => new TimedCall(problem.Train, pools[j]))], rows);
            Measure(name, "prediction", [.. byThreads.Select((problem, j) => new TimedCall(problem.Predict, pools[j]))], rows);
            series.AddRange(Curves(name, step, i));
        }

        Array.ForEach(pools, pool => pool?.Dispose());
        MarkdownTable.Write(rows);
        Console.WriteLine(
            $"Measured on 1 to {pools.Length} threads only; s = 2·t2/t1 − 1, and by Amdahl's law 1/(s + (1 − s)/n) on n. The law leaves out memory "
            + "bandwidth, distance between caches, the cost of dividing work, which grows with n, and that a batch has few rows for many threads.");
        new Chart("Training step with Adam: dots measured, thin lines by Amdahl's law", "threads", "speed-up against one thread")
            .Save(Path.Combine(folder, "threads.svg"), series);
    }

    // By Amdahl's law t2/t1 = s + (1 − s)/2.
    private static double SerialShare(double speedUpOfTwo) => (2 / speedUpOfTwo) - 1;

    // 1/(s + (1 − s)/n); a share below 0, of noise or of a second processor's caches, counts as 0.
    private static double SpeedUp(double serialShare, int threads)
    {
        double share = double.Max(0, serialShare);
        return 1 / (share + ((1 - share) / threads));
    }

    // The speed-up on 1 thread, 2, and so on.
    private static double[] Measure(string name, string work, TimedCall[] calls, List<string[]> rows)
    {
        TimedCall.TimeInTurn(calls, Scaling.Rounds);

        // Of each round, then their median: what slows the machine for a while slows a round's blocks alike.
        double[] speedUps = Array.ConvertAll(calls, call => Quantile.Median(calls[0].Blocks.Zip(call.Blocks, (alone, time) => alone / time)));
        for (int i = 0; i < calls.Length; i++)
        {
            double[] model = i == 1 ? [SerialShare(speedUps[1]), .. predictedThreads.Select(threads => SpeedUp(SerialShare(speedUps[1]), threads))] : [];
            string[] cells = Array.ConvertAll([calls[i].Nanoseconds / 1e3, speedUps[i], .. model], MarkdownTable.Number);
            rows.Add([name, work, (i + 1).ToString(CultureInfo.InvariantCulture), .. cells, .. Enumerable.Repeat("", rows[0].Length - cells.Length - 3)]);
        }

        return speedUps;
    }

    private static IEnumerable<ChartSeries> Curves(string name, double[] speedUps, int color)
    {
        yield return new(name, [.. Enumerable.Range(1, speedUps.Length).Select(threads => (double)threads)], speedUps, color);
        if (speedUps.Length > 1)
        {
            int[] ahead = [2, .. predictedThreads];
            double[] model = Array.ConvertAll(ahead, threads => SpeedUp(SerialShare(speedUps[1]), threads));
            yield return new("", Array.ConvertAll(ahead, threads => (double)threads), model, color, ChartMarks.None);
        }
    }
}

using System.Globalization;

namespace FastNet.Bench;

/// <summary>How much faster more threads are, and by Amdahl's law how much faster still more would be.</summary>
internal static class ScalingThreads
{
    private static readonly int[] predictedThreads = [4, 8, 16, 64, 128];

    private static readonly (int[] Widths, int Batch)[] problems =
    [
        ([784, 128, 10], 64), ([784, 256, 128, 10], 128), ([784, 512, 512, 10], 64), ([784, 512, 512, 10], 512), ([1024, 1024, 1024, 10], 512),
        ([1024, 2048, 2048, 10], 512),
    ];

    public static void Run(string folder)
    {
        WorkerPool?[] pools = [null, .. Enumerable.Range(2, Environment.ProcessorCount - 1).Select(threads => new WorkerPool(threads))];
        ScalingTable.WriteHead(
            ["network", "work", "threads", "us", "speed-up", "serial share s", .. predictedThreads.Select(threads => $"at {threads}, by model")]);
        List<ChartSeries> series = [];
        for (int i = 0; i < problems.Length; i++)
        {
            (int[] widths, int batch) = problems[i];
            ScalingProblem[] byThreads = Array.ConvertAll(pools, pool => new ScalingProblem(widths, batch, pool));
            string name = $"{string.Join('-', widths)}, batch {batch}";
            Measure(name, "step", [.. byThreads.Select((problem, j) => new ScalingContender(problem.Train, pools[j]))], i, series);
            Measure(name, "prediction", [.. byThreads.Select((problem, j) => new ScalingContender(problem.Predict, pools[j]))], i, series);
        }

        Array.ForEach(pools, pool => pool?.Dispose());
        Console.WriteLine();
        Console.WriteLine(
            $"Measured on 1 to {pools.Length} threads only; s = 2·t2/t1 − 1, and by Amdahl's law 1/(s + (1 − s)/n) on n. The law leaves out memory "
            + "bandwidth, distance between caches, the cost of dividing work, which grows with n, and that a batch has few rows for many threads.");
        new Chart("Training step with Adam: dots measured, thin lines by Amdahl's law", "threads", "speed-up against one thread")
            .Save(Path.Combine(folder, "threads.svg"), series);
    }

    /// <summary>The serial share of Amdahl's law by which the times on one thread and on two differ: t2/t1 = s + (1 − s)/2.</summary>
    public static double SerialShare(double secondsRatio) => (2 * secondsRatio) - 1;

    /// <summary>1/(s + (1 − s)/n); a share below 0, of noise or of a second processor's caches, counts as 0.</summary>
    public static double SpeedUp(double serialShare, int threads)
    {
        double share = double.Max(0, serialShare);
        return 1 / (share + ((1 - share) / threads));
    }

    private static void Measure(string name, string work, ScalingContender[] contenders, int color, List<ChartSeries> series)
    {
        double[][] times = ScalingClock.Measure(contenders);

        // Of each round, then their median: what slows the machine for a while slows a round's blocks alike.
        double[] ratios = [.. times.Select(one => ScalingClock.Median([.. one.Zip(times[0], (time, alone) => time / alone)]))];
        double? share = ratios.Length > 1 ? SerialShare(ratios[1]) : null;
        for (int i = 0; i < times.Length; i++)
        {
            ScalingTable.WriteRow(
            [
                name, work, (i + 1).ToString(CultureInfo.InvariantCulture), ScalingTable.Text(ScalingClock.Median(times[i])), ScalingTable.Text(1 / ratios[i]),
                i == 1 ? ScalingTable.Text(share!.Value) : "",
                .. predictedThreads.Select(threads => i == 1 ? ScalingTable.Text(SpeedUp(share!.Value, threads)) : ""),
            ]);
        }

        if (work == "step")
        {
            series.Add(new(name, [.. Enumerable.Range(1, ratios.Length).Select(threads => (double)threads)], Array.ConvertAll(ratios, ratio => 1 / ratio), color));
            if (share is { } serial)
            {
                int[] ahead = [2, .. predictedThreads];
                series.Add(new(
                    "", Array.ConvertAll(ahead, threads => (double)threads), Array.ConvertAll(ahead, threads => SpeedUp(serial, threads)), color, ChartMarks.None));
            }
        }
    }
}

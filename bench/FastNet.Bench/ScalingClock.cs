using System.Diagnostics;

namespace FastNet.Bench;

/// <summary>An action and the threads that it works on, which a lease keeps awake while it is timed.</summary>
internal readonly record struct ScalingContender(Action Action, WorkerPool? Workers);

/// <summary>
/// Medians of blocks of calls. The blocks of contenders alternate, so that what the machine does meanwhile meets all alike, and only the one
/// that is timed holds its lease.
/// </summary>
internal static class ScalingClock
{
    private const int Rounds = 25;
    private static readonly TimeSpan blockLength = TimeSpan.FromMilliseconds(4);

    /// <summary>The median microseconds of a call.</summary>
    public static double Measure(Action action, WorkerPool? workers = null) => Median(Measure([new(action, workers)])[0]);

    /// <summary>Microseconds of a call, of each contender in each round.</summary>
    public static double[][] Measure(ReadOnlySpan<ScalingContender> contenders)
    {
        int[] calls = new int[contenders.Length];
        double[][] times = new double[contenders.Length][];
        for (int i = 0; i < contenders.Length; i++)
        {
            // The first block warms caches and buffers, the second one says how many calls fill a block.
            times[i] = new double[Rounds];
            Time(contenders[i], 3);
            calls[i] = int.Max(1, (int)(blockLength.TotalMicroseconds / Time(contenders[i], 3)));
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                times[i][round] = Time(contenders[i], calls[i]);
            }
        }

        return times;
    }

    /// <summary>Runs an action for so long that the JIT has compiled it in full.</summary>
    public static void WarmUp(Action action, WorkerPool? workers, TimeSpan length)
    {
        ScalingContender contender = new(action, workers);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < length;)
        {
            Time(contender, 10);
        }
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Time(ScalingContender contender, int calls)
    {
        using WorkerPool.Lease lease = contender.Workers?.TakeLease() ?? default;

        // Wakes the workers.
        contender.Action();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            contender.Action();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}

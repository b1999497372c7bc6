using System.Diagnostics;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>
/// A call that is timed in blocks, among which those of other calls lie: a change of the machine's speed meets all of them, and only the one that is
/// timed holds a lease of its threads.
/// </summary>
internal sealed class TimedCall(Action call, WorkerPool? workers = null)
{
    private const double WarmUpMilliseconds = 120;
    private const double BlockMilliseconds = 8;

    // A block's figure is the median of parts of about this length, so that an interruption spoils a part and not the block.
    private const double PartMilliseconds = 0.4;

    private readonly List<double> blocks = [];
    private int callsOfPart;

    /// <summary>Of one call, in each block.</summary>
    public IReadOnlyList<double> Blocks => blocks;

    /// <summary>The median of the blocks.</summary>
    public double Nanoseconds => Quantile.Median(blocks);

    /// <summary>Warms all calls up, then times a block of each in turn, over and over.</summary>
    /// <param name="calls">Which.</param>
    /// <param name="rounds">Blocks of each.</param>
    /// <param name="beforeRound">What else a round begins with.</param>
    public static void TimeInTurn(TimedCall[] calls, int rounds, Action? beforeRound = null)
    {
        Array.ForEach(calls, call => call.WarmUp());
        for (int round = 0; round < rounds; round++)
        {
            beforeRound?.Invoke();
            Array.ForEach(calls, call => call.TimeBlock());
        }
    }

    // Lets the JIT compile hot code anew, which it does in the background.
    private void WarmUp()
    {
        using WorkerPool.Lease lease = workers?.TakeLease() ?? default;
        (int calls, double milliseconds) = Repeat(WarmUpMilliseconds);
        callsOfPart = int.Max(1, (int)(calls * PartMilliseconds / milliseconds));
    }

    private void TimeBlock()
    {
        using WorkerPool.Lease lease = workers?.TakeLease() ?? default;

        // Caches and branch predictors become the call's own, and workers are awake.
        Repeat(BlockMilliseconds / 4);
        List<double> parts = [];
        long blockStart = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < callsOfPart; i++)
            {
                call();
            }

            parts.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / callsOfPart);
        }
        while (Stopwatch.GetElapsedTime(blockStart).TotalMilliseconds < BlockMilliseconds);
        blocks.Add(Quantile.Median(parts));
    }

    private (int Calls, double Milliseconds) Repeat(double milliseconds)
    {
        int calls = 0;
        long start = Stopwatch.GetTimestamp();
        double elapsed;
        do
        {
            call();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        while (elapsed < milliseconds);
        return (calls, elapsed);
    }
}

using System.Diagnostics;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>A call that is timed in blocks, among which those of other calls lie: a change of the machine's speed meets all of them.</summary>
internal sealed class TimedCall(Action call)
{
    private const double WarmUpMilliseconds = 120;
    private const double BlockMilliseconds = 8;

    // A block's figure is the median of parts of about this length, so that an interruption spoils a part and not the block.
    private const double PartMilliseconds = 0.4;

    private readonly List<double> blocks = [];
    private int callsOfPart;

    /// <summary>The median of the blocks, of one call.</summary>
    public double Nanoseconds => Quantile.Median(blocks);

    /// <summary>Lets the JIT compile hot code anew, which it does in the background.</summary>
    public void WarmUp()
    {
        (int calls, double milliseconds) = Repeat(WarmUpMilliseconds);
        callsOfPart = int.Max(1, (int)(calls * PartMilliseconds / milliseconds));
    }

    public void TimeBlock()
    {
        // Caches and branch predictors become the call's own.
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

using System.Diagnostics;

namespace FastNet.Versus;

/// <summary>How long is measured.</summary>
/// <param name="Count">The rounds.</param>
/// <param name="BlockMilliseconds">The least length of a contender's block in a round.</param>
/// <param name="WarmUpMilliseconds">Of each contender, before the rounds.</param>
internal sealed record Rounds(int Count, double BlockMilliseconds, double WarmUpMilliseconds = 500)
{
    // A block's figure is the median of parts of about this length, so that an interruption spoils a part and not the block.
    private const double PartMilliseconds = 1;

    private const int UntimedCalls = 3;

    /// <summary>Every call made, no time worth its name: a smoke test.</summary>
    public static Rounds Quick => new(1, 0, 0);

    public bool IsQuick => WarmUpMilliseconds == 0;

    /// <summary>
    /// In each round a block of calls of every contender, in alternating order, so that a change of the machine's speed meets all of them.
    /// </summary>
    public Measurement Measure(WorkPlan plan, Work work, int threads)
    {
        int count = work.Contenders.Count;
        int[] calls = new int[count];
        double[][] times = [.. work.Contenders.Select(_ => new double[Count])];
        for (int i = 0; i < count; i++)
        {
            calls[i] = WarmUp(work.Contenders[i]);
            Rest(threads);
        }

        for (int round = 0; round < Count; round++)
        {
            for (int i = 0; i < count; i++)
            {
                int contender = round % 2 == 0 ? i : count - 1 - i;
                times[contender][round] = Block(work.Contenders[contender], calls[contender]);
                Rest(threads);
            }
        }

        return new Measurement(
            plan.Group, plan.Name, threads, work.Volume,
            work.Contenders.Select((contender, i) => (contender.System, Times: times[i])).ToDictionary(pair => pair.System, pair => pair.Times));
    }

    /// <summary>Lets the JIT compile hot code anew, which it does in the background.</summary>
    /// <returns>The calls that fill a part of a block.</returns>
    public int WarmUp(Contender contender)
    {
        using IDisposable? held = contender.Hold?.Invoke();
        int calls = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            contender.Call();
            calls++;
        }
        while (Milliseconds(start) < WarmUpMilliseconds);
        return IsQuick ? 1 : int.Max(1, (int)(calls * PartMilliseconds / Milliseconds(start)));
    }

    private double Block(Contender contender, int callsOfPart)
    {
        using IDisposable? held = contender.Hold?.Invoke();

        // Caches, branch predictors and sleeping threads become the contender's own; one call suffices if it takes a block's length.
        for (long start = Stopwatch.GetTimestamp(), calls = 0;
            (calls < UntimedCalls || Milliseconds(start) < BlockMilliseconds / 10) && (calls == 0 || Milliseconds(start) < BlockMilliseconds);
            calls++)
        {
            contender.Call();
        }

        List<double> parts = [];
        long blockStart = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < callsOfPart; i++)
            {
                contender.Call();
            }

            parts.Add(Milliseconds(start) * 1e3 / callsOfPart);
        }
        while (Milliseconds(blockStart) < BlockMilliseconds);
        return Quantile.Median(parts);
    }

    /// <summary>
    /// Waits until the process is idle: the idle threads of libtorch's OpenMP, OpenBLAS and ONNX Runtime spin for up to tenths of a second after a
    /// call, on the processors that the next contender needs. At their defaults they are timed at their fastest.
    /// </summary>
    public static void Rest(int threads)
    {
        const int Step = 5;
        const double Longest = 500;
        if (threads == 1)
        {
            return;
        }

        long begin = Stopwatch.GetTimestamp();
        double used;
        do
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(Step);
            used = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Milliseconds(start);
        }
        while (used > 0.2 && Milliseconds(begin) < Longest);
    }

    private static double Milliseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

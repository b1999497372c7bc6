using System.Diagnostics;

namespace FastNet.Versus;

/// <summary>
/// Calls timed one by one: predictions of one row, and training steps of 64. A contender's first call is its first at the work, and at the
/// first work of a table its first in the process: FastNet's then has the JIT in it, a rival's the start of its library's threads. Before a prediction
/// FastNet has made the predictor, which compares it with its network on 64 rows, and ONNX Runtime its session.
/// </summary>
internal static class LatencyTable
{
    public const string Group = "latency";

    private const int LeastCalls = 2_000;
    private const int MostCalls = 200_000;
    private const int QuickCalls = 20;
    private const double LeastMilliseconds = 1_000;

    private static readonly string[] Head =
        ["work", "threads", "system", "first call, us", "median", "99.9 %", "worst", "managed bytes allocated a call"];

    /// <summary>The works that have latencies.</summary>
    public static IEnumerable<WorkPlan> Plans(Setting setting)
    {
        HashSet<string> names =
        [
            .. Networks.ReluWidths.Select(widths => PredictWorks.Name(widths, batch: 1)),
            .. Networks.ReluWidths.Select(widths => TrainWorks.Name(widths, batch: 64, StepPart.Whole)),
        ];
        return PredictWorks.Plans(setting).Concat(TrainWorks.Plans(setting)).Where(plan => names.Contains(plan.Name)).Select(plan => plan with { Group = Group });
    }

    /// <summary>Markdown: a line for each contender of each work.</summary>
    /// <exception cref="ResultsDifferException">The contenders do not do the same.</exception>
    public static IEnumerable<string> Measure(IEnumerable<WorkPlan> plans, Rounds rounds, int threads)
    {
        yield return RatioTable.Row(Head);
        yield return RatioTable.Row(Head.Select(_ => "---"));
        foreach (WorkPlan plan in plans)
        {
            using Work work = plan.Build();
            double[] first = [.. work.Contenders.Select(FirstCall)];
            work.RequireAgreement(plan.Name);
            foreach ((Contender contender, double firstCall) in work.Contenders.Zip(first))
            {
                rounds.WarmUp(contender);
                Rounds.Rest(threads);
                (double[] times, double bytes) = Calls(contender, rounds);
                Rounds.Rest(threads);
                string[] figures =
                    [.. ((double[])[firstCall, Quantile.Median(times), Quantile.Of(times, 0.999), times.Max()]).Select(time => RatioTable.Text(time, "0.0##"))];
                yield return RatioTable.Row([plan.Name, RatioTable.Text(threads, "0"), contender.System, .. figures, RatioTable.Text(bytes, "0.#")]);
            }
        }
    }

    private static double FirstCall(Contender contender)
    {
        using IDisposable? held = contender.Hold?.Invoke();
        long start = Stopwatch.GetTimestamp();
        contender.Call();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static (double[] Times, double Bytes) Calls(Contender contender, Rounds rounds)
    {
        (int least, int most) = rounds.IsQuick ? (QuickCalls, QuickCalls) : (LeastCalls, MostCalls);
        double[] times = new double[most];
        int calls = 0;
        using IDisposable? held = contender.Hold?.Invoke();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (long begin = Stopwatch.GetTimestamp();
            calls < most && (calls < least || Stopwatch.GetElapsedTime(begin).TotalMilliseconds < LeastMilliseconds);
            calls++)
        {
            long start = Stopwatch.GetTimestamp();
            contender.Call();
            times[calls] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return (times[..calls], (double)bytes / calls);
    }
}

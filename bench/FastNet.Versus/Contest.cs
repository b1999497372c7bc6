using System.Globalization;

namespace FastNet.Versus;

/// <summary>A run: each work is checked, then timed; the tables come last.</summary>
internal static class Contest
{
    public const string All = "all";
    public const string Quick = "quick";

    // What a system at rest uses itself.
    private const double QuietShare = 0.03;

    private const int ResultsDiffer = 1;
    private const int BadInput = 2;
    private const int RivalMissing = 3;

    public static readonly string[] Groups =
    [
        GemmWorks.Group, PredictWorks.Group, TrainWorks.Group, ElementwiseWorks.Group, SimpleChainsWorks.Group, LatencyTable.Group,
    ];

    /// <returns>The program's exit code.</returns>
    public static int Run(string works, string filter, int threads, bool allowMissing, Rounds rounds)
    {
        using Setting setting = new(threads);
        foreach (string missing in setting.Missing())
        {
            Console.Error.WriteLine($"missing: {missing}.");
        }

        if (setting.Missing().Any() && !allowMissing)
        {
            return RivalMissing;
        }

        WorkPlan[] plans =
        [
            .. Plans(setting).Where(plan => (works is All or Quick || plan.Group == works) && plan.Name.Contains(filter, StringComparison.Ordinal)),
        ];
        if (plans.Length == 0)
        {
            Console.Error.WriteLine($"expected a part of the name of one of the works of {works}, got '{filter}'.");
            return BadInput;
        }

        try
        {
            Run(setting, plans, works == Quick ? Rounds.Quick : rounds);
            return 0;
        }
        catch (ResultsDifferException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ResultsDiffer;
        }
    }

    private static IEnumerable<WorkPlan> Plans(Setting setting) =>
    [
        .. GemmWorks.Plans(setting), .. PredictWorks.Plans(setting), .. TrainWorks.Plans(setting), .. ElementwiseWorks.Plans(setting),
        .. SimpleChainsWorks.Plans(setting), .. LatencyTable.Plans(setting),
    ];

    private static void Run(Setting setting, WorkPlan[] plans, Rounds rounds)
    {
        double peak = FmaPeak.Measure(setting.Threads);
        foreach (string line in Machine.Describe(setting, peak))
        {
            Console.WriteLine($"# {line}");
        }

        OtherLoad others = new();

        // First calls come first: nothing has been compiled yet.
        ILookup<bool, WorkPlan> byKind = plans.ToLookup(plan => plan.Group == LatencyTable.Group);
        string[] latencies = byKind[true].Any() ? [.. LatencyTable.Measure(byKind[true], rounds, setting.Threads)] : [];
        List<Measurement> measurements = [];
        foreach (WorkPlan plan in byKind[false])
        {
            using Work work = plan.Build();
            work.RequireAgreement(plan.Name);
            Measurement measurement = rounds.Measure(plan, work, setting.Threads);
            measurements.Add(measurement);
            foreach ((string system, double[] times) in measurement.Microseconds)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Name},{system},{setting.Threads},{Quantile.Median(times):F3}"));
            }
        }

        Console.Write(RatioTable.Write(measurements, peak));
        Console.WriteLine();
        Array.ForEach(latencies, Console.WriteLine);
        Console.Write(rounds.IsQuick ? "" : Bars.Write(measurements));
        if (others.Share is { } share)
        {
            Console.WriteLine();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Others took {share:P0} of the processors' time meanwhile{(share > QuietShare ? ": too much for figures to be relied on, of several threads above all" : "")}."));
        }
    }
}

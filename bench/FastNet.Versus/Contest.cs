using System.Globalization;

namespace FastNet.Versus;

/// <summary>A run: every work is checked, then timed; then the tables.</summary>
internal static class Contest
{
    public const string All = "all";
    public const string Quick = "quick";

    private const int ResultsDiffer = 1;
    private const int BadInput = 2;
    private const int RivalMissing = 3;

    public static string[] Groups => [GemmWorks.Group];

    public static int Run(string works, string filter, int threads, bool allowMissing, Rounds rounds)
    {
        using Setting setting = new(threads);
        foreach (string missing in setting.Missing())
        {
            Console.Error.WriteLine($"missing: {missing}");
        }

        if (setting.Missing().Any() && !allowMissing)
        {
            return RivalMissing;
        }

        WorkPlan[] plans =
        [
            .. GemmWorks.Plans(setting)
                .Where(plan => (works is All or Quick || plan.Group == works) && plan.Name.Contains(filter, StringComparison.Ordinal)),
        ];
        if (plans.Length == 0)
        {
            Console.Error.WriteLine($"expected a part of the name of one of the works, got '{filter}'.");
            return BadInput;
        }

        double peak = FmaPeak.Measure(threads);
        foreach (string line in Machine.Describe(setting, peak))
        {
            Console.WriteLine($"# {line}");
        }

        List<Measurement> measurements = [];
        foreach (WorkPlan plan in plans)
        {
            using Work work = plan.Build();
            if (work.Difference() is { } difference)
            {
                Console.Error.WriteLine($"{plan.Name}: {difference}; times of different results are not compared.");
                return ResultsDiffer;
            }

            Measurement measurement = (works == Quick ? Rounds.Quick : rounds).Measure(plan, work, threads);
            measurements.Add(measurement);
            foreach ((string system, double[] times) in measurement.Microseconds)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Name},{system},{threads},{Quantile.Median(times):F3}"));
            }
        }

        Console.Write(RatioTable.Write(measurements, peak));
        Console.WriteLine(works == Quick ? "" : Bars.Write(measurements));
        return 0;
    }
}

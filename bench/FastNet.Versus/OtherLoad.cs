using System.Globalization;

namespace FastNet.Versus;

/// <summary>
/// The share of the machine's processor time that other processes, or other guests of the host, take. On a busy machine threads that wait for
/// each other wait for the others' turns: OpenMP's then take a hundred times as long, and a ratio says nothing about the code.
/// </summary>
internal sealed class OtherLoad
{
    private const string Source = "/proc/stat";
    private const double TicksPerSecond = 100;

    private readonly (double Busy, double All, TimeSpan Own) start = Read();

    /// <summary>Since this was made, from 0 to 1; null where the system does not tell.</summary>
    public double? Share
    {
        get
        {
            (double busy, double all, TimeSpan own) = Read();
            double passed = all - start.All;
            return passed > 0 ? Math.Clamp((busy - start.Busy - ((own - start.Own).TotalSeconds * TicksPerSecond)) / passed, 0, 1) : null;
        }
    }

    // The first line: cpu user nice system idle iowait irq softirq steal, in ticks of all processors; what follows is counted in these already.
    private static (double Busy, double All, TimeSpan Own) Read()
    {
        const int Idle = 3;
        const int IoWait = 4;
        const int Columns = 8;
        if (!File.Exists(Source))
        {
            return default;
        }

        double[] ticks =
        [
            .. File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Columns)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
        double all = ticks.Sum();
        return (all - ticks[Idle] - ticks[IoWait], all, Environment.CpuUsage.TotalTime);
    }
}

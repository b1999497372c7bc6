using System.Globalization;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>What one thread of the machine does at most: multiply-adds in registers, bytes from and to each cache and the memory.</summary>
internal sealed class MachineLimits
{
    // The share of a pass from which it is named.
    private const double Named = 0.1;

    // Each level by memory that fits it with room to spare, and by the most that is taken to lie there: the sizes of current servers' caches, of
    // which a core has 32 KB and 1 MB to itself, and shares 32 MB.
    private static readonly (string Name, int Size, double Holds)[] Levels =
    [
        ("L1", 16 << 10, 32 << 10), ("L2", 512 << 10, 1 << 20), ("L3", 8 << 20, 32 << 20), ("memory", 256 << 20, double.PositiveInfinity),
    ];

    private readonly List<double> peaks = [];
    private readonly Dictionary<(PassKind Kind, string Level), (TimedCall Call, double Bytes)> passes = [];

    public MachineLimits()
    {
        foreach (PassKind kind in Enum.GetValues<PassKind>())
        {
            foreach ((string name, int size, _) in Levels)
            {
                (Action call, double bytes) = MemoryPass.Create(kind, size);
                passes.Add((kind, name), (new TimedCall(call), bytes));
            }
        }
    }

    public IEnumerable<TimedCall> Calls => passes.Values.Select(pass => pass.Call);

    public void TimePeak() => peaks.Add(FmaPeak.Measure(threads: 1));

    /// <summary>
    /// The limit that keeps a call the longest, arithmetic or memory: the roofline of S. Williams, A. Waterman, D. Patterson, 2009. Of the bytes as
    /// many as are both read and written are copied, or updated in their place; the rest is read, or written.
    /// </summary>
    public Limit Of(Volume volume)
    {
        string level = Levels.First(level => volume.Footprint <= level.Holds).Name;
        double moved = double.Min(volume.Read, volume.Written);
        (PassKind Kind, double Nanoseconds)[] parts =
        [
            Part(volume.Footprint < volume.Bytes ? PassKind.Update : PassKind.Copy, 2 * moved),
            Part(PassKind.Read, volume.Read - moved), Part(PassKind.Write, volume.Written - moved),
        ];
        double whole = parts.Sum(part => part.Nanoseconds);
        string names = string.Join(" and ", parts.Where(part => part.Nanoseconds > Named * whole).Select(part => Name(part.Kind)));
        Limit memory = new($"{names}, {level}", "GB/s", volume.Bytes, whole);
        Limit arithmetic = new("multiply-add", "GFLOP/s", volume.Operations, volume.Operations / Peak);
        return arithmetic.Nanoseconds > memory.Nanoseconds ? arithmetic : memory;

        (PassKind Kind, double Nanoseconds) Part(PassKind kind, double bytes) => (kind, bytes / Rate(kind, level));
    }

    public IEnumerable<string[]> Rows() =>
    [
        ["limit of one thread", .. Levels.Select(level => level.Name)],
        ["multiply-add in registers, GFLOP/s", Text(Peak), "", "", ""],
        .. Enum.GetValues<PassKind>().Select(kind => (string[])[$"{Name(kind)}, GB/s", .. Levels.Select(level => Text(Rate(kind, level.Name)))]),
    ];

    private double Peak => Quantile.Median(peaks);

    private double Rate(PassKind kind, string level)
    {
        (TimedCall call, double bytes) = passes[(kind, level)];
        return bytes / call.Nanoseconds;
    }

    private static string Name(PassKind kind) => kind.ToString().ToLowerInvariant();

    private static string Text(double rate) => rate.ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>What a call cannot beat.</summary>
/// <param name="Name">What the machine would be busy with.</param>
/// <param name="Unit">Of a thousand million a second.</param>
/// <param name="Count">What the call has of it.</param>
/// <param name="Nanoseconds">The least that it takes.</param>
internal sealed record Limit(string Name, string Unit, double Count, double Nanoseconds)
{
    public double Rate => Count / Nanoseconds;
}

using System.Globalization;
using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>What one thread of the machine does at most: multiply-adds in registers, bytes from and to each cache and the memory.</summary>
internal sealed class MachineLimits
{
    // The share of bytes read, or written, from which the other direction does not count.
    private const double Nearly = 0.85;

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

    /// <summary>The limit that keeps a call the longest: the roofline of S. Williams, A. Waterman, D. Patterson, 2009.</summary>
    public Limit Of(Volume volume)
    {
        double writing = volume.Written / volume.Bytes;
        PassKind kind = writing > Nearly ? PassKind.Write
            : writing < 1 - Nearly ? PassKind.Read
            : volume.Footprint < volume.Bytes ? PassKind.Update
            : PassKind.Copy;
        string level = Levels.First(level => volume.Footprint <= level.Holds).Name;
        Limit memory = new($"{Name(kind)}, {level}", "GB/s", Rate(kind, level), volume.Bytes);
        Limit arithmetic = new("multiply-add", "GFLOP/s", Peak, volume.Operations);
        return arithmetic.Nanoseconds > memory.Nanoseconds ? arithmetic : memory;
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
/// <param name="Name">What the machine does at that rate.</param>
/// <param name="Unit">Of the rate.</param>
/// <param name="Rate">In thousand millions a second.</param>
/// <param name="Count">What the call has of it.</param>
internal sealed record Limit(string Name, string Unit, double Rate, double Count)
{
    /// <summary>The least that the call takes.</summary>
    public double Nanoseconds => Count / Rate;
}

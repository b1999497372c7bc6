namespace FastNet.Versus;

/// <summary>One system's way to do a work.</summary>
/// <param name="System">One of <see cref="Systems"/>.</param>
/// <param name="Call">Does the work once.</param>
/// <param name="Hold">What its calls need around them, taken for a block of calls: threads, a mode.</param>
internal sealed record Contender(string System, Action Call, Func<IDisposable?>? Hold = null)
{
    /// <summary>FastNet, its threads awake during its own calls and parked during a rival's.</summary>
    public static Contender FastNet(Setting setting, Action call) => new(Systems.FastNet, call, () => setting.Workers?.TakeLease());
}

/// <summary>What a call goes through: floating-point operations, or bytes.</summary>
/// <param name="Count">Of a call.</param>
/// <param name="Unit">Of a thousand million a second: GFLOP/s or GB/s.</param>
internal sealed record Volume(double Count, string Unit)
{
    public double Rate(double microseconds) => Count / microseconds / 1e3;
}

/// <summary>A work before its memory is taken.</summary>
/// <param name="Group">What the command line calls works of the kind.</param>
/// <param name="Name">As it is printed.</param>
/// <param name="Build">Makes it ready.</param>
internal sealed record WorkPlan(string Group, string Name, Func<Work> Build);

/// <summary>The same work for FastNet, the first contender, and its rivals.</summary>
/// <param name="Contenders">FastNet first.</param>
/// <param name="Difference">Does the work with all contenders and says where a rival's result is not FastNet's; null where all agree.</param>
/// <param name="Volume">Null where a rate makes no sense.</param>
/// <param name="Owned">What to dispose of with the work.</param>
internal sealed record Work(
    IReadOnlyList<Contender> Contenders, Func<string?> Difference, Volume? Volume = null, IReadOnlyList<IDisposable>? Owned = null)
    : IDisposable
{
    public void Dispose()
    {
        foreach (IDisposable owned in Owned ?? [])
        {
            owned.Dispose();
        }
    }
}

namespace FastNet.Versus;

/// <summary>One system's way to do a work.</summary>
/// <param name="System">One of <see cref="Systems"/>.</param>
/// <param name="Call">Does the work once.</param>
/// <param name="Result">Does the work, from the same start as every contender, and hands over what has to agree.</param>
/// <param name="Hold">What its calls need around them, taken for a block of calls: threads, a mode.</param>
internal sealed record Contender(string System, Action Call, Func<float[]> Result, Func<IDisposable?>? Hold = null)
{
    /// <summary>FastNet, its threads awake during its own calls and parked during a rival's.</summary>
    public static Contender FastNet(Setting setting, Action call, Func<float[]> result) =>
        new(Systems.FastNet, call, result, () => setting.Workers?.TakeLease());

    /// <summary>The result of a call that writes it into memory given to it.</summary>
    public static Func<float[]> ResultIn(AlignedBuffer<float> output, Action call) => () =>
    {
        call();
        return output.Span.ToArray();
    };
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
/// <param name="Bound">How far from element i of FastNet's result, the second argument, a rival's may be.</param>
/// <param name="Volume">Null where a rate makes no sense.</param>
/// <param name="Owned">What to dispose of with the work.</param>
internal sealed record Work(
    IReadOnlyList<Contender> Contenders, Func<int, double, double> Bound, Volume? Volume = null, IReadOnlyList<IDisposable>? Owned = null)
    : IDisposable
{
    /// <summary>Does the work with all contenders.</summary>
    /// <exception cref="ResultsDifferException">A rival's result is further from FastNet's than the bound.</exception>
    public void RequireAgreement(string name)
    {
        float[] ours = Result(Contenders[0]);
        foreach (Contender rival in Contenders.Skip(1))
        {
            if (Difference.Find(rival.System, ours, Result(rival), Bound) is { } difference)
            {
                throw new ResultsDifferException($"{name}: {difference}; times of different results are not compared.");
            }
        }
    }

    public void Dispose()
    {
        foreach (IDisposable owned in Owned ?? [])
        {
            owned.Dispose();
        }
    }

    private static float[] Result(Contender contender)
    {
        using IDisposable? held = contender.Hold?.Invoke();
        return contender.Result();
    }
}

/// <summary>Two systems did not do the same work.</summary>
internal sealed class ResultsDifferException(string message) : Exception(message);

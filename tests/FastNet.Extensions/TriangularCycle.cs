namespace FastNet.Extensions;

/// <summary>
/// Lines from the lowest factor up to 1 and back, again and again: factor = lowest + (1 − lowest)·(1 − |t/half − 1|),
/// t = step mod 2·half (Smith, "Cyclical learning rates for training neural networks", WACV 2017).
/// </summary>
/// <param name="half">Steps from the lowest factor to 1, at least 1.</param>
/// <param name="lowest">The factor at each cycle's start, from 0 to 1.</param>
public sealed class TriangularCycle(int half, double lowest) : Schedule
{
    public override double Factor(ScheduleTime time)
    {
        long t = time.In(ScheduleUnit.Step) % (2L * half);
        return lowest + ((1 - lowest) * (1 - Math.Abs((t / (double)half) - 1)));
    }

    public override string ToString() => FormattableString.Invariant($"triangles from {lowest} to 1 in {half} steps and back");
}

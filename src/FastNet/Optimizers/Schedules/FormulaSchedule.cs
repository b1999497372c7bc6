namespace FastNet;

/// <summary>A factor that is a formula of t, the finished epochs or the steps made.</summary>
internal sealed class FormulaSchedule(string text, ScheduleUnit unit, Func<long, double> factor) : Schedule
{
    public override double Factor(ScheduleTime time) => factor(time.In(unit));

    public override string ToString() => text;
}

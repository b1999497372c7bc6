namespace FastNet;

/// <summary>A schedule with an end, after which its factor stays as it is: another may follow it.</summary>
public sealed class FiniteSchedule : Schedule
{
    private readonly string text;
    private readonly Func<double, double> factor;

    /// <summary>A factor that is a formula of p = min(t/length, 1).</summary>
    internal FiniteSchedule(string text, long length, ScheduleUnit unit, Func<double, double> factor)
    {
        this.text = text;
        this.factor = factor;
        Length = length;
        Unit = unit;
    }

    /// <summary>The t of its end.</summary>
    public long Length { get; }

    /// <summary>What t counts.</summary>
    public ScheduleUnit Unit { get; }

    /// <inheritdoc/>
    public override double Factor(ScheduleTime time) => factor(long.Min(time.In(Unit), Length) / (double)Length);

    /// <summary>This schedule to its end, then another, whose time starts from 0 there: <see cref="Schedule.Then"/>.</summary>
    public Schedule Then(Schedule next) => Then(next, Length, Unit);

    /// <inheritdoc/>
    public override string ToString() => $"{text} over {Length} {Schedules.Plural(Unit)}";
}

using System.Globalization;

namespace FastNet;

/// <summary>
/// A factor of the learning rate as a pure function of time: rate = base rate · factor. Nobody writes the base rate, and a schedule keeps
/// nothing between calls, so any moment may be asked for in any order. <see cref="Schedules"/> has the usual ones; one's own overrides
/// <see cref="Factor"/>.
/// </summary>
public abstract class Schedule
{
    /// <summary>The factor at a moment: finite and at least 0.</summary>
    public abstract double Factor(ScheduleTime time);

    /// <summary>Base rate · factor.</summary>
    /// <param name="baseRate">The rate where the factor is 1: finite and at least 0.</param>
    /// <param name="time">The moment.</param>
    /// <exception cref="ArgumentOutOfRangeException">The base rate lies outside.</exception>
    /// <exception cref="InvalidOperationException">The product is negative or not finite.</exception>
    public double Rate(double baseRate, ScheduleTime time)
    {
        double rate = Throw.IfNegative(baseRate, nameof(baseRate)) * Factor(time);
        if (!(double.IsFinite(rate) && rate >= 0))
        {
            Throw.InvalidState(string.Create(
                CultureInfo.InvariantCulture,
                $"Expected a rate that is finite and at least 0, got {rate} in epoch {time.Epoch}, step {time.Step}, of the schedule {this}."));
        }

        return rate;
    }

    /// <summary>The product of both factors: a warm-up on a decay, say.</summary>
    public Schedule Times(Schedule other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ProductSchedule(this, other);
    }

    /// <summary>This schedule for a while, then another, whose time starts from 0 there.</summary>
    /// <param name="next">What comes then.</param>
    /// <param name="after">The epochs or steps before it, at least 1.</param>
    /// <param name="unit">
    /// What is counted. The next schedule counts this unit from its own start; what it counts in the other unit runs from the start of the
    /// training, as nobody can know the step at which an epoch will start.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is below 1, or there is no such unit.</exception>
    public Schedule Then(Schedule next, long after, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new SequenceSchedule(this, next, Schedules.AtLeastOne(after, nameof(after)), Schedules.Defined(unit));
    }

    private sealed class ProductSchedule(Schedule first, Schedule second) : Schedule
    {
        public override double Factor(ScheduleTime time) => first.Factor(time) * second.Factor(time);

        public override string ToString() => $"({first}) · ({second})";
    }

    private sealed class SequenceSchedule(Schedule first, Schedule next, long after, ScheduleUnit unit) : Schedule
    {
        public override double Factor(ScheduleTime time) =>
            time.In(unit) < after ? first.Factor(time) : next.Factor(time.Since(after, unit));

        public override string ToString() => $"{first}; after {after} {Schedules.Plural(unit)}: {next}";
    }
}

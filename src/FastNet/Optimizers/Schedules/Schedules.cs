using System.Globalization;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// The usual schedules. t counts the finished epochs or the steps made, so that the first epoch and the first step have t = 0, where
/// all but a warm-up, a cycle, an inverse square root with another k, a constant and a table give 1.
/// </summary>
public static class Schedules
{
    /// <summary>The same factor at all times.</summary>
    /// <param name="factor">Finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public static Schedule Constant(double factor = 1)
    {
        Throw.IfNegative(factor, nameof(factor));
        return new FormulaSchedule(Text($"{factor}"), default, _ => factor);
    }

    /// <summary>1/(1 + decayRate·t).</summary>
    /// <param name="decayRate">Finite, at least 0; 1 halves the rate after the first epoch.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule InverseTime(double decayRate, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        Throw.IfNegative(decayRate, nameof(decayRate));
        return Formula($"1/(1 + {decayRate}·t)", unit, t => 1 / (1 + (decayRate * t)));
    }

    /// <summary>ratioᵗ.</summary>
    /// <param name="ratio">Above 0 and at most 1, as 0.95.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule Exponential(double ratio, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        AboveZeroToOne(ratio, nameof(ratio));
        return Formula($"{ratio}^t", unit, t => IntegerPower.Of(ratio, t));
    }

    /// <summary>k/√(t + 1): the first epoch, or step, is number 1.</summary>
    /// <param name="k">Finite, at least 0.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule InverseSquareRoot(double k = 1, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        Throw.IfNegative(k, nameof(k));
        return Formula($"{k}/√(t + 1)", unit, t => k / Math.Sqrt(t + 1.0));
    }

    /// <summary>A staircase: factor^⌊t/every⌋.</summary>
    /// <param name="factor">Above 0 and at most 1: what a stair multiplies the rate by.</param>
    /// <param name="every">Epochs or steps of a stair, at least 1.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule Step(double factor, long every, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        AboveZeroToOne(factor, nameof(factor));
        AtLeastOne(every, nameof(every));
        return Formula($"{factor}^⌊t/{every}⌋", unit, t => IntegerPower.Of(factor, t / every));
    }

    /// <summary>A staircase: factor^n, n being the number of milestones up to t.</summary>
    /// <param name="factor">Above 0 and at most 1: what a milestone multiplies the rate by.</param>
    /// <param name="milestones">Finished epochs or steps after which the rate falls: from 1 on, each above the one before.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule Step(double factor, IEnumerable<long> milestones, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        AboveZeroToOne(factor, nameof(factor));
        ArgumentNullException.ThrowIfNull(milestones);
        long[] times = [.. milestones];
        Ascending(times, minimum: 1, nameof(milestones));
        return Formula(
            $"{factor}^n, n of the milestones {string.Join(", ", times)} passed", unit, t => IntegerPower.Of(factor, CountUpTo(times, t)));
    }

    /// <summary>minimum + (1 − minimum)·(1 + cos πp)/2, p = min(t/length, 1).</summary>
    /// <param name="length">Epochs or steps to the minimum, at least 1.</param>
    /// <param name="minimum">The last factor, from 0 to 1.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static FiniteSchedule Cosine(long length, double minimum = 0, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        ZeroToOne(minimum, nameof(minimum));
        return new(Text($"cosine from 1 to {minimum}"), AtLeastOne(length, nameof(length)), Defined(unit), p => HalfCosine(p, minimum));
    }

    /// <summary>
    /// A rising line, start + (1 − start)·p, p = min(t/length, 1) (Goyal et al., "Accurate, large minibatch SGD", 2017); follow it by
    /// <see cref="FiniteSchedule.Then(Schedule)"/>.
    /// </summary>
    /// <param name="length">Epochs or steps until the factor is 1, at least 1.</param>
    /// <param name="start">The first factor, from 0 to 1; with 0 the first epoch or step would learn nothing.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static FiniteSchedule WarmUp(long length, double start = 0.1, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        ZeroToOne(start, nameof(start));
        return new(Text($"line from {start} to 1"), AtLeastOne(length, nameof(length)), Defined(unit), p => Line(start, 1, p));
    }

    /// <summary>
    /// One cycle and an end: a line from start up to 1 over the share rise of the length, one back over as much, and one from start down to
    /// end over the rest (Smith, "A disciplined approach to neural network hyper-parameters", 2018). The base rate is the highest.
    /// </summary>
    /// <param name="length">Epochs or steps of all of it, at least 1.</param>
    /// <param name="start">The first factor, from 0 to 1.</param>
    /// <param name="end">The last factor, from 0 to 1.</param>
    /// <param name="rise">Above 0, at most ½.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static FiniteSchedule OneCycle(
        long length, double start = 0.1, double end = 0.001, double rise = 0.45, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        ZeroToOne(start, nameof(start));
        ZeroToOne(end, nameof(end));
        Throw.IfNot(rise is > 0 and <= 0.5, nameof(rise), "a share above 0 and at most 1/2", rise);
        return new(
            Text($"one cycle {start}, 1, {start}, {end}, rising for {rise} of it,"), AtLeastOne(length, nameof(length)), Defined(unit), Cycle);

        double Cycle(double p) =>
            p < rise ? Line(start, 1, p / rise)
            : p < 2 * rise ? Line(1, start, (p - rise) / rise)
            : rise < 0.5 ? Line(start, end, (p - (2 * rise)) / (1 - (2 * rise)))
            : end;
    }

    /// <summary>
    /// Cosines from 1 to the minimum, one after the other, each multiplier times as long as the one before: SGDR (Loshchilov and Hutter,
    /// ICLR 2017).
    /// </summary>
    /// <param name="length">Epochs or steps of the first, at least 1.</param>
    /// <param name="multiplier">At least 1.</param>
    /// <param name="minimum">The factor that each approaches, from 0 to 1.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule WarmRestarts(long length, int multiplier = 1, double minimum = 0, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        AtLeastOne(length, nameof(length));
        Throw.IfNotPositive(multiplier, nameof(multiplier));
        ZeroToOne(minimum, nameof(minimum));
        return Formula(
            $"cosines from 1 to {minimum}, the first to t = {length}, each {multiplier} times as long as the one before", unit, Restarted);

        double Restarted(long t)
        {
            double rest = multiplier == 1 ? t % length : t;
            double cycle = length;
            while (rest >= cycle)
            {
                rest -= cycle;
                cycle *= multiplier;
            }

            return HalfCosine(rest / cycle, minimum);
        }
    }

    /// <summary>By hand: each factor holds from its t on, until the next; before the first it is 1.</summary>
    /// <param name="table">At least one line; t from 0 on, each above the one before; factors finite, at least 0.</param>
    /// <param name="unit">What t counts.</param>
    /// <exception cref="ArgumentException">The table is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    public static Schedule Manual(IEnumerable<(long From, double Factor)> table, ScheduleUnit unit = ScheduleUnit.Epoch)
    {
        ArgumentNullException.ThrowIfNull(table);
        (long From, double Factor)[] lines = [.. table];
        if (lines.Length == 0)
        {
            throw new ArgumentException("expected at least one line, got none.", nameof(table));
        }

        long[] times = [.. lines.Select(line => line.From)];
        double[] factors = [1, .. lines.Select(line => Throw.IfNegative(line.Factor, nameof(table)))];
        Ascending(times, minimum: 0, nameof(table));
        return Formula(
            $"{string.Join(", ", lines.Select(line => Text($"{line.Factor} from t = {line.From}")))}", unit, t => factors[CountUpTo(times, t)]);
    }

    private static FormulaSchedule Formula(FormattableString text, ScheduleUnit unit, Func<long, double> factor) =>
        new($"{Text(text)}, t in {Plural(unit)}", Defined(unit), factor);

    internal static string Plural(ScheduleUnit unit) => unit == ScheduleUnit.Step ? "steps" : "epochs";

    internal static ScheduleUnit Defined(ScheduleUnit unit)
    {
        Throw.IfNot(Enum.IsDefined(unit), nameof(unit), "epochs or steps", unit);
        return unit;
    }

    internal static long AtLeastOne(long value, string parameter)
    {
        Throw.IfNot(value >= 1, parameter, "a number of at least 1", value);
        return value;
    }

    private static double HalfCosine(double p, double minimum) => Line(1, minimum, (1 - VectorMath.SinCosOfTurn(p / 2).Cos) / 2);

    private static double Line(double from, double to, double p) => (from * (1 - p)) + (to * p);

    private static int CountUpTo(long[] times, long t)
    {
        int index = Array.BinarySearch(times, t);
        return index >= 0 ? index + 1 : ~index;
    }

    private static void Ascending(long[] times, long minimum, string parameter)
    {
        foreach (long time in times)
        {
            Throw.IfNot(time >= minimum, parameter, $"ascending times, here at least {minimum}", time);
            minimum = time + 1;
        }
    }

    private static void AboveZeroToOne(double value, string parameter) =>
        Throw.IfNot(value is > 0 and <= 1, parameter, "a value above 0 and at most 1", value);

    private static void ZeroToOne(double value, string parameter) =>
        Throw.IfNot(value is >= 0 and <= 1, parameter, "a value from 0 to 1", value);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

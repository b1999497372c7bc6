namespace FastNet.Tests.Optimizers;

/// <summary>Each schedule is its plain formula, at its borders and beyond, in epochs and in steps, whatever was asked before.</summary>
public class ScheduleTests
{
    private const int Last = 200;

    // All factors are at most some units; formulas of up to ten roundings of 1.1e-16 agree to this. Powers round once a squaring, and an error
    // is multiplied by the exponent: at most 200·1.1e-16, of factors that are below 1e-4 by then.
    private const double Tolerance = 1e-14;

    // name, in a unit, plain formula of t
    private static readonly Row[] Table =
    [
        new("constant", _ => Schedules.Constant(0.3), _ => 0.3),
        new("inverse time", unit => Schedules.InverseTime(0.7, unit), t => 1 / (1 + (0.7 * t))),
        new("exponential", unit => Schedules.Exponential(0.95, unit), t => Math.Pow(0.95, t)),
        new("inverse square root", unit => Schedules.InverseSquareRoot(2, unit), t => 2 / Math.Sqrt(1 + t)),
        new("staircase", unit => Schedules.Step(0.5, every: 7, unit), t => Math.Pow(0.5, Math.Floor(t / 7))),
        new("milestones", unit => Schedules.Step(0.1, [30, 60, 61], unit), t => t < 30 ? 1 : t < 60 ? 0.1 : t < 61 ? 0.01 : 0.001),
        new("cosine", unit => Schedules.Cosine(50, 0.02, unit), t => t > 50 ? 0.02 : 0.02 + (0.98 * (1 + Math.Cos(Math.PI * t / 50)) / 2)),
        new("warm-up", unit => Schedules.WarmUp(9, 0.25, unit), t => t > 9 ? 1 : 0.25 + (0.75 * t / 9)),
        new("one cycle", unit => Schedules.OneCycle(100, 0.1, 0.001, 0.45, unit), OneCycle),
        new(
            "one cycle without an end", unit => Schedules.OneCycle(80, 0.2, 0.2, 0.5, unit),
            t => t > 80 ? 0.2 : 0.2 + (0.8 * (1 - (Math.Abs(t - 40) / 40)))),
        new("restarts of one length", unit => Schedules.WarmRestarts(13, 1, 0.1, unit), t => Restarted(t, 13, 1, 0.1)),
        new("restarts of growing lengths", unit => Schedules.WarmRestarts(10, 2, 0, unit), t => Restarted(t, 10, 2, 0)),
        new("by hand", unit => Schedules.Manual([(0, 0.5), (3, 2), (90, 0)], unit), t => t < 3 ? 0.5 : t < 90 ? 2 : 0),
        new("by hand, from 5 on", unit => Schedules.Manual([(5, 0.5)], unit), t => t < 5 ? 1 : 0.5),
        new("product", unit => Schedules.WarmUp(5, 0, unit).Times(Schedules.InverseTime(1, unit)), t => Math.Min(t / 5, 1) / (1 + t)),
        new("sequence", unit => Schedules.Constant(0.5).Then(Schedules.Exponential(0.9, unit), 20, unit), t => t < 20 ? 0.5 : Math.Pow(0.9, t - 20)),
        new(
            "warm-up, then cosine, then rest",
            unit => Schedules.WarmUp(10, 0, unit).Then(Schedules.Cosine(30, 0.1, unit)).Then(Schedules.Constant(0.01), 60, unit),
            t => t < 10 ? t / 10 : t > 59 ? 0.01 : t > 40 ? 0.1 : 0.1 + (0.9 * (1 + Math.Cos(Math.PI * (t - 10) / 30)) / 2)),
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsItsFormula(string name)
    {
        Row row = Table.Single(row => row.Name == name);
        Schedule byEpoch = row.Create(ScheduleUnit.Epoch), byStep = row.Create(ScheduleUnit.Step);
        for (int t = 0; t <= Last; t++)
        {
            Assert.Equal(row.Formula(t), byEpoch.Factor(new(t + 1, 1_000_000)), Tolerance);
            Assert.Equal(row.Formula(t), byStep.Factor(new(77, t)), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsFiniteAndNotNegativeToTheEndOfTime(string name)
    {
        Row row = Table.Single(row => row.Name == name);
        foreach (long t in (long[])[0, 1, 1_000_000, int.MaxValue - 1, 1L << 40, long.MaxValue])
        {
            foreach (ScheduleUnit unit in Enum.GetValues<ScheduleUnit>())
            {
                double factor = row.Create(unit).Factor(new((int)long.Min(t, int.MaxValue - 1) + 1, t));
                Assert.True(factor is >= 0 and <= 2, $"{factor} at {t}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DependsOnTheMomentAlone(string name)
    {
        Row row = Table.Single(row => row.Name == name);
        Schedule schedule = row.Create(ScheduleUnit.Step);
        double[] ascending = [.. Enumerable.Range(0, Last).Select(t => schedule.Factor(new(1, t)))];
        var order = new int[Last];
        new Philox(1, RandomPurpose.Trial).Permute(order);
        foreach (int t in order)
        {
            Assert.Equal(ascending[t], schedule.Factor(new(1 + (t / 10), t)));
        }
    }

    [Fact]
    public void TheBordersAreExact()
    {
        Assert.Equal(1, Schedules.InverseTime(0.3).Factor(default));
        Assert.Equal(1, Schedules.Exponential(0.95).Factor(default));
        Assert.Equal(1, Schedules.InverseSquareRoot().Factor(default));
        Assert.Equal(1, Schedules.Cosine(7, 0.3).Factor(default));
        Assert.Equal(0.3, Schedules.Cosine(7, 0.3).Factor(new(8, 0)));
        Assert.Equal(0.1, Schedules.WarmUp(7).Factor(default));
        Assert.Equal(1, Schedules.WarmUp(7).Factor(new(8, 0)));
        Assert.Equal(1, Schedules.OneCycle(100).Factor(new(46, 0)));
        Assert.Equal(0.001, Schedules.OneCycle(100).Factor(new(101, 0)));
        Assert.Equal(1, Schedules.WarmRestarts(7, 3).Factor(new(8, 0)));
        Assert.Equal(1, Schedules.WarmRestarts(7, 3).Factor(new(29, 0)));
        Assert.Equal(0.95 * 0.95, Schedules.Exponential(0.95).Factor(new(3, 0)));
    }

    // Epochs 1 to 4 at base rate 0.2: 0.2/(1 + epoch − 1).
    [Fact]
    public void TheFirstEpochHasTheBaseRate()
    {
        Schedule schedule = Schedules.InverseTime(decayRate: 1);
        double[] rates = [.. Enumerable.Range(1, 4).Select(epoch => schedule.Rate(0.2, new(epoch, 0)))];

        // Two roundings of numbers below 0.2.
        Assert.Equal([0.2, 0.1, 0.2 / 3, 0.05], rates, (x, y) => Math.Abs(x - y) < 1e-16);
    }

    [Fact]
    public void TheOtherUnitRunsOnFromTheStart()
    {
        Schedule schedule = Schedules.WarmUp(500, 0, ScheduleUnit.Step).Then(Schedules.InverseTime(1));
        Assert.Equal(0.5, schedule.Factor(new(1, 250)));
        Assert.Equal(1 / 3.0, schedule.Factor(new(3, 500)));
    }

    [Fact]
    public void OnesOwnNeedsOneMethod()
    {
        Schedule schedule = new Even().Then(Schedules.Constant(0.5), 5).Times(Schedules.Constant(4));
        Assert.Equal([0, 4, 0, 4, 0, 2], Enumerable.Range(1, 6).Select(epoch => schedule.Factor(new(epoch, 0))));
    }

    [Fact]
    public void ARateThatIsNoRateIsNamed()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new Even(double.NaN).Rate(0.1, new(4, 30)));
        Assert.Contains("got NaN in epoch 4, step 30, of the schedule even epochs", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Even(-1).Rate(0.1, new(4, 30)));
        Assert.Throws<InvalidOperationException>(() => Schedules.Constant(1e200).Times(Schedules.Constant(1e200)).Rate(0.1, default));
        Assert.Throws<ArgumentOutOfRangeException>("baseRate", () => Schedules.Constant().Rate(double.NaN, default));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ValuesOutOfRangeAreRefused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("ratio", () => Schedules.Exponential(value));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => Schedules.Step(value, 3));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => Schedules.Step(value, [3]));
        Assert.Throws<ArgumentOutOfRangeException>("minimum", () => Schedules.Cosine(3, value));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Schedules.WarmUp(3, value));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Schedules.OneCycle(3, start: value));
        Assert.Throws<ArgumentOutOfRangeException>("end", () => Schedules.OneCycle(3, end: value));
        Assert.Throws<ArgumentOutOfRangeException>("rise", () => Schedules.OneCycle(3, rise: value));
        Assert.Throws<ArgumentOutOfRangeException>("minimum", () => Schedules.WarmRestarts(3, minimum: value));
        if (value != 1.1)
        {
            Assert.Throws<ArgumentOutOfRangeException>("factor", () => Schedules.Constant(value));
            Assert.Throws<ArgumentOutOfRangeException>("decayRate", () => Schedules.InverseTime(value));
            Assert.Throws<ArgumentOutOfRangeException>("k", () => Schedules.InverseSquareRoot(value));
            Assert.Throws<ArgumentOutOfRangeException>("table", () => Schedules.Manual([(3, value)]));
        }
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("ratio", () => Schedules.Exponential(0));
        Assert.Throws<ArgumentOutOfRangeException>("every", () => Schedules.Step(0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Schedules.Cosine(0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Schedules.WarmUp(-1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Schedules.OneCycle(0));
        Assert.Throws<ArgumentOutOfRangeException>("rise", () => Schedules.OneCycle(3, rise: 0.6));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Schedules.WarmRestarts(0));
        Assert.Throws<ArgumentOutOfRangeException>("multiplier", () => Schedules.WarmRestarts(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("milestones", () => Schedules.Step(0.5, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("milestones", () => Schedules.Step(0.5, [3, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("table", () => Schedules.Manual([(3, 1), (2, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>("table", () => Schedules.Manual([(-1, 1)]));
        Assert.Throws<ArgumentException>("table", () => Schedules.Manual([]));
        Assert.Throws<ArgumentOutOfRangeException>("after", () => Schedules.Constant().Then(Schedules.Constant(), 0));
        Assert.Throws<ArgumentOutOfRangeException>("unit", () => Schedules.Exponential(0.5, (ScheduleUnit)2));
        Assert.Throws<ArgumentNullException>("other", () => Schedules.Constant().Times(null!));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new ScheduleTime(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => new ScheduleTime(1, -1));
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>("every", () => Schedules.Step(0.5, -3));
        Assert.Contains("expected a number of at least 1, got -3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItSaysWhatItIs()
    {
        Assert.Equal("0.95^t, t in epochs", $"{Schedules.Exponential(0.95)}");
        Assert.Equal("1/(1 + 0.5·t), t in steps", $"{Schedules.InverseTime(0.5, ScheduleUnit.Step)}");
        Assert.Equal("0.5", $"{Schedules.Constant(0.5)}");
        Assert.Equal(
            "line from 0.1 to 1 over 5 epochs; after 5 epochs: cosine from 1 to 0 over 25 epochs", $"{Schedules.WarmUp(5).Then(Schedules.Cosine(25))}");
        Assert.Equal(
            "(0.5) · (0.5 from t = 3, 0.1 from t = 9, t in epochs)", $"{Schedules.Constant(0.5).Times(Schedules.Manual([(3, 0.5), (9, 0.1)]))}");
        Assert.Equal("0.1^n, n of the milestones 30, 60 passed, t in epochs", $"{Schedules.Step(0.1, [30, 60])}");
        Assert.All(Table, row => Assert.DoesNotContain(nameof(FastNet), row.Create(ScheduleUnit.Step).ToString()!, StringComparison.Ordinal));
    }

    private static double OneCycle(double t) =>
        t < 45 ? 0.1 + (0.9 * t / 45) : t < 90 ? 0.1 + (0.9 * (90 - t) / 45) : t < 100 ? 0.001 + (0.099 * (100 - t) / 10) : 0.001;

    // The cycles one after the other, each moment looked up in the one that has it.
    private static double Restarted(double t, int length, int multiplier, double minimum)
    {
        int start = 0;
        while (t >= start + length)
        {
            start += length;
            length *= multiplier;
        }

        return minimum + ((1 - minimum) * (1 + Math.Cos(Math.PI * (t - start) / length)) / 2);
    }

    private sealed class Even(double factor = 1) : Schedule
    {
        public override double Factor(ScheduleTime time) => time.Epoch % 2 == 0 ? factor : 0;

        public override string ToString() => "even epochs";
    }

    private sealed record Row(string Name, Func<ScheduleUnit, Schedule> Create, Func<double, double> Formula);
}

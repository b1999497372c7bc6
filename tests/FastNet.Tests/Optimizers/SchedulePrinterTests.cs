namespace FastNet.Tests.Optimizers;

/// <summary>A schedule can be read before training.</summary>
public class SchedulePrinterTests
{
    [Fact]
    public void ATableHasALineForEachEpoch() =>
        Assert.Equal(
            """
            epoch        step  rate
                1           0  0.2
                2          50  0.1
                3         100  0.0666667

            """,
            Schedules.InverseTime(1).ToTable(epochs: 3, stepsPerEpoch: 50, baseRate: 0.2));

    [Fact]
    public void ATableShowsAChangeWithinAnEpoch() =>
        Assert.Equal(
            """
            epoch        step  rate
                1           0  0
                1          49  0.98
                2          50  1

            """,
            Schedules.WarmUp(50, 0, ScheduleUnit.Step).ToTable(epochs: 2, stepsPerEpoch: 50));

    // Factors 0, 1/4, 2/4, 3/4, then 1: of two lines of eight eighths, 0, 4, 8, 12 and 16.
    [Fact]
    public void APictureIsInEighthsOfALine() =>
        Assert.Equal(
            """
            1 │   ▄████
            0 │ ▄██████
              └────────
               1 epoch 8

            """,
            Schedules.WarmUp(4, 0).Draw(epochs: 8, stepsPerEpoch: 10, width: 8, height: 2));

    [Fact]
    public void APictureHasItsSizeWhateverTheLengthOfTheTraining()
    {
        foreach ((int epochs, int steps) in ((int, int)[])[(1, 1), (3, 7), (1000, 1), (int.MaxValue, int.MaxValue)])
        {
            string[] lines = Schedules.Exponential(0.9).Draw(epochs, steps, width: 40, height: 5).Split('\n');
            Assert.Equal(8, lines.Length);
            Assert.All(lines[..5], line => Assert.Equal("1 │".Length + 40, line.Length));
        }
    }

    // 1e-9 of the largest is far below an eighth of a line.
    [Fact]
    public void AFactorAboveZeroIsSeen()
    {
        Assert.Contains("█▁ ", Schedules.Manual([(1, 1e-9), (2, 0)]).Draw(3, 1, width: 3, height: 1), StringComparison.Ordinal);
        Assert.DoesNotContain("▁", Schedules.Constant(0).Draw(3, 1, width: 3, height: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void SizesBelowOneAreRefused()
    {
        Schedule schedule = Schedules.Constant();
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => schedule.ToTable(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepsPerEpoch", () => schedule.ToTable(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("baseRate", () => schedule.ToTable(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => schedule.Draw(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepsPerEpoch", () => schedule.Draw(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => schedule.Draw(1, 1, width: 0));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => schedule.Draw(1, 1, height: 0));
    }
}

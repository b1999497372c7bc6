using FastNet.Tests.Training;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class ByTimeTests
{
    [Property(MaxTest = 300)]
    public void NoPartReachesIntoTheTimeOfTheNext(byte[] draws, byte range, byte train, byte dev, byte test)
    {
        int[] times = [.. draws.Select(draw => draw % (1 + range))];
        SplitRatios ratios = Parts.Ratios(train, dev, test);
        int[][] Asked(SplitRows rows) => [.. Parts.All.Where(part => Parts.Share(ratios, part) > 0).Select(part => rows[part])];
        if (times.Distinct().Count() < Parts.All.Count(part => Parts.Share(ratios, part) > 0))
        {
            Assert.Throws<ArgumentException>("times", () => Split.ByTime(times, ratios));
            return;
        }

        SplitRows rows = Split.ByTime(times, ratios);

        Parts.ArePartition(rows, times.Length, ratios);
        foreach ((int[] earlier, int[] later) in Asked(rows).Zip(Asked(rows).Skip(1)))
        {
            Assert.True(earlier.Max(row => times[row]) < later.Min(row => times[row]));
        }
    }

    [Property(MaxTest = 200)]
    public void OneCutIsTheNearestThatThereIs(byte[] draws, byte range, byte train, byte test)
    {
        int[] times = [.. draws.Select(draw => draw % (1 + range)), -2, -1];
        SplitRatios ratios = new(1 + train, 0, 1 + test);
        double place = times.Length * ratios.Train;
        double nearest = times.Distinct().Order().SkipLast(1).Min(time => Math.Abs(times.Count(other => other <= time) - place));
        Assert.Equal(nearest, Math.Abs(Split.ByTime(times, ratios).Train.Length - place));
    }

    [Theory]
    [InlineData(new[] { 5, 1, 4, 2, 3 }, new[] { 1, 3, 4 }, new[] { 2 }, new[] { 0 })] // 60/20/20 of five times
    [InlineData(new[] { 1, 2, 2, 2, 2, 2, 3 }, new[] { 0 }, new[] { 1, 2, 3, 4, 5 }, new[] { 6 })] // one time has nearly all
    [InlineData(new[] { 1, 1, 1, 1, 1, 2, 3 }, new[] { 0, 1, 2, 3, 4 }, new[] { 5 }, new[] { 6 })] // the cut at 4.2 goes up to 5
    [InlineData(new[] { 1, 1, 1, 1, 2, 2, 2, 2, 2, 3 }, new[] { 0, 1, 2, 3 }, new[] { 4, 5, 6, 7, 8 }, new[] { 9 })] // 4 is nearer to 6 than 9 is
    public void KnownCuts(int[] times, int[] train, int[] dev, int[] test)
    {
        SplitRows rows = Split.ByTime(times, new(60, 20, 20));
        Assert.Equal(train, rows.Train);
        Assert.Equal(dev, rows.Dev);
        Assert.Equal(test, rows.Test);
    }

    [Fact]
    public void DatesAndTheirTextsSortAlike()
    {
        DateTime[] dates = [new(2024, 3, 1), new(2023, 12, 31), new(2024, 1, 9), new(2024, 2, 10)];
        string[] texts = ["2024-03-01", "2023-12-31", "2024-01-09", "2024-02-10"];
        Assert.Equal([1, 2], Split.ByTime(dates, new(2, 1, 1)).Train);
        Parts.AreSame(Split.ByTime(dates, new(2, 1, 1)), Split.ByTime(texts, new(2, 1, 1)));

        // By code, not by a language's alphabet: capitals come first.
        Assert.Equal([1], Split.ByTime(["a", "B"], new(1, 0, 1)).Train);
    }

    [Fact]
    public void DataAreCutLikeTheirRows()
    {
        Split<double> split = Split.ByTime(Examples.Numbered(4, 2), [4, 3, 2, 1], new(2, 1, 1));
        Assert.Equal((2, 3), (split.Train.Features[0, 0], split.Train.Features[1, 0]));
        Assert.Equal((1, 0), (split.Dev!.Features[0, 0], split.Test!.Features[0, 0]));
    }

    [Fact]
    public void RefusesWhatIsNoTime()
    {
        Assert.Contains(
            "got NaN in row 1",
            Assert.Throws<ArgumentException>("times", () => Split.ByTime([1, double.NaN], new(1, 0, 1))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "got null in row 0",
            Assert.Throws<ArgumentException>("times", () => Split.ByTime([null!, "1"], new(1, 0, 1))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "expected 2, one for each example, got 1",
            Assert.Throws<ArgumentException>("times", () => Split.ByTime(Examples.Numbered(2, 1), [1], new(1, 0, 1))).Message, StringComparison.Ordinal);
    }
}

using FastNet.Tests.Training;
using FastNet.Training;

namespace FastNet.Tests.Splits;

public sealed class SplitRowsTests
{
    [Fact]
    public void SelectsTheExamplesOfEachPart()
    {
        Split<double> split = new SplitRows([4, 0], [2], [1], [3]).Select(Examples.Numbered(6, 2));
        Assert.Equal((4, 0), (split.Train.Features[0, 0], split.Train.Features[1, 0]));
        Assert.Equal((2, 1, 3), (split.TrainDev!.Features[0, 0], split.Dev!.Features[0, 0], split.Test!.Features[0, 0]));
        Assert.Equal([1], split.Dev.Classes.ToArray());
    }

    [Fact]
    public void APartWithoutRowsIsNull()
    {
        Split<double> split = new SplitRows([0], [], [], []).Select(Examples.Numbered(1, 1));
        Assert.Equal((null, null, null), (split.TrainDev, split.Dev, split.Test));
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 1 }, "got 1 twice")]
    [InlineData(new[] { 0, 0 }, new int[0], "got 0 twice")]
    [InlineData(new[] { 0 }, new[] { -3 }, "got -3.")]
    [InlineData(new int[0], new[] { 1 }, "train part, got none")]
    public void RefusesRowsThatAreNoParts(int[] train, int[] dev, string got) =>
        Assert.Contains(got, Assert.Throws<ArgumentException>(() => new SplitRows(train, [], dev, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void RefusesDataWithFewerRows() => Assert.Contains(
        "expected rows below 3, got 3",
        Assert.Throws<ArgumentOutOfRangeException>("data", () => new SplitRows([0], [], [3], []).Select(Examples.Numbered(3, 1))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void RefusesWhatIsNoPart() => Assert.Throws<ArgumentOutOfRangeException>("part", () => new SplitRows([0], [], [], [])[(SplitPart)4]);
}

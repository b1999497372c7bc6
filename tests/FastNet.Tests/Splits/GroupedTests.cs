using FastNet.Tests.Training;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class GroupedTests
{
    [Property(MaxTest = 300)]
    public void NoGroupIsBrokenAndNoPartIsOverByItsLargestGroup(byte[] draws, byte groupCount, byte train, byte dev, byte test, ushort seed)
    {
        byte[] groups = [.. draws.Select(draw => (byte)(draw % (1 + (groupCount % 40))))];
        SplitRatios ratios = Parts.Ratios(train, dev, test);
        if (groups.Distinct().Count() < Parts.All.Count(part => Parts.Share(ratios, part) > 0))
        {
            Assert.Throws<ArgumentException>("groups", () => Split.Grouped(groups, ratios, seed));
            return;
        }

        SplitRows rows = Split.Grouped(groups, ratios, seed);

        Parts.ArePartition(rows, groups.Length, ratios);
        Parts.KeepGroups(rows, groups);
        Parts.AreSame(rows, Split.Grouped(groups, ratios, seed));
        int largest = groups.CountBy(group => group).Max(size => size.Value);

        // 1e-9 is for the rounding of the share.
        Assert.All(Parts.All, part => Assert.True(rows[part].Length < (groups.Length * Parts.Share(ratios, part)) + largest + 1e-9));
    }

    [Property(MaxTest = 100)]
    public void StratifiedBreaksNoGroupEither(byte[] draws, byte train, byte dev, byte test, ushort seed)
    {
        byte[] groups = [.. draws.Select(draw => (byte)(draw % 23)), 100, 101, 102];
        int[] classes = [.. draws.Select(draw => draw / 23 % 3), 0, 1, 2];
        SplitRatios ratios = Parts.Ratios(train, dev, test);
        SplitRows rows = Split.Grouped(groups, classes, ratios, seed);
        Parts.ArePartition(rows, groups.Length, ratios);
        Parts.KeepGroups(rows, groups);
        Parts.AreSame(rows, Split.Grouped(groups, classes, ratios, seed));
    }

    [Property(MaxTest = 50)]
    public void GroupsOfOneClassAreDealtOutClassByClass(ushort seed)
    {
        // Two rows a group, six groups a class: thirds can be exact.
        string[] groups = [.. Enumerable.Range(0, 24).Select(row => $"patient {row / 2}")];
        int[] classes = [.. Enumerable.Range(0, 24).Select(row => row / 2 % 2)];
        SplitRows rows = Split.Grouped(groups, classes, new(1, 1, 1), seed);
        foreach (int[] part in (int[][])[rows.Train, rows.Dev, rows.Test])
        {
            Assert.Equal((4, 4), (part.Count(row => classes[row] == 0), part.Count(row => classes[row] == 1)));
        }
    }

    [Fact]
    public void StratifyingBringsClassesNearerToTheirShares()
    {
        // Groups of 1 to 9 rows, each mostly of one class.
        Philox random = new(20, RandomPurpose.Noise);
        int[] groups = [.. Enumerable.Range(0, 40).SelectMany(group => Enumerable.Repeat(group, 1 + (int)(9 * random.Uniform(group))))];
        int[] classes = [.. groups.Select((group, row) => random.Uniform(100 + row) < 0.8 ? group % 3 : (group + 1) % 3)];
        SplitRatios ratios = new(60, 20, 20);
        double Distance(SplitRows rows) => classes.CountBy(c => c).Sum(size => Parts.All.Sum(part =>
            Math.Pow(rows[part].Count(row => classes[row] == size.Key) - (size.Value * Parts.Share(ratios, part)), 2) / size.Value));
        double without = 0;
        double stratified = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            without += Distance(Split.Grouped(groups, ratios, seed));
            stratified += Distance(Split.Grouped(groups, classes, ratios, seed));
        }

        Assert.InRange(stratified, 0, without / 3);
    }

    [Fact]
    public void TheOneExactWayIsFound()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.Equal([1, 2, 4], Split.Grouped(["b", "a", "a", "c", "a"], new(60, 20, 20), seed).Train);
        }
    }

    [Fact]
    public void SeedSelectsTheGroups()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(row => row / 5)];
        Assert.NotEqual(Split.Grouped(groups, new(60, 20, 20), 7).Test, Split.Grouped(groups, new(60, 20, 20), 8).Test);
    }

    [Fact]
    public void ASeedKeepsItsRows()
    {
        int[] groups = [.. Enumerable.Range(0, 20).Select(row => row * row % 11)];
        int[] classes = [.. Enumerable.Range(0, 20).Select(row => row % 3)];
        Assert.Equal([3, 8, 14, 19], Split.Grouped(groups, new(60, 20, 20), 7).Test);
        Assert.Equal([5, 6, 16, 17], Split.Grouped(groups, classes, new(60, 20, 20), 7).Test);
    }

    [Fact]
    public void DataAreCutLikeTheirRows()
    {
        Dataset<double> data = Examples.Numbered(60, 3);
        string[] groups = [.. Enumerable.Range(0, 60).Select(row => $"{row / 4}")];
        Assert.Equal(
            Split.Grouped(groups, new(60, 20, 20), 3).Select(data).Dev!.Features.Row(7).ToArray(),
            Split.Grouped(data, groups, new(60, 20, 20), 3).Dev!.Features.Row(7).ToArray());
        Assert.Equal(
            Split.Grouped(groups, data.Classes, new(60, 20, 20), 3).Select(data).Test!.Classes.ToArray(),
            Split.Grouped(data, groups, new(60, 20, 20), 3, stratified: true).Test!.Classes.ToArray());
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Dataset<double> data = Examples.Numbered(3, 1);
        Assert.Contains(
            "expected 3 groups, one for each row, got 2",
            Assert.Throws<ArgumentException>("groups", () => Split.Grouped(data, [1, 2], new(1, 1, 0), 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "got null in row 1",
            Assert.Throws<ArgumentException>(() => Split.Grouped(["a", null!, "b"], new(1, 1, 0), 1)).Message, StringComparison.Ordinal);
        Dataset<double> values = new([1, 2], 1, [1.0, 2.0], 1);
        Assert.Throws<ArgumentException>("data", () => Split.Grouped(values, [1, 2], new(1, 1, 0), 1, stratified: true));
    }
}

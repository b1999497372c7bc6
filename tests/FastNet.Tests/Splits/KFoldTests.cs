using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class KFoldTests
{
    [Property(MaxTest = 300)]
    public void EachRowIsInOneDevPartAndClassesAreEven(byte[] draws, byte classCount, byte foldCount, ushort seed)
    {
        int[] classes = [.. draws.Select(draw => draw % (1 + (classCount % 6))), 0, 0];
        int folds = 2 + (foldCount % (classes.Length - 1));
        IReadOnlyList<SplitRows> splits = KFold.Stratified(classes, folds, seed);
        AssertCover(splits, folds, classes.Length);
        AssertEven([.. splits.Select(split => split.Dev.Length)]);
        Assert.All(classes.Distinct(), c => AssertEven([.. splits.Select(split => split.Dev.Count(row => classes[row] == c))]));
        Assert.Equal(splits.Select(split => split.Dev), KFold.Stratified(classes, folds, seed).Select(split => split.Dev));
    }

    [Property(MaxTest = 100)]
    public void RandomFoldsAreEven(byte count, byte foldCount, ushort seed)
    {
        int rows = 2 + (count % 60);
        int folds = 2 + (foldCount % (rows - 1));
        IReadOnlyList<SplitRows> splits = KFold.Random(rows, folds, seed);
        AssertCover(splits, folds, rows);
        AssertEven([.. splits.Select(split => split.Dev.Length)]);
    }

    [Property(MaxTest = 300)]
    public void NoGroupIsBrokenAndFoldsDifferByAtMostTheLargest(byte[] draws, byte groupCount, byte foldCount, ushort seed)
    {
        byte[] groups = [.. draws.Select(draw => (byte)(draw % (1 + (groupCount % 40)))), 100, 101];
        int folds = 2 + (foldCount % (groups.Distinct().Count() - 1));
        IReadOnlyList<SplitRows> splits = KFold.Grouped(groups, folds, seed);
        AssertCover(splits, folds, groups.Length);
        Assert.All(splits, split => Parts.KeepGroups(split, groups));
        int[] sizes = [.. splits.Select(split => split.Dev.Length)];
        Assert.InRange(sizes.Max() - sizes.Min(), 0, groups.CountBy(group => group).Max(size => size.Value));
        Assert.Equal(splits.Select(split => split.Dev), KFold.Grouped(groups, folds, seed).Select(split => split.Dev));
    }

    [Property(MaxTest = 50)]
    public void GroupsOfOneClassAreDealtOutClassByClass(ushort seed)
    {
        // Two rows a group, six groups a class: thirds can be exact.
        string[] groups = [.. Enumerable.Range(0, 24).Select(row => $"patient {row / 2}")];
        int[] classes = [.. Enumerable.Range(0, 24).Select(row => row / 2 % 2)];
        Assert.All(
            KFold.Grouped(groups, classes, 3, seed),
            split => Assert.Equal((4, 4), (split.Dev.Count(row => classes[row] == 0), split.Dev.Count(row => classes[row] == 1))));
    }

    [Fact]
    public void SeedSelectsTheFolds()
    {
        int[] groups = [.. Enumerable.Range(0, 50).Select(row => row / 2)];
        Assert.NotEqual(KFold.Random(50, 5, 1)[0].Dev, KFold.Random(50, 5, 2)[0].Dev);
        Assert.NotEqual(KFold.Grouped(groups, 5, 1)[0].Dev, KFold.Grouped(groups, 5, 2)[0].Dev);
    }

    [Fact]
    public void ASeedKeepsItsRows()
    {
        int[] groups = [.. Enumerable.Range(0, 20).Select(row => row * row % 11)];
        int[] classes = [.. Enumerable.Range(0, 20).Select(row => row % 3)];
        Assert.Equal([3, 5, 7, 16, 18], KFold.Stratified(classes, 4, 7)[0].Dev);
        Assert.Equal([0, 2, 9, 11, 13], KFold.Grouped(groups, classes, 3, 7)[0].Dev);
    }

    [Fact]
    public void LeavesOneOutWhereThereIsAFoldForEachRow() =>
        Assert.Equal([0, 1, 2, 3], KFold.Random(4, 4, 1).Select(split => Assert.Single(split.Dev)).Order());

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void RefusesFoldsThatAreNone(int folds)
    {
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => KFold.Random(4, folds, 1));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => KFold.Grouped([1, 2, 3, 4], folds, 1));
    }

    [Fact]
    public void RefusesFewerGroupsThanFolds() =>
        Assert.Throws<ArgumentException>("groups", () => KFold.Grouped([1, 2, 2], 3, 1));

    /// <summary>All at once would be 40 GB.</summary>
    [Fact]
    public void LeavingOneOutOfManyKeepsNoMoreThanTheRows()
    {
        const int Rows = 100_000;
        IReadOnlyList<SplitRows> splits = KFold.Random(Rows, Rows, 1);
        Assert.Equal(Rows, splits.Count);
        SplitRows last = splits[Rows - 1];
        Assert.Equal(Rows - 1, last.Train.Length);
        Assert.DoesNotContain(Assert.Single(last.Dev), last.Train);
        Assert.Equal(last.Dev, splits[Rows - 1].Dev);
        Assert.Throws<ArgumentOutOfRangeException>(() => splits[Rows]);
        Assert.Throws<ArgumentOutOfRangeException>(() => splits[-1]);
    }

    private static void AssertEven(int[] counts) => Assert.InRange(counts.Max() - counts.Min(), 0, 1);

    private static void AssertCover(IReadOnlyList<SplitRows> splits, int folds, int count)
    {
        Assert.Equal(folds, splits.Count);
        Assert.Equal(Enumerable.Range(0, count), splits.SelectMany(split => split.Dev).Order());
        Assert.All(splits, split => Parts.ArePartition(split, count, new(1, 1, 0)));
    }
}

using FastNet.Tests.Training;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class StratifiedTests
{
    [Property(MaxTest = 300)]
    public void PartsAreAPartitionWithEachClassWithinOneRowOfItsShare(byte[] draws, byte classCount, byte train, byte dev, byte test, ushort seed)
    {
        int[] classes = [.. draws.Select(draw => draw % (1 + (classCount % 6)))];
        SplitRatios ratios = Parts.Ratios(train, dev, test);
        int largest = classes.Length == 0 ? 0 : classes.CountBy(c => c).Max(size => size.Value);
        SplitRows rows;
        try
        {
            rows = Split.Stratified(classes, ratios, seed);
        }
        catch (ArgumentException)
        {
            // A class that has a whole row's share of a part gives it one.
            Assert.Contains(Parts.All, part => Parts.Share(ratios, part) > 0 && largest * Parts.Share(ratios, part) < 1);
            return;
        }

        Parts.ArePartition(rows, classes.Length, ratios);
        Parts.AreSame(rows, Split.Stratified(classes, ratios, seed));
        foreach ((int c, int size) in classes.CountBy(c => c))
        {
            foreach (SplitPart part in Parts.All)
            {
                // 1e-9 is for the rounding of the share.
                double share = size * Parts.Share(ratios, part);
                Assert.InRange(rows[part].Count(row => classes[row] == c), share - 1 - 1e-9, share + 1 + 1e-9);
            }

            Assert.Contains(rows.Train, row => classes[row] == c);
        }
    }

    [Property(MaxTest = 50)]
    public void RowsAndDataAreCutAlike(byte extra, ushort seed)
    {
        Dataset<double> data = Examples.Numbered(30 + extra, 3);
        Assert.Equal(Split.Random(data.Count, new(60, 20, 20), seed).Test, Numbers(Split.Random(data, new(60, 20, 20), seed).Test));
        Assert.Equal(Split.Stratified(data.Classes, new(60, 20, 20), seed).Dev, Numbers(Split.Stratified(data, new(60, 20, 20), seed).Dev));
    }

    /// <summary>The rows that a seed means: what was trained and measured with it depends on them.</summary>
    [Fact]
    public void ASeedKeepsItsRows()
    {
        Split<double> stratified = Split.Stratified(Examples.Numbered(20, 3), new(60, 20, 20), 7);
        Assert.Equal([0, 2, 3, 4, 5, 8, 10, 13, 15, 17, 18, 19], Numbers(stratified.Train));
        Assert.Equal([6, 11, 12, 16], Numbers(stratified.Dev));
        Assert.Equal([1, 7, 9, 14], Numbers(stratified.Test));
        Assert.Equal([7, 8, 12, 14, 15, 19], Numbers(Split.Random(Examples.Numbered(20, 3), new(70, 0, 30), 7).Test));

        // FNV-1a over the rows of many cuts, −1 behind each part.
        ulong hash = 14695981039346656037;
        int cuts = 0;
        SplitRatios[] all = [new(60, 20, 20), new(98, 1, 1), new(1, 0, 1), new(1, 1, 1), new(20, 40, 40), new(7, 3, 0)];
        var inputs = from i in Enumerable.Range(0, 18) from c in Enumerable.Range(1, 5) from ratios in all select (1 + (7 * i), c, ratios);
        foreach ((int n, int c, SplitRatios ratios) in inputs)
        {
            Dataset<double> data = Examples.Numbered(n, c);
            ulong seed = (ulong)((n * 31) + c);
            Func<Split<double>>[] ways = [() => Split.Stratified(data, ratios, seed), () => Split.Random(data, ratios, seed)];
            foreach (Func<Split<double>> cut in ways)
            {
                try
                {
                    Split<double> split = cut();
                    cuts++;
                    foreach (int row in (int[])[.. Numbers(split.Train), -1, .. Numbers(split.Dev), -1, .. Numbers(split.Test), -1])
                    {
                        hash = unchecked((hash ^ (uint)row) * 1099511628211);
                    }
                }
                catch (ArgumentException)
                {
                    // A part would be empty.
                }
            }
        }

        Assert.Equal((930, 7419073149456850831UL), (cuts, hash));
    }

    [Fact]
    public void RefusesANegativeClass() => Assert.Contains(
        "got -2 in row 1",
        Assert.Throws<ArgumentException>(() => Split.Stratified([0, -2], new(1, 1, 0), 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void NamesThePartThatWouldBeEmpty() => Assert.Contains(
        "expected at least one example in the test part, got 2 for all",
        Assert.Throws<ArgumentException>("ratios", () => Split.Random(2, new(60, 20, 20), 1)).Message,
        StringComparison.Ordinal);

    private static int[] Numbers(Dataset<double>? part) =>
        part is null ? [] : [.. Enumerable.Range(0, part.Count).Select(i => (int)part.Features[i, 0])];
}

using FastNet.Training;

namespace FastNet.Tests.Splits;

/// <summary>All classes, groups, times and sources of one to four rows, with shares from none to nearly all: a partition, or a refusal where no partition has all parts.</summary>
public sealed class SmallestTests
{
    private static readonly SplitRatios[] All = [new(1, 0, 0), new(1, 1, 0), new(1, 0, 1), new(1, 1, 1), new(98, 1, 1), new(1, 98, 1), new(1e-9, 1, 1), new(1, 1e-300, 0)];

    [Fact]
    public void GroupsAndTimesAreCutWhereThereAreAsManyAsParts()
    {
        foreach ((byte[] labels, SplitRatios ratios, ulong seed) in Cases())
        {
            int asked = Parts.All.Count(part => Parts.Share(ratios, part) > 0);
            bool hasEnough = labels.Distinct().Count() >= asked;
            foreach (Func<SplitRows> cut in (Func<SplitRows>[])
                [
                    () => Split.Grouped(labels, ratios, seed), () => Split.Grouped(labels, [.. labels.Select((_, row) => row % 2)], ratios, seed), () => Split.ByTime(labels, ratios),
                ])
            {
                if (hasEnough)
                {
                    SplitRows rows = cut();
                    Parts.ArePartition(rows, labels.Length, ratios);
                    Parts.KeepGroups(rows, labels);
                }
                else
                {
                    Assert.Throws<ArgumentException>(cut);
                }
            }
        }
    }

    [Fact]
    public void ClassesAndSourcesAreCutOrRefused()
    {
        int cuts = 0;
        foreach ((byte[] labels, SplitRatios ratios, ulong seed) in Cases())
        {
            foreach (Func<SplitRows> cut in (Func<SplitRows>[])
                [
                    () => Split.Stratified([.. labels.Select(label => (int)label)], ratios, seed), () => Split.Random(labels.Length, ratios, seed),
                    () => Split.BySource([.. labels.Select(label => label == 0)], ratios, 0, seed),
                ])
            {
                try
                {
                    Parts.ArePartition(cut(), labels.Length, ratios);
                    cuts++;
                }
                catch (ArgumentException refused)
                {
                    Assert.Contains("expected at least one example in the ", refused.Message, StringComparison.Ordinal);
                    Assert.True(ratios.Dev > 0 || ratios.Test > 0);
                }
            }
        }

        Assert.True(cuts > 500, $"{cuts}");
    }

    [Fact]
    public void FoldsAreCutWhereThereAreRowsAndGroupsForThem()
    {
        foreach ((byte[] labels, _, ulong seed) in Cases().Where(one => one.Labels.Length > 1))
        {
            for (int folds = 2; folds <= labels.Length; folds++)
            {
                AssertCover(KFold.Stratified([.. labels.Select(label => (int)label)], folds, seed));
                if (labels.Distinct().Count() >= folds)
                {
                    AssertCover(KFold.Grouped(labels, folds, seed));
                }
                else
                {
                    Assert.Throws<ArgumentException>(() => KFold.Grouped(labels, folds, seed));
                }
            }

            void AssertCover(IReadOnlyList<SplitRows> splits)
            {
                Assert.Equal(Enumerable.Range(0, labels.Length), splits.SelectMany(split => split.Dev).Order());
                Assert.All(splits, split => Parts.ArePartition(split, labels.Length, new(1, 1, 0)));
            }
        }
    }

    private static IEnumerable<(byte[] Labels, SplitRatios Ratios, ulong Seed)> Cases() =>
        from count in Enumerable.Range(1, 4)
        from code in Enumerable.Range(0, (int)Math.Pow(count, count))
        from ratios in All
        from seed in (ulong[])[0, 1]
        select (Enumerable.Range(0, count).Select(row => (byte)(code / (int)Math.Pow(count, row) % count)).ToArray(), ratios, seed);
}

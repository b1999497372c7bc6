using FastNet.Tests.Training;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class DuplicatesTests
{
    [Property(MaxTest = 50)]
    public void CleanDataAreNotAccused(byte extra, ushort seed)
    {
        Dataset<double> data = Examples.Numbered(10 + extra, 3);
        SplitRows rows = Split.Random(data.Count, new(60, 20, 20), seed);
        Duplicates duplicates = Duplicates.Find(data);
        Assert.Equal((0, 0), (duplicates.Count, duplicates.ConflictCount));
        Assert.Empty(duplicates.Sets);
        duplicates.RequireNoneAcross(rows);
        Parts.AreSame(rows, duplicates.MoveToTrain(rows));
        Assert.Equal(data.Count, duplicates.Groups().Distinct().Count());
    }

    [Property(MaxTest = 200)]
    public void PlantedCopiesAreFoundAndMovedToTrain(byte[] draws, byte distinct, ushort seed)
    {
        int[] copyOf = [.. draws.Select(draw => draw % (1 + distinct)), .. Enumerable.Range(300, 10)];
        Dataset<double> data = Planted(copyOf);
        SplitRows rows = Split.Random(copyOf.Length, new(60, 20, 20), seed);
        Duplicates duplicates = Duplicates.Find(data);

        int[] all = [.. Enumerable.Range(0, copyOf.Length)];
        int[][] sets = [.. copyOf.Distinct().Select(copy => Array.FindAll(all, row => copyOf[row] == copy)).Where(set => set.Length > 1)];
        Assert.Equal(sets, duplicates.Sets.Select(set => set.Rows.ToArray()));
        Assert.Equal(copyOf.Length - copyOf.Distinct().Count(), duplicates.Count);
        int Part(int row) => Array.FindIndex(Parts.All, part => rows[part].Contains(row));
        int[] late = Array.FindAll(all, row => Array.Exists(all, other => copyOf[other] == copyOf[row] && Part(other) < Part(row)));
        IReadOnlyList<DuplicatePair> across = duplicates.Across(rows);
        Assert.Equal(late, across.Select(pair => pair.Copy).Order());
        foreach (DuplicatePair pair in across)
        {
            Assert.Equal(copyOf[pair.Row], copyOf[pair.Copy]);
            Assert.Equal((Part(pair.Row), Part(pair.Copy)), ((int)pair.Part, (int)pair.CopyPart));
            Assert.True(pair.Part < pair.CopyPart);
        }

        if (late.Length > 0)
        {
            string message = Assert.Throws<InvalidDataException>(() => duplicates.RequireNoneAcross(rows)).Message;
            Assert.Contains($"got {late.Length} with a copy", message, StringComparison.Ordinal);
            Assert.Contains($"row {across[0].Row} (", message, StringComparison.Ordinal);
            Assert.Contains($"and row {across[0].Copy} (", message, StringComparison.Ordinal);
        }

        HashSet<int> concerned = [.. across.Select(pair => copyOf[pair.Copy])];
        if (new[] { rows.Dev, rows.Test }.Any(part => part.All(row => concerned.Contains(copyOf[row]))))
        {
            Assert.Throws<InvalidDataException>(() => duplicates.MoveToTrain(rows));
            return;
        }

        SplitRows moved = duplicates.MoveToTrain(rows);
        Parts.ArePartition(moved, copyOf.Length, new(60, 20, 20));
        duplicates.RequireNoneAcross(moved);
        Assert.Equal(rows.Dev.Where(row => !concerned.Contains(copyOf[row])), moved.Dev);
        Assert.Equal(rows.Test.Where(row => !concerned.Contains(copyOf[row])), moved.Test);
    }

    [Property(MaxTest = 100)]
    public void CutByTheirGroupsCopiesStayTogether(byte[] draws, byte distinct, ushort seed)
    {
        int[] copyOf = [.. draws.Select(draw => draw % (1 + distinct)), 300, 301, 302];
        byte[] patients = [.. draws.Select((_, row) => (byte)(row / 4)), 253, 254, 255];
        Duplicates duplicates = Duplicates.Find(Planted(copyOf));
        duplicates.RequireNoneAcross(Split.Grouped(duplicates.Groups(), new(60, 20, 20), seed));

        SplitRows rows = Split.Grouped(duplicates.Groups(patients), new(60, 20, 20), seed);
        duplicates.RequireNoneAcross(rows);
        Parts.KeepGroups(rows, patients);
    }

    [Fact]
    public void GroupsThatShareACopyAreOneAndOthersAreNot()
    {
        // Rows 0 and 3 are copies, and so join groups a and b.
        int[] groups = Duplicates.Find(Planted([1, 2, 3, 1, 4, 5])).Groups(["a", "a", "b", "b", "c", "d"]);
        Assert.Single(groups[..4].Distinct());
        Assert.Equal(3, groups.Distinct().Count());
    }

    [Fact]
    public void ASetLeavesTheOtherPartsAlone()
    {
        // Copies within dev (rows 2 and 3) stay; those of test and dev (4 and 6) move; row 8 is in no part.
        Duplicates duplicates = Duplicates.Find(Planted([0, 1, 2, 2, 3, 4, 3, 5, 3]));
        SplitRows moved = duplicates.MoveToTrain(new([0], [1], [2, 3, 4], [5, 6, 7]));
        Assert.Equal([0, 4, 6], moved.Train);
        Assert.Equal([1], moved.TrainDev);
        Assert.Equal([2, 3], moved.Dev);
        Assert.Equal([5, 7], moved.Test);
    }

    [Fact]
    public void MinusZeroIsZeroAndTheNextNumberIsNot()
    {
        Dataset<float> data = new([0f, 1f, -0f, 1f, float.Epsilon, 1f, 0f, float.BitIncrement(1f)], 2, [0, 0, 0, 0]);
        Assert.Equal([0, 1], Assert.Single(Duplicates.Find(data).Sets).Rows);
    }

    [Fact]
    public void ConflictsAreCounted()
    {
        Dataset<double> classes = new([1, 1, 1, 2, 2, 3], 1, [0, 0, 1, 1, 1, 0]);
        Duplicates found = Duplicates.Find(classes);
        Assert.Equal((3, 1), (found.Count, found.ConflictCount));
        Assert.Equal([true, false], found.Sets.Select(set => set.Conflicts));

        Dataset<double> values = new([1, 1, 2, 2], 1, [0.0, -0.0, 0.5, 0.6], 1);
        Assert.Equal([false, true], Duplicates.Find(values).Sets.Select(set => set.Conflicts));
    }

    [Fact]
    public void RowsOfATableAreFoundBeforeTheyAreEncoded()
    {
        string[][] table = [["red", "3"], ["blue", "3"], ["red", "3"]];
        string[] targets = ["yes", "no", "no"];
        Duplicates found = Duplicates.Find(
            table.Length,
            EqualityComparer<int>.Create((x, y) => table[x].SequenceEqual(table[y]), row => table[row][0].Length),
            EqualityComparer<int>.Create((x, y) => targets[x] == targets[y]));
        DuplicateSet set = Assert.Single(found.Sets);
        Assert.Equal([0, 2], set.Rows);
        Assert.True(set.Conflicts);
    }

    [Fact]
    public void TheMessageNamesRowsAndParts() => Assert.Equal(
        "expected no example in two parts, got 2 with a copy in an earlier part; the first are row 2 (train-dev) and row 0 (dev).",
        Assert.Throws<InvalidDataException>(() => Duplicates.Find(Planted([7, 1, 7, 7, 2])).RequireNoneAcross(new([1], [2], [0], [3, 4]))).Message);

    [Fact]
    public void RefusesRowsThatWereNotSearched()
    {
        Duplicates duplicates = Duplicates.Find(Planted([1, 2]));
        Assert.Throws<ArgumentException>("rows", () => duplicates.Across(new([0], [], [2], [])));
        Assert.Throws<ArgumentException>("groups", () => duplicates.Groups([1, 2, 3]));
    }

    private static Dataset<double> Planted(int[] copyOf) =>
        new([.. copyOf.SelectMany(copy => new double[] { copy % 7, copy / 7 })], 2, new int[copyOf.Length]);
}

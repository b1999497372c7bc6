using System.Numerics;

namespace FastNet.Training;

/// <summary>Rows whose features are the same.</summary>
/// <param name="Rows">At least two, ascending.</param>
/// <param name="Conflicts">Whether their targets differ: no function of the features is right for all of them.</param>
public sealed record DuplicateSet(IReadOnlyList<int> Rows, bool Conflicts);

/// <summary>A row and a copy of it in a later part.</summary>
/// <param name="Row">The first row of its set in the earliest part that has one.</param>
/// <param name="Part">Its part.</param>
/// <param name="Copy">The row with the same features.</param>
/// <param name="CopyPart">The part of the copy.</param>
public sealed record DuplicatePair(int Row, SplitPart Part, int Copy, SplitPart CopyPart);

/// <summary>
/// Examples that a data set has more than once. A copy in dev or test of what was trained on is remembered, not predicted: it makes the measured
/// error too small.
/// </summary>
public sealed class Duplicates
{
    private readonly int rowCount;

    private Duplicates(int rowCount, IReadOnlyList<DuplicateSet> sets)
    {
        this.rowCount = rowCount;
        Sets = sets;
        Count = sets.Sum(set => set.Rows.Count - 1);
        ConflictCount = sets.Count(set => set.Conflicts);
    }

    /// <summary>Rows with the same features, by their first row.</summary>
    public IReadOnlyList<DuplicateSet> Sets { get; }

    /// <summary>Rows that repeat an earlier one.</summary>
    public int Count { get; }

    /// <summary>Sets whose rows have different targets.</summary>
    public int ConflictCount { get; }

    /// <summary>Finds the rows of equal features, whatever they consist of.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="features">Whether two rows, given by their indices, have the same features.</param>
    /// <param name="targets">Whether they have the same target.</param>
    public static Duplicates Find(int count, IEqualityComparer<int> features, IEqualityComparer<int> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        return new(count, [.. Enumerable.Range(0, count)
            .GroupBy(row => row, features)
            .Select(rows => rows.ToArray())
            .Where(rows => rows.Length > 1)
            .Select(rows => new DuplicateSet(rows, Array.Exists(rows, row => !targets.Equals(rows[0], row))))]);
    }

    /// <summary>Finds the examples whose features are the same bits, but that −0 is 0.</summary>
    public static Duplicates Find<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Find(
            data.Count,
            SameRow((x, y) => data.Features.Row(x).SequenceEqual(data.Features.Row(y)), row => Hash(data.Features.Row(row))),
            data.HasClasses
                ? SameRow((x, y) => data.Classes[x] == data.Classes[y], row => data.Classes[row])
                : SameRow((x, y) => data.Values.Row(x).SequenceEqual(data.Values.Row(y)), row => Hash(data.Values.Row(row))));
    }

    /// <summary>Every row that has a copy in an earlier part, with the first such copy; none where each set lies in one part.</summary>
    /// <exception cref="ArgumentException">The parts have a row that was not searched.</exception>
    public IReadOnlyList<DuplicatePair> Across(SplitRows rows)
    {
        SplitPart?[] partOfRow = Parts(rows);
        List<DuplicatePair> pairs = [];
        foreach (DuplicateSet set in Sets)
        {
            (int Row, SplitPart Part)[] placed =
                [.. set.Rows.Where(row => partOfRow[row] is not null).Select(row => (Row: row, Part: partOfRow[row]!.Value)).OrderBy(copy => copy.Part)];
            pairs.AddRange(placed.Where(copy => copy.Part > placed[0].Part).Select(
                copy => new DuplicatePair(placed[0].Row, placed[0].Part, copy.Row, copy.Part)));
        }

        return pairs;
    }

    /// <summary>Refuses parts where a row of one has a copy in another.</summary>
    /// <exception cref="ArgumentException">The parts have a row that was not searched.</exception>
    /// <exception cref="InvalidDataException">A row has a copy in another part; the message says how many and names the first pair.</exception>
    public void RequireNoneAcross(SplitRows rows)
    {
        if (Across(rows) is [DuplicatePair first, ..] pairs)
        {
            throw new InvalidDataException(
                $"expected no example in two parts, got {pairs.Count} with a copy in an earlier part; the first are "
                + $"row {first.Row} ({SplitRows.Name(first.Part)}) and row {first.Copy} ({SplitRows.Name(first.CopyPart)}).");
        }
    }

    /// <summary>
    /// The same parts, but that every set of copies that lay in several is in train. Groups and times are not looked at: where they count, cut by
    /// <see cref="Groups"/> instead.
    /// </summary>
    /// <exception cref="ArgumentException">The parts have a row that was not searched.</exception>
    /// <exception cref="InvalidDataException">A part would have no row left.</exception>
    public SplitRows MoveToTrain(SplitRows rows)
    {
        HashSet<int> across = [.. Across(rows).Select(pair => pair.Row)];
        SplitPart?[] partOfRow = Parts(rows);
        HashSet<int> moved = [.. Sets.Where(set => set.Rows.Any(across.Contains)).SelectMany(set => set.Rows).Where(row => partOfRow[row] is not null)];
        int[] Left(SplitPart part)
        {
            int[] left = [.. rows[part].Where(row => !moved.Contains(row))];
            return left.Length > 0 || rows[part].Length == 0
                ? left
                : throw new InvalidDataException($"expected an example without a copy in the {SplitRows.Name(part)} part, got copies only.");
        }

        return new([.. rows.Train.Union(moved).Order()], Left(SplitPart.TrainDev), Left(SplitPart.Dev), Left(SplitPart.Test));
    }

    /// <summary>The group of each row, for a cut that keeps copies together: all rows of a set are in one, each other row in its own.</summary>
    public int[] Groups() => Groups([.. Enumerable.Range(0, rowCount)]);

    /// <summary>The group of each row where groups that share a copy are one.</summary>
    /// <param name="groups">The group of each row without regard to copies.</param>
    /// <exception cref="ArgumentException">There are more or fewer than rows, or one is null.</exception>
    public int[] Groups<TGroup>(IReadOnlyList<TGroup> groups)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != rowCount)
        {
            throw new ArgumentException($"expected {rowCount} groups, one for each row, got {groups.Count}.", nameof(groups));
        }

        int[] groupOfRow = Numbering.Of(groups);
        int[] joined = [.. Enumerable.Range(0, rowCount)];
        int Root(int group)
        {
            while (joined[group] != group)
            {
                group = joined[group] = joined[joined[group]];
            }

            return group;
        }

        foreach (DuplicateSet set in Sets)
        {
            foreach (int row in set.Rows)
            {
                joined[Root(groupOfRow[row])] = Root(groupOfRow[set.Rows[0]]);
            }
        }

        return [.. groupOfRow.Select(Root)];
    }

    private SplitPart?[] Parts(SplitRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        SplitPart?[] partOfRow = new SplitPart?[rowCount];
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            foreach (int row in rows[part])
            {
                partOfRow[row < rowCount ? row : throw new ArgumentException($"expected rows below {rowCount}, got {row}.", nameof(rows))] = part;
            }
        }

        return partOfRow;
    }

    private static EqualityComparer<int> SameRow(Func<int, int, bool> same, Func<int, int> hash) => EqualityComparer<int>.Create(same, hash);

    private static int Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // −0 and 0 have one hash, as they are equal.
        HashCode hash = default;
        foreach (T value in values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}

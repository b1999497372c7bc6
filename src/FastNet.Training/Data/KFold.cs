using System.Collections;

namespace FastNet.Training;

/// <summary>
/// Cross-validation: as many splits as folds, each with another fold as its dev part and the rest as its train part, so that each row is in
/// one dev part. The same seed gives the same folds on every machine. A split is made each time it is asked for, and only the rows' folds are kept.
/// </summary>
public static class KFold
{
    /// <summary>Folds drawn without regard to anything; their sizes differ by at most one row.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="folds">At least 2, at most one a row.</param>
    /// <param name="seed">Gives the folds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds lies outside.</exception>
    public static IReadOnlyList<SplitRows> Random(int count, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Stratified(new int[count], folds, seed);
    }

    /// <summary>Folds that differ by at most one row of each class, and by at most one row in all.</summary>
    /// <param name="classes">The class of each row, at least 0.</param>
    /// <param name="folds">At least 2, at most one a row.</param>
    /// <param name="seed">Gives the folds.</param>
    /// <exception cref="ArgumentException">A class is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds lies outside.</exception>
    public static IReadOnlyList<SplitRows> Stratified(ReadOnlySpan<int> classes, int folds, ulong seed)
    {
        RequireFolds(folds, classes.Length);
        int[] foldOfRow = new int[classes.Length];
        int next = 0;
        foreach (int row in StratifiedParts.Shuffled(StratifiedParts.Classes(classes), seed, SplitStream.Folds).SelectMany(rows => rows))
        {
            foldOfRow[row] = next++ % folds;
        }

        return Splits(foldOfRow, folds);
    }

    /// <summary>Folds that share no group; their sizes differ by at most the largest group. Of up to 16 random ways the most even is taken.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="folds">At least 2, at most one a group.</param>
    /// <param name="seed">Gives the folds.</param>
    /// <exception cref="ArgumentException">There are fewer groups than folds, or a group is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds lies outside.</exception>
    public static IReadOnlyList<SplitRows> Grouped<TGroup>(IReadOnlyList<TGroup> groups, int folds, ulong seed)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        return Grouped(groups, new int[groups.Count], folds, seed);
    }

    /// <summary>Folds that share no group, and hold each class as nearly in the same proportion as whole groups in a random order give.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="folds">At least 2, at most one a group.</param>
    /// <param name="seed">Gives the folds.</param>
    /// <exception cref="ArgumentException">There are fewer groups than folds, more or fewer groups than classes, or a group is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds lies outside.</exception>
    public static IReadOnlyList<SplitRows> Grouped<TGroup>(IReadOnlyList<TGroup> groups, ReadOnlySpan<int> classes, int folds, ulong seed)
        where TGroup : notnull
    {
        RequireFolds(folds, classes.Length);
        double[] shares = new double[folds];
        Array.Fill(shares, 1.0 / folds);
        return Splits(GroupedParts.Assign(groups, classes, shares, seed, SplitStream.GroupedFolds), folds);
    }

    private static void RequireFolds(int folds, int rows)
    {
        if (folds < 2 || folds > rows)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"expected from 2 folds to one for each of {rows} rows, got {folds}.");
        }
    }

    private static Folds Splits(int[] foldOfRow, int folds) => new(foldOfRow, folds);

    // Each is made as it is asked for: as many folds as rows would hold the square of their number.
    private sealed class Folds(int[] foldOfRow, int count) : IReadOnlyList<SplitRows>
    {
        public int Count => count;

        public SplitRows this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
                return SplitRows.Of([.. foldOfRow.Select(fold => fold == index ? SplitPart.Dev : SplitPart.Train)]);
            }
        }

        public IEnumerator<SplitRows> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace FastNet.Training;

/// <summary>
/// Gives whole groups to parts. Groups come in random order; each goes to the part p where Σ_c (t_pc − s_pc)·g_c/n_c is greatest: t_pc
/// being the part's share of class c, s_pc what it has so far, g_c what the group has, n_c what there is. That is the part that
/// brings Σ_p Σ_c (t_pc − s_pc)²/n_c down most. Of several orders the one with the least such sum counts.
/// </summary>
/// <remarks>
/// A part that receives a group lacks something at that time, since the sum of what parts lack is what is still to come. So with one
/// class a part ends with less than its share plus the largest group, whatever the order.
/// </remarks>
internal sealed class GroupedParts
{
    private const int Orders = 16;

    private readonly int[][] rowsOfGroup;
    private readonly int[] classOfRow;
    private readonly double[] classSizes;
    private readonly double[] shares;
    private readonly int[] asked;

    private GroupedParts(int[] groupOfRow, int[] classOfRow, double[] shares)
    {
        rowsOfGroup = [.. Enumerable.Range(0, groupOfRow.Length).GroupBy(row => groupOfRow[row]).Select(group => group.ToArray())];
        this.classOfRow = classOfRow;
        classSizes = [.. classOfRow.CountBy(c => c).OrderBy(size => size.Key).Select(size => (double)size.Value)];
        this.shares = shares;
        asked = [.. Enumerable.Range(0, shares.Length).Where(part => shares[part] > 0)];
    }

    /// <summary>The part of each row; each part that has a share has a group.</summary>
    /// <exception cref="ArgumentException">There are fewer groups than parts, more or fewer groups than classes, or a group is null.</exception>
    public static int[] Assign<TGroup>(IReadOnlyList<TGroup> groups, ReadOnlySpan<int> classes, double[] shares, ulong seed, SplitStream stream)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != classes.Length)
        {
            throw new ArgumentException($"expected {classes.Length} groups, one for each row, got {groups.Count}.", nameof(groups));
        }

        GroupedParts cut = new(Numbering.Of(groups), Numbering.Of(classes.ToArray()), shares);
        if (cut.rowsOfGroup.Length < cut.asked.Length)
        {
            throw new ArgumentException(
                $"expected at least {cut.asked.Length} groups, one for each part, got {cut.rowsOfGroup.Length}.", nameof(groups));
        }

        int[] best = [];
        double least = double.PositiveInfinity;
        for (int order = 0; order < Orders; order++)
        {
            int[] inOrder = new int[cut.rowsOfGroup.Length];
            new Philox(seed, RandomPurpose.Split, step: (ulong)order, layer: (int)stream).Permute(inOrder);
            double[] lacks = cut.Lacks();
            int[] parts = cut.Deal(inOrder, lacks);
            double sum = cut.Distance(lacks);
            if (sum < least)
            {
                (best, least) = (parts, sum);
            }

            if (Array.TrueForAll(lacks, lack => Math.Abs(lack) < 1))
            {
                break;
            }
        }

        return best;
    }

    // [parts, classes], row by row: t_pc − s_pc with nothing dealt.
    private double[] Lacks() => [.. shares.SelectMany(share => classSizes.Select(size => size * share))];

    private int[] Deal(int[] groups, double[] lacks)
    {
        int[] parts = new int[classOfRow.Length];
        List<int> empty = [.. asked];
        for (int i = 0; i < groups.Length; i++)
        {
            int[] rows = rowsOfGroup[groups[i]];
            int part = Neediest(groups.Length - i > empty.Count ? asked : empty, rows, lacks);
            _ = empty.Remove(part);
            foreach (int row in rows)
            {
                parts[row] = part;
                lacks[(part * classSizes.Length) + classOfRow[row]]--;
            }
        }

        return parts;
    }

    private int Neediest(IReadOnlyList<int> among, int[] rows, double[] lacks)
    {
        int neediest = -1;
        double most = double.NegativeInfinity;
        foreach (int part in among)
        {
            double need = 0;
            foreach (int row in rows)
            {
                need += lacks[(part * classSizes.Length) + classOfRow[row]] / classSizes[classOfRow[row]];
            }

            if (need > most)
            {
                (neediest, most) = (part, need);
            }
        }

        return neediest;
    }

    private double Distance(double[] lacks)
    {
        double sum = 0;
        for (int i = 0; i < lacks.Length; i++)
        {
            sum += lacks[i] * lacks[i] / classSizes[i % classSizes.Length];
        }

        return sum;
    }
}

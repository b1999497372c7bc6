namespace FastNet.Training;

/// <summary>Cuts rows in the order of their times.</summary>
internal static class TimeParts
{
    /// <summary>
    /// The part of each row. A cut goes between two different times, where it is nearest to the share of the parts before it; it gives way
    /// where a part would be empty.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer different times than parts, or a time is null or NaN.</exception>
    public static SplitPart[] Assign<TTime>(IReadOnlyList<TTime> times, double[] shares)
        where TTime : IComparable<TTime>
    {
        TTime[] sorted = [.. times];
        int wrong = Array.FindIndex(sorted, time => time is null or double.NaN or float.NaN);
        if (wrong >= 0)
        {
            throw new ArgumentException($"expected a time for each row, got {(sorted[wrong] is null ? "null" : "NaN")} in row {wrong}.", nameof(times));
        }

        IComparer<TTime> order = StringComparer.Ordinal as IComparer<TTime> ?? Comparer<TTime>.Default;
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows, order);

        // Where a cut may go: before each row whose time is another than that of the row before, and behind the last.
        int[] cuts = [.. Enumerable.Range(1, sorted.Length).Where(i => i == sorted.Length || order.Compare(sorted[i - 1], sorted[i]) != 0)];
        int[] asked = [.. Enumerable.Range(0, shares.Length).Where(part => shares[part] > 0)];
        if (cuts.Length < asked.Length)
        {
            throw new ArgumentException($"expected at least {asked.Length} different times, one for each part, got {cuts.Length}.", nameof(times));
        }

        SplitPart[] parts = new SplitPart[rows.Length];
        int cut = -1;
        int from = 0;
        double upTo = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            upTo += shares[asked[i]] * rows.Length;
            int last = cuts.Length - (asked.Length - i);
            cut = i == asked.Length - 1 ? last : Enumerable.Range(cut + 1, last - cut).MinBy(candidate => Math.Abs(cuts[candidate] - upTo));
            foreach (int row in rows.AsSpan(from, cuts[cut] - from))
            {
                parts[row] = (SplitPart)asked[i];
            }

            from = cuts[cut];
        }

        return parts;
    }
}

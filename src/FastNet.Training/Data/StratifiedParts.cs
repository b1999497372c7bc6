namespace FastNet.Training;

/// <summary>Deals out the rows of each stratum in the same proportion.</summary>
internal static class StratifiedParts
{
    /// <summary>Gives each row of a stratum a part; ⌊n·share⌋ of n rows, those left over go, one a part, where most is missing so far.</summary>
    /// <param name="strata">The stratum of each row; negative for rows that keep the part they have.</param>
    /// <param name="shares">The share of each part, their sum 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">What the cut is for.</param>
    /// <param name="parts">[rows], the result.</param>
    public static void Deal(int[] strata, double[] shares, ulong seed, SplitStream stream, SplitPart[] parts)
    {
        double[] missing = new double[shares.Length];
        foreach (int[] rows in Shuffled(strata, seed, stream))
        {
            int next = 0;
            foreach ((int part, int count) in Counts(rows.Length, shares, missing).Index())
            {
                foreach (int row in rows.AsSpan(next, count))
                {
                    parts[row] = (SplitPart)part;
                }

                next += count;
            }
        }
    }

    /// <summary>The rows of each stratum from 0 up, in random order.</summary>
    public static IEnumerable<int[]> Shuffled(int[] strata, ulong seed, SplitStream stream)
    {
        foreach (IGrouping<int, int> stratum in Enumerable.Range(0, strata.Length).GroupBy(row => strata[row]).OrderBy(stratum => stratum.Key))
        {
            if (stratum.Key >= 0)
            {
                int[] rows = [.. stratum];
                new Philox(seed, RandomPurpose.Split, step: (ulong)stratum.Key, layer: (int)stream).Shuffle(rows);
                yield return rows;
            }
        }
    }

    /// <summary>Classes as strata.</summary>
    /// <exception cref="ArgumentException">A class is negative.</exception>
    public static int[] Classes(ReadOnlySpan<int> classes)
    {
        int negative = classes.IndexOfAnyInRange(int.MinValue, -1);
        return negative < 0
            ? classes.ToArray()
            : throw new ArgumentException($"expected classes of at least 0, got {classes[negative]} in row {negative}.", nameof(classes));
    }

    private static int[] Counts(int examples, double[] shares, double[] missing)
    {
        int[] counts = new int[shares.Length];
        for (int part = 0; part < shares.Length; part++)
        {
            // A share like 0.6 of 5 examples is 3, not the 2.999… of its rounding.
            counts[part] = (int)Math.Floor((examples * shares[part]) + 1e-9);
            missing[part] += (examples * shares[part]) - counts[part];
        }

        bool[] served = new bool[shares.Length];
        for (int left = examples - counts.Sum(); left > 0; left--)
        {
            int most = counts[0] == 0 ? 0 : -1;
            for (int part = 0; part < shares.Length && counts[0] > 0; part++)
            {
                if (!served[part] && shares[part] > 0 && (most < 0 || missing[part] > missing[most]))
                {
                    most = part;
                }
            }

            served[most] = true;
            counts[most]++;
            missing[most]--;
        }

        return counts;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>Three parts of a data set, without an example in common; each keeps the order of the whole.</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Dev">What choices are made by; null where there is none.</param>
/// <param name="Test">What nobody looks at before the end; null where there is none.</param>
public sealed record Split<T>(Dataset<T> Train, Dataset<T>? Dev, Dataset<T>? Test)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Cuts data sets into train, dev and test parts. The same seed gives the same parts on every machine.</summary>
public static class Split
{
    /// <summary>Parts that hold each class in the same proportion, within one example; each class has one in the train part.</summary>
    /// <exception cref="ArgumentException">The targets are no classes, a part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    public static Split<T> Stratified<T>(Dataset<T> data, SplitRatios ratios, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.HasClasses
            ? Cut(data, Rows(data.Classes, data.ClassNames.Count, ratios, seed), ratios)
            : throw new ArgumentException("expected classes to stratify by, got values.", nameof(data));
    }

    /// <summary>Parts drawn without regard to the targets.</summary>
    /// <exception cref="ArgumentException">A part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    public static Split<T> Random<T>(Dataset<T> data, SplitRatios ratios, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Cut(data, Rows(new int[data.Count], 1, ratios, seed), ratios);
    }

    private static readonly string[] PartNames = ["train", "dev", "test"];

    private static Split<T> Cut<T>(Dataset<T> data, List<int>[] rows, SplitRatios ratios)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T>? Part(int part, double share)
        {
            if (share == 0)
            {
                return null;
            }

            rows[part].Sort();
            return rows[part].Count > 0
                ? data.Select(rows[part].ToArray())
                : throw new ArgumentException($"expected at least one example in the {PartNames[part]} part, got {data.Count} for all.", nameof(data));
        }

        return new(Part(0, ratios.Train)!, Part(1, ratios.Dev), Part(2, ratios.Test));
    }

    // Each part gets ⌊n·share⌋ of a class's n examples; those left over go, one a part, where most is missing so far.
    private static List<int>[] Rows(ReadOnlySpan<int> classes, int classCount, SplitRatios ratios, ulong seed)
    {
        if (ratios.Train == 0)
        {
            throw new ArgumentException("expected a train share above 0, got 0, as in default(SplitRatios).", nameof(ratios));
        }

        List<int>[] byClass = new List<int>[classCount];
        for (int i = 0; i < classCount; i++)
        {
            byClass[i] = [];
        }

        for (int row = 0; row < classes.Length; row++)
        {
            byClass[classes[row]].Add(row);
        }

        double[] shares = [ratios.Train, ratios.Dev, ratios.Test];
        double[] missing = new double[shares.Length];
        List<int>[] parts = [[], [], []];
        for (int i = 0; i < classCount; i++)
        {
            int[] rows = [.. byClass[i]];
            new Philox(seed, RandomPurpose.Split, step: (ulong)i).Shuffle(rows);
            int next = 0;
            foreach ((int part, int count) in Counts(rows.Length, shares, missing).Index())
            {
                parts[part].AddRange(rows.AsSpan(next, count));
                next += count;
            }
        }

        return parts;
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

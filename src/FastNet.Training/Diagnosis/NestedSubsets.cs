using System.Numerics;

namespace FastNet.Training;

/// <summary>Subsets of a train part, each within the next, that hold the classes in the same proportion: what a learning curve is measured on.</summary>
public static class NestedSubsets
{
    /// <summary>All rows in such an order that the first n, whatever n is, hold each class in its proportion within one row; of values in random order.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="seed">Gives the order.</param>
    public static int[] Order<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] order = new int[data.Count];
        new Philox(seed, RandomPurpose.Split, step: 1).Permute(order);
        if (!data.HasClasses)
        {
            return order;
        }

        // Row i of n of a class stands at (i + ½)/n of the way.
        int[] counts = new int[data.ClassNames.Count], seen = new int[data.ClassNames.Count];
        foreach (int label in data.Classes)
        {
            counts[label]++;
        }

        return
        [
            .. order.Select(row => (Row: row, Class: data.Classes[row])).Select(one => (one.Row, one.Class, Place: (seen[one.Class]++ + 0.5) / counts[one.Class]))
                .OrderBy(one => one.Place).ThenBy(one => one.Class).Select(one => one.Row),
        ];
    }

    /// <summary>Sizes that double up to all of it: at most <paramref name="most"/>, none below <paramref name="least"/>, ascending.</summary>
    /// <param name="count">All examples, the last size.</param>
    /// <param name="least">The fewest examples that a network is trained on.</param>
    /// <param name="most">The most sizes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static IReadOnlyList<int> Sizes(int count, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        List<int> sizes = [count];
        while (sizes.Count < most && sizes[^1] / 2 >= least)
        {
            sizes.Add(sizes[^1] / 2);
        }

        sizes.Reverse();
        return sizes;
    }
}

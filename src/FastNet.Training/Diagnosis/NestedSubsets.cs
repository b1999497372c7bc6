using System.Numerics;

namespace FastNet.Training;

/// <summary>Subsets of a train part, each within the next, that hold the classes in the same proportion: what a learning curve is measured on.</summary>
public static class NestedSubsets
{
    /// <summary>All rows in such an order that the first n, whatever n is, hold each class in its proportion to within less than one row; of values in random order.</summary>
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

        Queue<int>[] rows = [.. data.ClassNames.Select(_ => new Queue<int>())];
        foreach (int row in order)
        {
            rows[data.Classes[row]].Enqueue(row);
        }

        return [.. Sequence([.. rows.Select(ofClass => ofClass.Count)]).Select(label => rows[label].Dequeue())];
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

    // The classes in an order of which each beginning holds every class within less than one row of its share: with n of N rows, row j of them may come at place
    // ⌊(j − 1)·N/n⌋ + 1 at the earliest and has to come by ⌈j·N/n⌉; of those that may come, the one that has to come first does. Such an order exists (Tijdeman, "The
    // chairman assignment problem", Discrete Mathematics 32, 1980), and then the earliest deadline finds it (Steiner and Yeomans, "Level schedules for mixed-model,
    // just-in-time processes", Management Science 39, 1993).
    private static IEnumerable<int> Sequence(int[] sizes)
    {
        long all = sizes.Sum(size => (long)size);
        int[] taken = new int[sizes.Length];
        PriorityQueue<int, (long Place, int Label)> coming = new(), waiting = new();
        for (int label = 0; label < sizes.Length; label++)
        {
            Announce(label);
        }

        for (long place = 1; place <= all; place++)
        {
            while (coming.TryPeek(out int label, out (long Place, int) earliest) && earliest.Place <= place)
            {
                _ = coming.Dequeue();
                waiting.Enqueue(label, ((((taken[label] + 1) * all) + sizes[label] - 1) / sizes[label], label));
            }

            int next = waiting.Dequeue();
            taken[next]++;
            Announce(next);
            yield return next;
        }

        void Announce(int label)
        {
            if (taken[label] < sizes[label])
            {
                coming.Enqueue(label, ((taken[label] * all / sizes[label]) + 1, label));
            }
        }
    }
}

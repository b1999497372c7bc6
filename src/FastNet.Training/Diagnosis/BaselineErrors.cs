using System.Numerics;

namespace FastNet.Training;

/// <summary>What is attainable without a network: errors on examples that were not learnt from.</summary>
public static class BaselineErrors
{
    /// <summary>Of always saying the train part's largest class, or the mean of its values.</summary>
    /// <param name="train">What is learnt from: at least one example.</param>
    /// <param name="part">What is judged: at least one example, of values at least two.</param>
    /// <param name="seed">Of the bootstrap's resamples.</param>
    /// <param name="unit">What a distance of 1 is in the targets' own unit.</param>
    /// <exception cref="ArgumentException">There are too few examples, or one part has classes and the other values.</exception>
    public static MeasuredError Constant<T>(Dataset<T> train, Dataset<T> part, ulong seed, double unit = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireFit(train, part);
        double[] answer = Answer(train, [.. Enumerable.Range(0, train.Count)]);
        return Errors(part, seed, unit, _ => answer);
    }

    /// <summary>
    /// Of the k nearest train examples, by the distance of their features: their most frequent class, the lowest of equals, or the mean of their values. With many examples the
    /// error is below twice the least one (Cover and Hart, "Nearest neighbor pattern classification", 1967).
    /// </summary>
    /// <param name="train">What is learnt from, with normalised features: at least one example.</param>
    /// <param name="part">What is judged, normalised likewise: at least one example, of values at least two.</param>
    /// <param name="k">At least 1; where there are fewer train examples, all.</param>
    /// <param name="seed">Of the bootstrap's resamples.</param>
    /// <param name="unit">What a distance of 1 is in the targets' own unit.</param>
    /// <exception cref="ArgumentException">There are too few examples, or one part has classes and the other values.</exception>
    public static MeasuredError Neighbours<T>(Dataset<T> train, Dataset<T> part, int k, ulong seed, double unit = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireFit(train, part);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int[] nearest = new int[int.Min(k, train.Count)];
        double[] distances = new double[nearest.Length];
        return Errors(part, seed, unit, row =>
        {
            FindNearest(train, part.Features.Row(row), nearest, distances);
            return Answer(train, nearest);
        });
    }

    // In the order of their distances, and of their rows among equals.
    private static void FindNearest<T>(Dataset<T> train, ReadOnlySpan<T> features, int[] nearest, double[] distances)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < train.Count; row++)
        {
            double distance = SquaredDistance(train.Features.Row(row), features);
            int place = int.Min(row, nearest.Length);
            while (place > 0 && distances[place - 1] > distance)
            {
                place--;
            }

            if (place < nearest.Length)
            {
                int moved = int.Min(row, nearest.Length - 1) - place;
                Array.Copy(nearest, place, nearest, place + 1, moved);
                Array.Copy(distances, place, distances, place + 1, moved);
                (nearest[place], distances[place]) = (row, distance);
            }
        }
    }

    // Their most frequent class, or the mean of their values.
    private static double[] Answer<T>(Dataset<T> train, int[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (train.HasClasses)
        {
            int[] counts = new int[train.ClassNames.Count];
            Array.ForEach(rows, row => counts[train.Classes[row]]++);
            return [Array.IndexOf(counts, counts.Max())];
        }

        return [.. Enumerable.Range(0, train.ValueCount).Select(value => rows.Sum(row => double.CreateTruncating(train.Values[row, value])) / rows.Length)];
    }

    private static MeasuredError Errors<T>(Dataset<T> part, ulong seed, double unit, Func<int, double[]> answerOf)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (part.HasClasses)
        {
            return MeasuredError.OfCounts(Enumerable.Range(0, part.Count).Count(row => answerOf(row)[0] != part.Classes[row]), part.Count);
        }

        return MeasuredError.OfDistances(
            [
                .. Enumerable.Range(0, part.Count).Select(row => unit * Math.Sqrt(answerOf(row).Select((answer, value) =>
                {
                    double difference = double.CreateTruncating(part.Values[row, value]) - answer;
                    return difference * difference;
                }).Average())),
            ],
            seed);
    }

    private static double SquaredDistance<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = double.CreateTruncating(x[i] - y[i]);
            sum += difference * difference;
        }

        return sum;
    }

    private static void RequireFit<T>(Dataset<T> train, Dataset<T> part)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(part);
        Require.NotEmpty(train.Count, nameof(train));
        Require.NotEmpty(part.Count, nameof(part));
        Require.SameLength(train.FeatureCount, part.FeatureCount, nameof(part));
        Require.SameLength(train.ValueCount, part.ValueCount, nameof(part));
    }
}

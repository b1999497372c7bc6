namespace FastNet.Training;

/// <summary>How well one number predicts another.</summary>
internal static class OneFeature
{
    /// <summary>
    /// Errors of a classifier that sees the feature alone, in two halves that each are judged by the other: the class of the nearest value, of equal values the most
    /// frequent one. So a code that names the class errs nowhere, and a number of which each example has its own gains nothing from that.
    /// </summary>
    /// <param name="feature">[examples], in random order.</param>
    /// <param name="classes">[examples], each from 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">The number of classes.</param>
    public static int Errors(double[] feature, int[] classes, int classCount) =>
        Errors(feature, classes, classCount, fitted: 0) + Errors(feature, classes, classCount, fitted: 1);

    /// <summary>Ranks from 0 on; equal values share their mean.</summary>
    public static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort([.. values], order);
        double[] ranks = new double[values.Length];
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first + 1; next < order.Length && values[order[next]] == values[order[first]]; next++)
            {
            }

            for (int i = first; i < next; i++)
            {
                ranks[order[i]] = (first + next - 1) / 2.0;
            }
        }

        return ranks;
    }

    /// <summary>Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²): of ranks, Spearman's. 0 where one is constant.</summary>
    public static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double xx = x.Sum(value => (value - meanX) * (value - meanX));
        double yy = y.Sum(value => (value - meanY) * (value - meanY));
        double xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }

    // Examples of one parity, 0 or 1, are fitted, the others judged.
    private static int Errors(double[] feature, int[] classes, int classCount, int fitted)
    {
        Dictionary<double, int[]> counts = [];
        for (int i = fitted; i < feature.Length; i += 2)
        {
            if (!counts.TryGetValue(feature[i], out int[]? count))
            {
                counts.Add(feature[i], count = new int[classCount]);
            }

            count[classes[i]]++;
        }

        double[] values = [.. counts.Keys.Order()];
        int errors = 0;
        for (int i = 1 - fitted; i < feature.Length; i += 2)
        {
            int[] nearest = counts[Nearest(values, feature[i])];
            errors += Array.IndexOf(nearest, nearest.Max()) == classes[i] ? 0 : 1;
        }

        return errors;
    }

    private static double Nearest(double[] sorted, double value)
    {
        int index = Array.BinarySearch(sorted, value);
        if (index >= 0)
        {
            return value;
        }

        int above = ~index;
        return above == sorted.Length || (above > 0 && value - sorted[above - 1] <= sorted[above] - value) ? sorted[above - 1] : sorted[above];
    }
}

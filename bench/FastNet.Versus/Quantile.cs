namespace FastNet.Versus;

/// <summary>Quantiles of a few numbers, straight lines between the ranks.</summary>
internal static class Quantile
{
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);

    public static double LowerQuartile(IEnumerable<double> values) => Of(values, 0.25);

    /// <param name="values">At least one.</param>
    /// <param name="share">From 0, the least, to 1, the greatest.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        int above = int.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}

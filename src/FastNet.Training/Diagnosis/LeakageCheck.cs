using System.Numerics;

namespace FastNet.Training;

/// <summary>A feature that alone predicts the target nearly perfectly is often the target itself, under another name or learnt after it.</summary>
internal static class LeakageCheck
{
    /// <summary>
    /// A feature is suspected of leaking where it makes at most this share of the errors that the most frequent class makes, by the upper end of a one-sided 95 % interval:
    /// so without an error 178 examples of two equal classes, or 133 of three, are needed, and data of less are not accused.
    /// </summary>
    private const double MostErrors = 0.03;

    // The normal quantile of 0.95.
    private const double Quantile = 1.645;

    /// <summary>The rank correlation with a value from which a feature is suspected.</summary>
    private const double LeastCorrelation = 0.995;

    private const int FewestExamples = 30;

    private const int MostExamples = 2000;

    public static PreflightCheck Run<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new Philox(seed, RandomPurpose.Check).Shuffle(order);
        Dataset<T> sample = data.Select(order.AsSpan(0, int.Min(MostExamples, order.Length)));
        return sample.Count < FewestExamples
            ? PreflightCheck.Of(PreflightSubject.Leakage, CheckOutcome.NotApplicable, $"{sample.Count} examples are too few: by chance one feature may tell them all apart")
            : sample.HasClasses ? OfClasses(sample) : OfValues(sample);
    }

    private static PreflightCheck OfClasses<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] classes = data.Classes.ToArray();
        int[] counts = new int[data.ClassNames.Count];
        Array.ForEach(classes, label => counts[label]++);
        int others = data.Count - counts.Max();
        if (UpperShare(0, data.Count) * data.Count > MostErrors * others)
        {
            return PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.NotApplicable,
                $"{others} of {data.Count} examples are not of the most frequent class: too few to tell a leak from a good feature");
        }

        int[] errors = [.. Enumerable.Range(0, data.FeatureCount).Select(feature => OneFeature.Errors(MatrixColumn.Of(data.Features, feature), classes, counts.Length))];
        int best = Array.IndexOf(errors, errors.Min());
        int[] leaks = [.. Enumerable.Range(0, errors.Length).Where(feature => UpperShare(errors[feature], data.Count) * data.Count <= MostErrors * others)];
        return leaks.Length == 0
            ? PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Passed,
                $"no feature alone tells the classes apart: the best, {data.FeatureNames[best]}, errs on {errors[best]} of {data.Count} examples, the most frequent class on {others}")
            : PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Failed,
                $"{string.Join(", ", leaks.Select(feature => data.FeatureNames[feature]))}: alone it tells the classes of {data.Count} examples apart with "
                + $"{leaks.Max(feature => errors[feature])} errors at most, where the most frequent class errs on {others}: look whether it is known before the target is, else leave it out");
    }

    private static PreflightCheck OfValues<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[][] targets = [.. Enumerable.Range(0, data.ValueCount).Select(value => OneFeature.Ranks(MatrixColumn.Of(data.Values, value)))];
        double[] correlations =
        [
            .. Enumerable.Range(0, data.FeatureCount).Select(feature =>
            {
                double[] ranks = OneFeature.Ranks(MatrixColumn.Of(data.Features, feature));
                return targets.Max(target => double.Abs(OneFeature.Correlation(ranks, target)));
            }),
        ];
        int best = Array.IndexOf(correlations, correlations.Max());
        int[] leaks = [.. Enumerable.Range(0, correlations.Length).Where(feature => correlations[feature] >= LeastCorrelation)];
        return leaks.Length == 0
            ? PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Passed,
                $"no feature alone gives the target away: the best, {data.FeatureNames[best]}, has the rank correlation {correlations[best]:F3}, below {LeastCorrelation}")
            : PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Failed,
                $"{string.Join(", ", leaks.Select(feature => data.FeatureNames[feature]))}: alone it has the rank correlation {leaks.Min(feature => correlations[feature]):F3} or more with "
                + $"the target over {data.Count} examples, where below {LeastCorrelation} is expected: look whether it is known before the target is, else leave it out");
    }

    // Wilson, "Probable inference", JASA 1927.
    private static double UpperShare(int errors, int count)
    {
        double share = (double)errors / count, z2 = Quantile * Quantile / count;
        return (share + (z2 / 2) + (Quantile * Math.Sqrt(((share * (1 - share)) + (z2 / 4)) / count))) / (1 + z2);
    }
}

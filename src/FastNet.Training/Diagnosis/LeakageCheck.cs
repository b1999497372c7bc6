using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>A feature that alone predicts the target nearly perfectly is often the target itself, under another name or learnt after it.</summary>
internal static class LeakageCheck
{
    /// <summary>
    /// A feature is suspected of leaking where it makes at most this share of the errors that the most frequent class makes, by the upper end of a one-sided 95 % interval:
    /// so without an error 178 examples of two equal classes, or 133 of three, are needed, and data of less are not accused.
    /// </summary>
    private const double MostErrors = 0.03;

    // Between the ends of 90 %, 5 % lie beyond each.
    private const double Confidence = 0.9;
    private const double Quantile = 1.645;

    /// <summary>The rank correlation with a value from which a feature is suspected, by the lower end of a one-sided 95 % interval.</summary>
    private const double LeastCorrelation = 0.995;

    private const int FewestExamples = 30;

    private const int MostExamples = 2000;

    /// <summary>Looks at each feature, and at a column of categories as a whole.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="schema">What the features are made of; null where each is a column of its own.</param>
    /// <param name="seed">Selects the examples, where there are many.</param>
    public static PreflightCheck Run<T>(Dataset<T> data, DataSchema? schema, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new Philox(seed, RandomPurpose.Check).Shuffle(order);
        Dataset<T> sample = data.Select(order.AsSpan(0, int.Min(MostExamples, order.Length)));
        return sample.Count < FewestExamples
            ? PreflightCheck.Of(PreflightSubject.Leakage, CheckOutcome.NotApplicable, $"{sample.Count} examples are too few: by chance one feature may tell them all apart")
            : sample.HasClasses ? OfClasses(sample, schema) : OfValues(sample);
    }

    private static PreflightCheck OfClasses<T>(Dataset<T> data, DataSchema? schema)
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

        (string Name, double[] Values)[] columns = [.. Columns(data, schema)];
        int[] errors = [.. columns.Select(column => OneFeature.Errors(column.Values, classes, counts.Length))];
        int best = Array.IndexOf(errors, errors.Min());
        int[] leaks = [.. Enumerable.Range(0, errors.Length).Where(column => UpperShare(errors[column], data.Count) * data.Count <= MostErrors * others)];
        return leaks.Length == 0
            ? PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Passed,
                $"no feature alone tells the classes apart: the best, {columns[best].Name}, errs on {errors[best]} of {data.Count} examples, the most frequent class on {others}")
            : PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Failed,
                $"{string.Join(", ", leaks.Select(column => columns[column].Name))}: alone it tells the classes of {data.Count} examples apart with "
                + $"{leaks.Max(column => errors[column])} errors at most, where the most frequent class errs on {others}: look whether it is known before the target is, else leave it out");
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
        int[] leaks = [.. Enumerable.Range(0, correlations.Length).Where(feature => LowerCorrelation(correlations[feature], data.Count) >= LeastCorrelation)];
        return leaks.Length == 0
            ? PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Passed,
                $"no feature alone gives the target away: the best, {data.FeatureNames[best]}, has the rank correlation {correlations[best]:F3}, below {LeastCorrelation}")
            : PreflightCheck.Of(
                PreflightSubject.Leakage, CheckOutcome.Failed,
                $"{string.Join(", ", leaks.Select(feature => data.FeatureNames[feature]))}: alone it has the rank correlation {leaks.Min(feature => correlations[feature]):F3} or more with "
                + $"the target over {data.Count} examples, where below {LeastCorrelation} is expected: look whether it is known before the target is, else leave it out");
    }

    private static double UpperShare(int errors, int count) => Proportion.Wilson(errors, count, Confidence).High;

    // tanh(artanh ρ − 1.645·√(1.06/(n − 3))): Fieller, Hartley and Pearson, "Tests for rank correlation coefficients", Biometrika 44, 1957. With q = (1 + ρ)/(1 − ρ),
    // artanh ρ is ½·ln q, and the end is (q·e − 1)/(q·e + 1), e = exp(−2·1.645·√…).
    private static double LowerCorrelation(double correlation, int count)
    {
        double odds = (1 + correlation) / (1 - correlation) * VectorMath.Exp(-2 * Quantile * Math.Sqrt(1.06 / (count - 3)));
        return correlation < 1 ? (odds - 1) / (odds + 1) : 1;
    }

    // The features, but that a column of categories is one column, of a number for each way in which its features occur together.
    private static IEnumerable<(string Name, double[] Values)> Columns<T>(Dataset<T> data, DataSchema? schema)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int first = 0;
        foreach (FeatureColumn? column in schema?.Features ?? Enumerable.Repeat<FeatureColumn?>(null, data.FeatureCount))
        {
            int count = column?.FeatureNames.Count ?? 1;
            if (column is CategoryColumn)
            {
                string[] cells = new string[data.Count];
                for (int row = 0; row < cells.Length; row++)
                {
                    cells[row] = string.Join(' ', data.Features.Row(row).Slice(first, count).ToArray());
                }

                yield return (column.Name, Array.ConvertAll(Numbering.Of(cells), Convert.ToDouble));
            }
            else
            {
                for (int feature = first; feature < first + count; feature++)
                {
                    yield return (data.FeatureNames[feature], MatrixColumn.Of(data.Features, feature));
                }
            }

            first += count;
        }
    }
}

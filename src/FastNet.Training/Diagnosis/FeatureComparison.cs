using System.Numerics;

namespace FastNet.Training;

/// <summary>Whether a column is distributed alike in two parts.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsTarget">Whether it is what is predicted.</param>
/// <param name="Statistic">Kolmogorov and Smirnov's largest difference of two distributions for numbers; χ² for categories, and for how many numbers are missing where that differs more.</param>
/// <param name="PValue">By itself.</param>
/// <param name="AdjustedPValue">By Holm among all columns compared.</param>
public sealed record FeatureDifference(string Name, bool IsTarget, double Statistic, double PValue, double AdjustedPValue);

/// <summary>Compares two parts of a data set column by column.</summary>
public static class FeatureComparison
{
    /// <summary>
    /// A test for each column: <see cref="TwoSample.KolmogorovSmirnov"/> of numbers, <see cref="TwoSample.ChiSquare"/> of categories and classes, and where an indicator
    /// says that numbers are missing, both, of those that are there and of how many are not; corrected by <see cref="TwoSample.Holm"/>.
    /// </summary>
    /// <param name="first">A part, raw.</param>
    /// <param name="second">Another, raw.</param>
    /// <param name="schema">What the features are made of.</param>
    /// <returns>All columns, the one that differs most first.</returns>
    /// <exception cref="ArgumentException">A part is empty, does not have the schema's features and targets, or has classes where the other has values.</exception>
    public static IReadOnlyList<FeatureDifference> Run<T>(Dataset<T> first, Dataset<T> second, DataSchema schema)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(schema);
        Require.NotEmpty(first.Count, nameof(first));
        Require.NotEmpty(second.Count, nameof(second));
        Require.SameLength(schema.FeatureNames.Count, first.FeatureCount, nameof(first));
        Require.SameLength(schema.FeatureNames.Count, second.FeatureCount, nameof(second));
        Require.SameLength(first.ValueCount, second.ValueCount, nameof(second));
        Require.SameLength(first.HasClasses ? 1 : first.ValueCount, schema.Targets.Count, nameof(schema));
        List<(string Name, bool IsTarget, double Statistic, double PValue)> tests = [];
        int feature = 0;
        foreach (FeatureColumn column in schema.Features)
        {
            (double statistic, double p) = column switch
            {
                CategoryColumn categories => Categories(Counts(first, feature, categories.Categories.Count), Counts(second, feature, categories.Categories.Count)),
                NumberColumn { HasIndicator: true } => NumbersThatMayBeMissing(first, second, feature),
                _ => Numbers(MatrixColumn.Of(first.Features, feature), MatrixColumn.Of(second.Features, feature)),
            };
            tests.Add((column.Name, false, statistic, p));
            feature += column.FeatureNames.Count;
        }

        if (first.HasClasses)
        {
            (double statistic, double p) = Categories(Counts(first), Counts(second));
            tests.Add((schema.Targets[0].Name, true, statistic, p));
        }

        for (int value = 0; value < first.ValueCount; value++)
        {
            (double statistic, double p) = Numbers(MatrixColumn.Of(first.Values, value), MatrixColumn.Of(second.Values, value));
            tests.Add((schema.Targets[value].Name, true, statistic, p));
        }

        double[] adjusted = TwoSample.Holm([.. tests.Select(test => test.PValue)]);
        return
        [
            .. tests.Zip(adjusted, (test, p) => new FeatureDifference(test.Name, test.IsTarget, test.Statistic, test.PValue, p))
                .OrderBy(difference => difference.PValue).ThenByDescending(difference => difference.Statistic),
        ];
    }

    private static (double Statistic, double PValue) Numbers(double[] first, double[] second)
    {
        KolmogorovSmirnovResult result = TwoSample.KolmogorovSmirnov(first, second);
        return (result.Statistic, result.PValue);
    }

    // Those that are there, and how many are missing: two tests of one column, of which the smaller p-value counts twice (Bonferroni).
    private static (double Statistic, double PValue) NumbersThatMayBeMissing<T>(Dataset<T> first, Dataset<T> second, int feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] present = Present(first, feature), other = Present(second, feature);
        (double Statistic, double PValue) missing = Categories([present.Length, first.Count - present.Length], [other.Length, second.Count - other.Length]);
        (double Statistic, double PValue) numbers = present.Length > 0 && other.Length > 0 ? Numbers(present, other) : (0, 1);
        (double statistic, double p) = missing.PValue < numbers.PValue ? missing : numbers;
        return (statistic, double.Min(1, 2 * p));
    }

    // Behind the number stands what says that it is missing.
    private static double[] Present<T>(Dataset<T> data, int feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] missing = MatrixColumn.Of(data.Features, feature + 1);
        return [.. MatrixColumn.Of(data.Features, feature).Where((_, row) => missing[row] == 0)];
    }

    private static (double Statistic, double PValue) Categories(long[] first, long[] second)
    {
        ChiSquareResult result = TwoSample.ChiSquare(first, second);
        return (result.Statistic, result.PValue);
    }

    // The examples of each category, and last those where it is missing.
    private static long[] Counts<T>(Dataset<T> data, int feature, int categories)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long[] counts = new long[categories + 1];
        for (int row = 0; row < data.Count; row++)
        {
            int own = data.Features.Row(row).Slice(feature, categories).IndexOf(T.One);
            counts[own < 0 ? categories : own]++;
        }

        return counts;
    }

    private static long[] Counts<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long[] counts = new long[data.ClassNames.Count];
        foreach (int label in data.Classes)
        {
            counts[label]++;
        }

        return counts;
    }
}

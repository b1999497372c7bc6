using FastNet.Training;

namespace FastNet.Cli;

/// <summary>Whether two parts are alike.</summary>
/// <param name="First">A part's name.</param>
/// <param name="Second">The other's.</param>
/// <param name="Columns">Column by column, the one that differs most first.</param>
/// <param name="Classifier">A network that tells them apart; null where there are too few examples.</param>
internal sealed record ComparedParts(string First, string Second, IReadOnlyList<FeatureDifference> Columns, TwoSampleClassifier? Classifier)
{
    // With two comparisons of two tests each, parts that are alike are accused in one of fifty cases at most.
    private const double Significance = 0.005;

    /// <summary>The columns that differ, the target included.</summary>
    public IEnumerable<FeatureDifference> Differing => Columns.Where(column => column.AdjustedPValue < Significance);

    /// <summary>Whether a column or the classifier says so.</summary>
    public bool Differ => Differing.Any() || Classifier?.PValue < Significance;

    public static ComparedParts Of(string firstName, Dataset<float> first, string secondName, Dataset<float> second, DataSchema schema, ulong seed) => new(
        firstName, secondName, FeatureComparison.Run(first, second, schema),
        int.Min(first.Count, second.Count) < TwoSampleClassifier.FewestExamples ? null : TwoSampleClassifier.Run(first, second, seed));
}

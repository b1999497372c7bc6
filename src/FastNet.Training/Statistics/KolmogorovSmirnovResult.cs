namespace FastNet.Training;

/// <summary>What a two-sample Kolmogorov–Smirnov test found.</summary>
/// <param name="Statistic">sup |F₁(x) − F₂(x)| of the two empirical distributions.</param>
/// <param name="PValue">How probable so large a statistic is among all ways of telling the pooled values apart, two-sided.</param>
/// <param name="IsExact">Whether the p-value counts the ways, ties included, and is not asymptotic.</param>
/// <param name="HasTies">Whether a value stands in the samples more than once. The asymptotic p-value is then too large.</param>
public readonly record struct KolmogorovSmirnovResult(double Statistic, double PValue, bool IsExact, bool HasTies);

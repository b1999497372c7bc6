namespace FastNet.Training;

/// <summary>What a chi-square test of two samples of categories found.</summary>
/// <param name="Statistic">Σ(observed − expected)²/expected.</param>
/// <param name="DegreesOfFreedom">The categories that were compared less 1; 0 where fewer than two could be, and then the p-value is 1.</param>
/// <param name="PValue">The chi-square distribution's tail.</param>
/// <param name="Pooled">How many categories were taken together as one; 0 where none had to be.</param>
public readonly record struct ChiSquareResult(double Statistic, int DegreesOfFreedom, double PValue, int Pooled);

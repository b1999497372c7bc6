namespace FastNet;

/// <summary>What a step does to a parameter.</summary>
/// <param name="Slice">The parameter.</param>
/// <param name="LearningRate">α, without a schedule's factor.</param>
/// <param name="IsFrozen">Whether it stays as it is.</param>
/// <param name="Regularizer">What keeps it small.</param>
public sealed record ParameterTreatment(ParameterSlice Slice, double LearningRate, bool IsFrozen, Regularizer Regularizer);

namespace FastNet;

/// <summary>Running statistics as a layer declares them: numbers that training moves without a gradient, and that inference reads.</summary>
/// <param name="Name">Their name within the layer: <c>running_mean</c>, <c>running_var</c>.</param>
/// <param name="Length">How many numbers, at least 1.</param>
/// <param name="InitialValue">The value of each before the first batch.</param>
/// <param name="Minimum">The least that one can be: a file with less is refused.</param>
public sealed record StateDeclaration(string Name, int Length, double InitialValue, double Minimum = double.NegativeInfinity)
{
    /// <summary>How many numbers, at least 1.</summary>
    public int Length { get; } = Throw.IfNotPositive(Length, nameof(Length));
}

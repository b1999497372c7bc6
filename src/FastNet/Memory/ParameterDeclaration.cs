namespace FastNet;

/// <summary>One parameter as a layer declares it.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Rows in memory: a weight's inputs; 1 for all else.</param>
/// <param name="Columns">Columns in memory: a weight's outputs; a vector's length.</param>
/// <param name="Initializer">Its first values.</param>
public sealed record ParameterDeclaration(string Name, ParameterKind Kind, int Rows, int Columns, Initializer Initializer)
{
    /// <summary>Rows in memory: a weight's inputs; 1 for all else.</summary>
    public int Rows { get; } = Kind == ParameterKind.Weight || Rows == 1
        ? Throw.IfNotPositive(Rows, nameof(Rows))
        : throw new ArgumentOutOfRangeException(nameof(Rows), Rows, $"expected one row of a {Kind}, got {Rows}.");

    /// <summary>Columns in memory: a weight's outputs; a vector's length.</summary>
    public int Columns { get; } = Throw.IfNotPositive(Columns, nameof(Columns));
}

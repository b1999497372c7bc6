namespace FastNet.Training;

/// <summary>The cells of a row, wherever it is.</summary>
internal interface ICells
{
    /// <summary>A cell as a number; NaN where it is missing, or may be text.</summary>
    /// <exception cref="InvalidDataException">It is known to be none.</exception>
    double Number(int column);

    /// <summary>A cell as text; empty where it is missing.</summary>
    ReadOnlySpan<char> Text(int column);

    /// <summary>What is wrong with a cell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="number">What <see cref="Number"/> said of it; null where it is taken for text.</param>
    InvalidDataException Error(int column, string expected, double? number = null);
}

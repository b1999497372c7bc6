using System.Numerics;

namespace FastNet.Training;

/// <summary>Makes an example of a row of text.</summary>
/// <param name="features">Its features.</param>
/// <param name="options">How cells are read.</param>
internal sealed class RowEncoder<T>(FeatureEncoder<T> features, TableOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Its class; null where it has none.</summary>
    public ClassEncoder? Classes { get; init; }

    /// <summary>Its target values; null where it has none.</summary>
    public ValueEncoder<T>? Values { get; init; }

    /// <summary>Features of an example.</summary>
    public int FeatureCount => features.Count;

    /// <summary>Target values of an example.</summary>
    public int ValueCount => Values?.Count ?? 0;

    /// <summary>Makes an example of the row that is read.</summary>
    /// <param name="rows">The row.</param>
    /// <param name="featureValues">[features].</param>
    /// <param name="targetValues">[target values].</param>
    /// <returns>The class; 0 where it has none.</returns>
    /// <exception cref="InvalidDataException">A cell is not what its column takes.</exception>
    public int Encode(TextRows rows, Span<T> featureValues, Span<T> targetValues)
    {
        TextCells cells = new(rows, options);
        features.Encode(cells, featureValues);
        Values?.Encode(cells, targetValues);
        return Classes?.Encode(cells) ?? 0;
    }
}

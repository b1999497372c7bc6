namespace FastNet;

/// <summary>What a parameter is, as regularisation and parameter groups tell them apart.</summary>
public enum ParameterKind
{
    /// <summary>A matrix that multiplies: decays where decay is asked for.</summary>
    Weight,

    /// <summary>What a dense layer adds.</summary>
    Bias,

    /// <summary>The γ of a normalisation.</summary>
    Scale,

    /// <summary>The β of a normalisation.</summary>
    Shift,
}

/// <summary>A named part of the flat buffers of parameters, gradients and moments.</summary>
/// <param name="Name">PyTorch's name within an <c>nn.Sequential</c>: the layer's index and the parameter, as in <c>0.weight</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Rows in memory: a weight's inputs; 1 for a vector.</param>
/// <param name="Columns">Columns in memory: a weight's outputs; a vector's length.</param>
/// <param name="Offset">The first element.</param>
public sealed record ParameterSlice(string Name, ParameterKind Kind, int Rows, int Columns, int Offset)
{
    /// <summary>The number of elements.</summary>
    public int Length => Rows * Columns;

    /// <summary>This slice's part of a flat buffer.</summary>
    public Span<T> Of<T>(Span<T> flat) => flat.Slice(Offset, Length);

    /// <summary>This slice's part of a flat buffer.</summary>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> flat) => flat.Slice(Offset, Length);
}

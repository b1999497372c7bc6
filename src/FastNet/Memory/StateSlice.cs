namespace FastNet;

/// <summary>A named part of the flat buffer of running statistics.</summary>
/// <param name="Name">PyTorch's name within an <c>nn.Sequential</c>: the layer's index and the statistic, as in <c>1.running_mean</c>.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Minimum">The least that an element can be.</param>
public sealed record StateSlice(string Name, int Length, int Offset, double Minimum)
{
    /// <summary>This slice's part of a flat buffer.</summary>
    public Span<T> Of<T>(Span<T> flat) => flat.Slice(Offset, Length);

    /// <summary>This slice's part of a flat buffer.</summary>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> flat) => flat.Slice(Offset, Length);
}

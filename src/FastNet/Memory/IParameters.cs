using System.Numerics;

namespace FastNet;

/// <summary>Parameters in one flat buffer, weights first: what an optimizer changes and a penalty sums.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IParameters<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All parameters: the weights of all layers first, then the rest.</summary>
    Span<T> Parameters { get; }

    /// <summary>The number of parameters of kind <see cref="ParameterKind.Weight"/>, which come first.</summary>
    int WeightCount { get; }

    /// <summary>The named parts of <see cref="Parameters"/>, in the layers' order.</summary>
    IReadOnlyList<ParameterSlice> Slices { get; }
}

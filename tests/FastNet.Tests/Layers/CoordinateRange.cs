using System.Numerics;

namespace FastNet.Tests.Layers;

/// <summary>The coordinates of one tensor: parameters come first, in their order, then the inputs, row by row.</summary>
/// <param name="Name">The parameter's name, or x.</param>
/// <param name="Start">The first coordinate.</param>
/// <param name="Length">Their number.</param>
internal sealed record CoordinateRange(string Name, int Start, int Length)
{
    /// <summary>Every parameter, and the inputs.</summary>
    public static IReadOnlyList<CoordinateRange> TensorsOf<T>(Network<T> network, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. network.Slices.Select(slice => new CoordinateRange(slice.Name, slice.Offset, slice.Length)), new("x", network.Parameters.Length, inputs)];

    public bool Contains(int coordinate) => coordinate >= Start && coordinate < Start + Length;

    /// <summary>The norm of this part of a vector.</summary>
    public double NormOf(double[] vector) => Math.Sqrt(vector.AsSpan(Start, Length).ToArray().Sum(value => value * value));
}

using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>The averages of one parameter: these lines define the bits.</summary>
internal static class ReferenceAverages
{
    /// <summary>a ← a + γ·(w − a).</summary>
    public static T Update<T>(T average, T value, T gamma)
        where T : IBinaryFloatingPointIeee754<T> =>
        ReferenceMath.MultiplyAdd(gamma, value - average, average);

    /// <summary>xⁿ: of x, x², x⁴, …, each the square of the one before, those of n's bits, multiplied from the lowest on.</summary>
    public static double Power(double x, long n)
    {
        List<double> squares = [x];
        while (squares.Count < 63)
        {
            squares.Add(squares[^1] * squares[^1]);
        }

        return squares.Where((_, bit) => ((n >> bit) & 1) == 1).Aggregate(1.0, (product, factor) => product * factor);
    }
}

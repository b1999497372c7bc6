namespace FastNet.Tests.Reference;

/// <summary>A direction in the space of a network's parameters, in their order, followed by the inputs, row by row: 0 but for some coordinates.</summary>
/// <param name="Start">The first coordinate that is not 0.</param>
/// <param name="Values">That coordinate and those after it.</param>
internal sealed record Direction(int Start, double[] Values)
{
    /// <summary>Along one coordinate.</summary>
    public static Direction Along(int coordinate) => new(coordinate, [1]);

    /// <summary>
    /// ±1 at random: the square of an error's component along it is, on average, the square of the error's norm, and no component is left out.
    /// </summary>
    /// <param name="start">The first coordinate.</param>
    /// <param name="length">How many.</param>
    /// <param name="random">Whose bits are the signs.</param>
    /// <param name="first">The number, in its stream, of the first sign's bits.</param>
    public static Direction Signs(int start, int length, Philox random, long first = 0) =>
        new(start, [.. Enumerable.Range(0, length).Select(i => random.Bits(first + i) % 2 == 0 ? 1.0 : -1.0)]);

    /// <summary>The component of a vector along it.</summary>
    public double Dot(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        for (int i = 0; i < Values.Length; i++)
        {
            sum += Values[i] * vector[Start + i];
        }

        return sum;
    }
}

using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>Weights of a loss's constructor: each finite and at least 0 in the network's type, not all 0.</summary>
internal static class LossWeights
{
    /// <summary>The weights in T.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public static T[] From<T>(ReadOnlySpan<double> weights, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rounded = new T[weights.Length];
        bool isAnyPositive = weights.IsEmpty;
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = T.CreateTruncating(weights[i]);
            Check(rounded[i], parameter, "at", i);
            isAnyPositive |= rounded[i] > T.Zero;
        }

        return isAnyPositive ? rounded : throw new ArgumentException($"expected a weight above 0, got {weights.Length} of 0.", parameter);
    }

    /// <summary>The weights, with commas between.</summary>
    public static string ToText<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        string.Join(", ", weights.ToArray().Select(weight => weight.ToString(null, CultureInfo.InvariantCulture)));

    /// <summary>Throws unless the weight is finite and at least 0.</summary>
    public static void Check<T>(T weight, string parameter, string place, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(T.IsFinite(weight) && weight >= T.Zero))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected finite weights of at least 0, got {weight} {place} {index}."), parameter);
        }
    }
}

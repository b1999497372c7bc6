using System.Globalization;

namespace FastNet.Versus;

/// <summary>Where two results are further apart than they may be.</summary>
internal static class Difference
{
    /// <summary>The first element at which a rival's result is further from FastNet's than the bound of that element; null if none.</summary>
    /// <param name="rival">Its name.</param>
    /// <param name="ours">FastNet's.</param>
    /// <param name="theirs">The rival's.</param>
    /// <param name="bound">Of element i, given FastNet's.</param>
    public static string? Find(string rival, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, Func<int, double, double> bound)
    {
        if (ours.Length != theirs.Length)
        {
            return $"FastNet has {ours.Length} results, {rival} {theirs.Length}";
        }

        for (int i = 0; i < ours.Length; i++)
        {
            // Not "distance > bound": a NaN is a difference too.
            if (!(Math.Abs((double)ours[i] - theirs[i]) <= bound(i, ours[i])))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"element {i} is {ours[i]:G9} in FastNet and {theirs[i]:G9} in {rival}, {bound(i, ours[i]):G2} apart at most expected");
            }
        }

        return null;
    }
}

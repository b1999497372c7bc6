using System.Numerics;

namespace FastNet.Training;

/// <summary>Whether numbers are finite.</summary>
internal static class Finite
{
    public static bool Are<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Numerics;

namespace FastNet;

/// <summary>Which numbers a loss takes as target values.</summary>
internal interface ITargetRule<T>
{
    static abstract string Expected { get; }

    static abstract bool Takes(T target);
}

internal readonly struct IsProbability<T> : ITargetRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static string Expected => "probabilities from 0 to 1";

    public static bool Takes(T target) => target >= T.Zero && target <= T.One;
}

internal readonly struct IsSign<T> : ITargetRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static string Expected => "targets of -1 or 1";

    public static bool Takes(T target) => T.Abs(target) == T.One;
}

internal static class TargetRule
{
    /// <summary>Throws at the first value that the rule does not take; classes have none.</summary>
    public static void Require<T, TRule>(Targets<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, ITargetRule<T>
    {
        for (int row = 0; row < targets.Values.Rows; row++)
        {
            foreach (T target in targets.Values.Row(row))
            {
                if (!TRule.Takes(target))
                {
                    throw new ArgumentException($"expected {TRule.Expected}, got {target} in row {row}.", nameof(targets));
                }
            }
        }
    }
}

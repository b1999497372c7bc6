using System.Diagnostics;
using System.Globalization;

namespace FastNet.Training;

/// <summary>Refuses what a statistic cannot be computed from, with what was expected and what came.</summary>
[StackTraceHidden]
internal static class Require
{
    /// <summary>The largest count that a double holds exactly, as all below it.</summary>
    public const long LargestCount = 1L << 53;

    public static void Count(long value, string parameter, long least = 0, long greatest = LargestCount)
    {
        if (value < least || value > greatest)
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"expected a count from {least} to {greatest}, got {value}.");
        }
    }

    public static void Successes(long value, long trials, string parameter)
    {
        if (value < 0 || value > trials)
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"expected 0 to {trials} successes, as many as trials, got {value}.");
        }
    }

    public static void InsideUnit(double value, string parameter)
    {
        if (!(value > 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, string.Create(CultureInfo.InvariantCulture, $"expected a number above 0 and below 1, got {value}."));
        }
    }

    public static void Range(double least, double value, double greatest, string parameter)
    {
        if (!(value >= least && value <= greatest))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, string.Create(CultureInfo.InvariantCulture, $"expected a number from {least} to {greatest}, got {value}."));
        }
    }

    public static void SameLength(int first, int second, string parameter)
    {
        if (first != second)
        {
            throw new ArgumentException($"expected {first} elements, as many as the first has, got {second}.", parameter);
        }
    }

    public static void NotEmpty(int length, string parameter)
    {
        if (length == 0)
        {
            throw new ArgumentException("expected at least one element, got none.", parameter);
        }
    }
}

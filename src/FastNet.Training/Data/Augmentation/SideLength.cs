namespace FastNet.Training;

/// <summary>A length along an image's side: whole pixels from 1 on, or a share of the side from 0 to below 1.</summary>
internal static class SideLength
{
    public const string Expected = "whole pixels from 1 on, or a share of the side from 0 to below 1";

    public static bool IsOne(double length) => length is >= 0 and < 1 || (length <= int.MaxValue && length == Math.Floor(length) && length >= 1);

    /// <summary>The length in pixels, at most the side.</summary>
    public static int Pixels(double length, int side) => (int)double.Min(length < 1 ? Math.Round(length * side) : length, side);
}

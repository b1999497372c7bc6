using System.Globalization;

namespace FastNet.Bench;

/// <summary>Lines of a Markdown table on standard output.</summary>
internal static class ScalingTable
{
    public static void WriteHead(params ReadOnlySpan<string> names)
    {
        Console.WriteLine();
        WriteRow(names);
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", names.Length))}");
    }

    public static void WriteRow(params ReadOnlySpan<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells!)} |");

    /// <summary>Three digits, or all before the point.</summary>
    public static string Text(double value)
    {
        string format = Math.Abs(value) switch { < 1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "0" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}

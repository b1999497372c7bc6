using System.Globalization;
using System.Text;

namespace FastNet.Versus;

/// <summary>Markdown: a table for each group of works, with the times, and the ratios of each rival to FastNet.</summary>
internal static class RatioTable
{
    private static readonly string[] Rivals = [Systems.OpenBlas, Systems.OnnxRuntime, Systems.Libtorch, Systems.TorchSharp];

    /// <param name="measurements">Of one run.</param>
    /// <param name="peak">GFLOP/s that the run's threads can do.</param>
    public static string Write(IEnumerable<Measurement> measurements, double peak)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Measurement> group in measurements.GroupBy(measurement => measurement.Group))
        {
            string[] rivals = [.. Rivals.Where(rival => group.Any(measurement => measurement.Microseconds.ContainsKey(rival)))];
            string? unit = group.Select(measurement => measurement.Volume?.Unit).FirstOrDefault(unit => unit is not null);
            bool ofPeak = group.Key == GemmWorks.Group;
            string[] head =
            [
                "work", "threads", "FastNet, us", .. unit is null ? [] : (string[])[unit], .. ofPeak ? (string[])["% of peak"] : [],
                .. rivals.SelectMany(rival => (string[])[$"{rival}, us", $"{rival} / FastNet", "lower quartile"]),
            ];
            text.AppendLine().AppendLine(Row(head)).AppendLine(Row(head.Select(_ => "---")));
            foreach (Measurement measurement in group)
            {
                double us = measurement.FastNet;
                double? rate = measurement.Volume?.Rate(us);
                text.AppendLine(Row(
                [
                    measurement.Work, Text(measurement.Threads, "0"), Text(us, "0.###"), .. unit is null ? [] : (string[])[Text(rate, "0.0")],
                    .. ofPeak ? (string[])[Text(rate / peak * 100, "0")] : [], .. rivals.SelectMany(rival => Cells(measurement, rival)),
                ]));
            }
        }

        return text.ToString();
    }

    private static string[] Cells(Measurement measurement, string rival) =>
        measurement.Ratios(rival) is { } ratios
            ? [Text(Quantile.Median(measurement.Microseconds[rival]), "0.###"), Text(Quantile.Median(ratios), "0.00"), Text(Quantile.LowerQuartile(ratios), "0.00")]
            : ["", "", ""];

    /// <summary>A line of a Markdown table.</summary>
    public static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>A number, or nothing for null.</summary>
    public static string Text(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

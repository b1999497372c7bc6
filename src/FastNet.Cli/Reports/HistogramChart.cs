using FastNet.Training;
using ScottPlot;

namespace FastNet.Cli;

/// <summary>A bar for each bin.</summary>
internal sealed record HistogramChart(string Title, string X, Histogram Histogram) : ReportChart(Title, X, "count")
{
    protected override IEnumerable<(string Name, string Color)> Legend => [];

    protected override void Draw(Plot plot)
    {
        AddBars(plot, Histogram.Counts.Select((count, bin) =>
            (Histogram.Start + (bin * Histogram.BinWidth), Histogram.Start + ((bin + 1) * Histogram.BinWidth), (double)count)));
        plot.Axes.Bottom.TickGenerator = LinearTicks();
        plot.Axes.Left.TickGenerator = LinearTicks(isWhole: true);
        plot.Axes.Margins(bottom: 0);
    }
}

using FastNet.Training;
using ScottPlot;

namespace FastNet.Cli;

/// <summary>The share that is right by the confidence: bars that should reach the diagonal.</summary>
internal sealed record ReliabilityDiagram(string Title, Calibration Calibration) : ReportChart(Title, "confidence", "share that is right")
{
    protected override IEnumerable<(string Name, string Color)> Legend => [("right", ReportStyle.Color(0)), ("as often as it says", ReportStyle.Color(1))];

    protected override void Draw(Plot plot)
    {
        AddBars(plot, Calibration.Bins.Where(bin => bin.Count > 0).Select(bin => (bin.Above, bin.UpTo, bin.Accuracy)));
        plot.Add.Line(0, 0, 1, 1).LineStyle = new(2, Color.FromHex(ReportStyle.Color(1)));
        plot.Axes.Bottom.TickGenerator = LinearTicks();
        plot.Axes.Left.TickGenerator = LinearTicks();
        plot.Axes.SetLimits(0, 1, 0, 1.02);
    }
}

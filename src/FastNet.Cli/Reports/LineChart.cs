using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace FastNet.Cli;

/// <summary>A line of points; a point that is not finite, or not above 0 on a logarithmic axis, is left out.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A place on the first axis that a line from top to bottom shows.</summary>
internal sealed record ChartMark(string Name, double X);

/// <summary>A chart of lines.</summary>
internal sealed record LineChart(string Title, string X, string Y, IReadOnlyList<ChartLine> Lines) : ReportChart(Title, X, Y)
{
    private const int MostMarkedPoints = 40;
    private const string MarkColor = "currentColor";

    public bool XIsLogarithmic { get; init; }

    public bool YIsLogarithmic { get; init; }

    /// <summary>Whether the first axis counts something.</summary>
    public bool XIsWhole { get; init; }

    public ChartMark? Mark { get; init; }

    protected override IEnumerable<(string Name, string Color)> Legend =>
        [.. Lines.Select((line, i) => (line.Name, ReportStyle.Color(i))), .. Mark is null ? Array.Empty<(string, string)>() : [(Mark.Name, MarkColor)]];

    protected override void Draw(Plot plot)
    {
        foreach ((int i, ChartLine line) in Lines.Index())
        {
            Coordinates[] points = [.. line.X.Zip(line.Y, (x, y) => new Coordinates(OnAxis(x, XIsLogarithmic), OnAxis(y, YIsLogarithmic)))
                .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
            Scatter scatter = plot.Add.Scatter(Thinned(points), Color.FromHex(ReportStyle.Color(i)));
            scatter.LineWidth = 2;
            scatter.MarkerSize = points.Length <= MostMarkedPoints ? 6 : 0;
        }

        if (Mark is not null && double.IsFinite(OnAxis(Mark.X, XIsLogarithmic)))
        {
            plot.Add.VerticalLine(OnAxis(Mark.X, XIsLogarithmic), 1, Color.FromHex(ChartSvg.Ink));
        }

        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.Bottom.TickGenerator = Ticks(XIsLogarithmic, limits.Left, limits.Right, XIsWhole);
        plot.Axes.Left.TickGenerator = Ticks(YIsLogarithmic, limits.Bottom, limits.Top, false);
    }

    // ScottPlot's axes are linear: a logarithmic one is a linear one of logarithms with ticks of its own.
    private static double OnAxis(double value, bool isLogarithmic) => isLogarithmic ? Math.Log10(value) : value;

    private static ITickGenerator Ticks(bool isLogarithmic, double least, double greatest, bool isWhole)
    {
        if (!isLogarithmic)
        {
            return LinearTicks(isWhole);
        }

        // Few decades leave room within them; many, not even for each.
        double decades = greatest - least;
        double[] steps = decades < 1 ? [1, 1.5, 2, 3, 5, 7] : decades < 3 ? [1, 2, 5] : [1];
        int every = int.Max(1, (int)Math.Ceiling(decades / 8));
        NumericManual ticks = new();
        for (int power = (int)Math.Floor(least); power <= greatest; power++)
        {
            foreach (double step in power % every == 0 ? steps : [])
            {
                double place = power + Math.Log10(step);
                if (place >= least && place <= greatest)
                {
                    ticks.AddMajor(place, TrainReport.Figure(step * Math.Pow(10, power)));
                }
            }
        }

        return ticks;
    }

    // More points than the chart is wide say no more than the least and the greatest of each of as many parts.
    private static Coordinates[] Thinned(Coordinates[] points) => points.Length <= 2 * Width ? points :
        [.. points.Chunk(((points.Length - 1) / Width) + 1).SelectMany(chunk => new[] { chunk.MinBy(point => point.Y), chunk.MaxBy(point => point.Y) }.OrderBy(point => point.X))];
}

using System.Xml.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FastNet.Cli;

/// <summary>A figure: its title, an SVG, and what its colours mean.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The axis, with its unit.</param>
/// <param name="Y">The axis, with its unit.</param>
internal abstract record ReportChart(string Title, string X, string Y) : ReportBlock
{
    protected const int Width = 600;
    private const int Height = 360;
    private const int MostTicks = 8;
    private const int TickSize = 12;
    private const int LabelSize = 13;

    /// <summary>The names and colours of what is drawn; empty where the title says it.</summary>
    protected abstract IEnumerable<(string Name, string Color)> Legend { get; }

    public sealed override XElement ToHtml()
    {
        using Plot plot = new();
        Color ink = Color.FromHex(ChartSvg.Ink);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(ink);
        plot.Grid.MajorLineColor = ink.WithOpacity(0.15);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Layout.Fixed(new PixelPadding(left: 72, right: 24, bottom: 48, top: 12));
        Draw(plot);
        XElement svg = ChartSvg.FromScottPlot(plot.GetSvgXml(Width, Height), $"{Title}: {Y} by {X}");
        svg.Add(Texts(plot, plot.RenderManager.LastRender.DataRect));
        return new(
            "figure",
            new XElement("figcaption", Title),
            svg,
            new XElement("div", new XAttribute("class", "legend"), Legend.Select(one => new XElement(
                "span",
                new XElement("span", new XAttribute("class", "key"), new XAttribute("style", $"background: {one.Color}"), string.Empty),
                one.Name)), string.Empty));
    }

    protected abstract void Draw(Plot plot);

    /// <summary>Ticks of a linear axis, about as many wherever the page is made: none of them depends on a font.</summary>
    protected static NumericAutomatic LinearTicks(bool isWhole = false) => new() { TargetTickCount = MostTicks, IntegerTicksOnly = isWhole };

    /// <summary>Adds bars in the first colour, from 0 up.</summary>
    protected static void AddBars(Plot plot, IEnumerable<(double From, double To, double Value)> bars)
    {
        Bar[] drawn = [.. bars.Select(bar => new Bar
        {
            Position = (bar.From + bar.To) / 2,
            Size = bar.To - bar.From,
            Value = bar.Value,
            FillColor = Color.FromHex(ReportStyle.Color(0)),
            LineColor = Color.FromHex(ChartSvg.Ink),
            LineWidth = 0.5f,
        })];
        plot.Add.Bars(drawn);
    }

    private IEnumerable<XElement> Texts(Plot plot, PixelRect area) =>
    [
        .. Majors(plot.Axes.Bottom).Select(tick => ChartSvg.Text(tick.Label, plot.Axes.Bottom.GetPixel(tick.Position, area), area.Bottom + 17, "middle", TickSize)),
        .. Majors(plot.Axes.Left).Select(tick => ChartSvg.Text(tick.Label, area.Left - 8, plot.Axes.Left.GetPixel(tick.Position, area) + 4, "end", TickSize)),
        ChartSvg.Text(X, area.Center.X, Height - 8, "middle", LabelSize),
        ChartSvg.Text(Y, 16, area.Center.Y, "middle", LabelSize, turn: -90),
    ];

    private static IEnumerable<Tick> Majors(IAxis axis) => axis.TickGenerator.Ticks.Where(tick => tick.IsMajor && axis.Range.Contains(tick.Position));
}

/// <summary>Charts side by side, as many as the page is wide.</summary>
internal sealed record ChartGrid(params IReadOnlyList<ReportChart> Charts) : ReportBlock
{
    public override XElement ToHtml() => new("div", new XAttribute("class", "charts"), Charts.Select(chart => chart.ToHtml()), string.Empty);
}

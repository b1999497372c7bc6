using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace FastNet.Bench;

/// <summary>A chart of lines on two logarithmic axes, written as SVG.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="X">The axis, with its unit.</param>
/// <param name="Y">The axis, with its unit.</param>
internal sealed record Chart(string Title, string X, string Y)
{
    private const int Width = 900;
    private const int Height = 560;

    /// <summary>The powers of two of the first axis are marked, and powers of ten of the second, or of two where it spans few.</summary>
    public void Save(string path, IReadOnlyList<ChartSeries> series)
    {
        using Plot plot = new();
        plot.Title(Title, size: 16);
        plot.XLabel(X);
        plot.YLabel(Y);
        AddLines(plot, series);
        double[] xs = [.. series.SelectMany(one => one.X)], ys = [.. series.SelectMany(one => one.Y)];
        plot.Axes.Bottom.TickGenerator = Ticks(2, xs.Min(), xs.Max());
        plot.Axes.Left.TickGenerator = Ticks(ys.Max() / ys.Min() > 200 ? 10 : 2, ys.Min(), ys.Max());
        plot.Axes.SetLimits(Math.Log10(xs.Min()) - 0.03, Math.Log10(xs.Max()) + 0.03, Math.Log10(ys.Min()) - 0.1, Math.Log10(ys.Max()) + 0.1);
        plot.ShowLegend(Edge.Right);
        File.WriteAllText(path, plot.GetSvgXml(Width, Height).TrimEnd() + "\n");
    }

    private static void AddLines(Plot plot, IReadOnlyList<ChartSeries> series)
    {
        ScottPlot.Palettes.Category10 palette = new();
        foreach (ChartSeries one in series)
        {
            Scatter line = plot.Add.Scatter(Logarithms(one.X), Logarithms(one.Y), palette.GetColor(one.Color));
            line.LegendText = one.Name;

            // Skia's SVG knows no dashes.
            line.LineWidth = one.Marks == ChartMarks.Filled ? 2 : 1;
            line.MarkerShape = one.Marks switch
            {
                ChartMarks.Filled => MarkerShape.FilledCircle,
                ChartMarks.Open => MarkerShape.OpenSquare,
                _ => MarkerShape.None,
            };
            line.MarkerSize = 7;
        }
    }

    // ScottPlot's axes are linear: a logarithmic one is a linear one of logarithms with ticks of its own.
    private static double[] Logarithms(double[] values) => Array.ConvertAll(values, Math.Log10);

    private static NumericManual Ticks(int radix, double least, double greatest)
    {
        NumericManual ticks = new();
        for (int power = (int)Math.Floor(Math.Log(least, radix)); power <= Math.Ceiling(Math.Log(greatest, radix)); power++)
        {
            double value = Math.Pow(radix, power);
            ticks.AddMajor(Math.Log10(value), value.ToString("#,0.#####", CultureInfo.InvariantCulture));
        }

        return ticks;
    }
}

using System.Globalization;
using System.Xml.Linq;
using FastNet.Cli;
using FastNet.Training;

namespace FastNet.Tests.Reports;

public class HtmlReportTests
{
    private const string Nasty = "<script>alert('&\"')</script>";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly TrainingHistory History = new(
        [.. Enumerable.Range(1, 50).Select(i => new EpochRecord(i, 2.0 / i, 0, new(1.0 / i, 0.5 / i, true), new(1 + Math.Abs(i - 20), 0.5, true)))],
        20, TrainingEnd.Completed, Nasty);

    [Fact]
    public void IsOneWellFormedFileThatLoadsNothing()
    {
        string html = Whole().ToHtml();
        XElement page = Parse(html);
        Assert.DoesNotContain(
            page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "img" or "object" or "embed" or "base");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute =>
            attribute.Name.LocalName is "src" or "href" or "srcset" or "action" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));

        // The only addresses are names of a namespace.
        string rest = html.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);
        Assert.DoesNotContain("http://", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", rest, StringComparison.Ordinal);
        Assert.All(Matches(rest, "url("), reference => Assert.StartsWith("#", reference, StringComparison.Ordinal));
        Assert.Contains(page.Descendants("meta").Attributes("content"), policy => policy.Value.StartsWith("default-src 'none'", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryTextIsEscaped()
    {
        string html = Whole().ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        XElement page = Parse(html);
        Assert.Equal(Nasty, page.Element("head")!.Element("title")!.Value);
        Assert.Equal(Nasty, page.Element("body")!.Element("h1")!.Value);
        foreach (string element in (string[])["h2", "p", "th", "td", "figcaption"])
        {
            Assert.Contains(page.Descendants(element), one => one.Value.Contains(Nasty, StringComparison.Ordinal));
        }

        Assert.Contains(page.Descendants("span"), one => one.Value == Nasty);
        Assert.Equal(2, page.Descendants(Svg + "text").Count(text => text.Value == Nasty));
    }

    [Fact]
    public void WhatXmlCannotHaveIsReplaced()
    {
        HtmlReport report = new("a\0b\uFFFEc\uD800d\u0001");
        report.Sections.Add(new("", new TableBlock(["\0"], [["\uDC00"]]), new LineChart("\0", "\u0001", "\uD83D\uDE00", [new("\0", [1, 2], [1, 2])])));
        XElement page = Parse(report.ToHtml());
        Assert.Equal("a\uFFFDb\uFFFDc\uFFFDd\uFFFD", page.Descendants("h1").Single().Value);
        Assert.Equal("\uFFFD", page.Descendants("td").Single().Value);
    }

    [Fact]
    public void EveryChartIsThereUnderIdsOfItsOwn()
    {
        XElement page = Parse(Whole().ToHtml());
        XElement[] charts = [.. page.Descendants(Svg + "svg")];
        Assert.Equal(
            ["Loss", "Error", "Temperature 1", "Temperature 2.5", "0.weight", "0.bias", Nasty],
            page.Descendants("figcaption").Select(caption => caption.Value));
        Assert.Equal(7, charts.Length);
        string[] ids = [.. charts.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(charts, chart =>
        {
            string[] own = [.. chart.Descendants().Attributes("id").Select(id => $"url(#{id.Value})")];
            Assert.NotEmpty(own);
            Assert.All(chart.Descendants().Attributes("clip-path"), reference => Assert.Contains(reference.Value, own));
            Assert.NotEmpty(chart.Attribute("aria-label")!.Value);
        });
    }

    [Fact]
    public void TheSameSectionsGiveTheSameBytesAndNoTime()
    {
        string html = Whole().ToHtml();
        Assert.Equal(html, Whole().ToHtml());
        string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;
        try
        {
            string path = Path.Combine(folder, "report.html");
            Whole().Save(path);
            Assert.Equal(html, File.ReadAllText(path));
            Assert.DoesNotContain(folder, html, StringComparison.Ordinal);
            Assert.DoesNotContain(DateTime.UtcNow.Year.ToString(CultureInfo.InvariantCulture) + "-", html, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Relative luminance and contrast: WCAG 2.2.
    [Theory]
    [InlineData(ReportStyle.LightBackground)]
    [InlineData(ReportStyle.DarkBackground)]
    public void LinesAreSeenOnEitherBackground(string background) =>
        Assert.All(ReportStyle.Palette, color => Assert.InRange(Contrast(Luminance(color), Luminance(background)), 3, 21));

    [Fact]
    public void ChartsHaveTheColourOfTheText()
    {
        XElement page = Parse(Whole().ToHtml());
        string[] fixedColors = [.. page.Descendants(Svg + "svg").Descendants().Attributes()
            .Where(attribute => attribute.Name.LocalName is "fill" or "stroke").Select(attribute => attribute.Value)
            .Where(color => color is not ("none" or "currentColor")).Distinct()];
        Assert.All(fixedColors, color => Assert.Contains(color, ReportStyle.Palette, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void CurvesShowEveryEpochAndMarkTheBest()
    {
        XElement section = Section(TrainingSections.Curves(History));
        XElement loss = section.Descendants(Svg + "svg").First();
        Assert.Equal(
            ["dev", "train", "train, with dropout and penalty", "best epoch, 20"],
            section.Descendants("div").First(div => (string?)div.Attribute("class") == "legend").Elements("span").Select(span => span.Value));
        (double X, double Y)[] dev = Line(loss, 0);
        Assert.Equal(50, dev.Length);
        Assert.Equal(50, Line(loss, 1).Length);

        // Downwards is larger in SVG: the best epoch, the twentieth, lies lowest, and the mark stands there.
        int lowest = Array.IndexOf(dev, dev.MaxBy(point => point.Y));
        Assert.Equal(19, lowest);
        (double X, double Y)[] mark = [.. loss.Descendants(Svg + "g").Elements(Svg + "path").Where(path => path.Attribute("stroke")!.Value == "currentColor").SelectMany(Points)];
        Assert.Equal(2, mark.Length);

        // Coordinates are written with six digits, and are below 1000.
        Assert.All(mark, end => Assert.Equal(dev[lowest].X, end.X, 0.01));
    }

    /// <summary>Epochs of 4 steps, the dev part evaluated every 2: a line through 0.5, 1, 1.5, 2 and, of an epoch that was not finished, 2.5.</summary>
    [Fact]
    public void CurvesShowEvaluationsWithinEpochs()
    {
        TrainingHistory history = new(
            [.. Enumerable.Range(1, 2).Select(i => new EpochRecord(i, 1, 0, null, new(1.0 / i, 0.5, true)) { Step = 4 * i })], 3, TrainingEnd.Cancelled, "it was cancelled")
        {
            Steps = [.. Enumerable.Range(0, 3).Select(i => new StepRecord(i + 1, (4 * i) + 2, new(2.0 - (0.75 * i), 0.5, true)))],
            BestStep = 10,
        };
        XElement section = Section(TrainingSections.Curves(history));
        XElement loss = section.Descendants(Svg + "svg").First();
        (double X, double Y)[] dev = Line(loss, 0), cost = Line(loss, 1);
        Assert.Equal((5, 2), (dev.Length, cost.Length));

        // The two points of the cost tell the axis: epochs 1 and 2.
        double[] places = [.. dev.Select(point => 1 + ((point.X - cost[0].X) / (cost[1].X - cost[0].X)))];
        Assert.All(places.Index(), place => Assert.Equal(0.5 + (0.5 * place.Index), place.Item, 0.01));
        Assert.Contains("The network of step 10, in epoch 3 is kept.", section.Element("p")!.Value, StringComparison.Ordinal);
        (double X, double Y)[] mark = [.. loss.Descendants(Svg + "g").Elements(Svg + "path").Where(path => path.Attribute("stroke")!.Value == "currentColor").SelectMany(Points)];
        Assert.All(mark, end => Assert.Equal(dev[^1].X, end.X, 0.01));
        Assert.Equal(dev[^1].Y, dev.Max(point => point.Y));

        // With no epoch finished, the evaluations are within the first.
        XElement first = Section(TrainingSections.Curves(history with { Epochs = [], Steps = [.. history.Steps.Take(1)], BestEpoch = 1, BestStep = 2 }));
        Assert.Equal(["dev", "best, step 2"], first.Descendants("div").First(div => (string?)div.Attribute("class") == "legend").Elements("span").Select(span => span.Value));
    }

    [Fact]
    public void WithoutADevPartThereIsOneCurveAndNothingToMark()
    {
        XElement section = Section(TrainingSections.Curves(new([new(1, 2, 0, null, null)], 0, TrainingEnd.Cancelled, "it was cancelled")));
        Assert.Equal(["train, with dropout and penalty"], section.Descendants("div").Where(div => (string?)div.Attribute("class") == "legend").Elements("span").Select(span => span.Value));
        Assert.Contains("it was cancelled. No epoch is kept.", section.Element("p")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorIsFoldedBack()
    {
        TrainingHistory history = new([.. Enumerable.Range(1, 3).Select(i => new EpochRecord(i, 1, 0, null, new(1, i, false)))], 1, TrainingEnd.Completed, "");
        XElement error = Section(TrainingSections.Curves(history, value => 1000 * value)).Descendants(Svg + "svg").Last();
        Assert.Contains(error.Descendants(Svg + "text"), text => text.Value == "2,000");
        Assert.Contains(error.Descendants(Svg + "text"), text => text.Value == "RMSE");
    }

    [Fact]
    public void TheHeatMapHasTheCountsAndMeasures()
    {
        ConfusionMatrix matrix = new(3);
        matrix.Add([0, 0, 0, 1, 1], [0, 0, 1, 1, 0]);
        XElement[] tables = [.. Section(TrainingSections.Confusion(matrix, ["a", "b", "c"], "dev")).Descendants("table")];
        Assert.Equal(["2", "1", "0", "1", "1", "0", "0", "0", "0"], tables[0].Descendants("td").Select(cell => cell.Value));

        // 60 % of the colour for all of a row, by the root: 60·√(2/3) and 60·√(1/2).
        Assert.Contains(" 49%,", tables[0].Descendants("td").First().Attribute("style")!.Value, StringComparison.Ordinal);
        Assert.Contains(" 42%,", tables[0].Descendants("td").ElementAt(3).Attribute("style")!.Value, StringComparison.Ordinal);
        Assert.Equal(["b", "0.5000", "0.5000", "0.5000", "2", "2"], tables[1].Descendants("tr").ElementAt(2).Elements().Select(cell => cell.Value));
        Assert.Equal(["c", "–", "–", "–", "0", "0"], tables[1].Descendants("tr").ElementAt(3).Elements().Select(cell => cell.Value));
        Assert.Equal(["0.6000", "0.5833", "0.6000"], tables[2].Descendants("tr").Select(row => row.Elements().Last().Value));
    }

    [Fact]
    public void BarsAreAsHighAsTheirCounts()
    {
        HistogramChart chart = new("h", "value", Histogram.Of<double>([0, 0.1, 0.2, 0.3, 1.2, 2.9, 2.95], 3));
        double[] heights = [.. chart.ToHtml().Descendants(Svg + "rect").Where(rect => rect.Attribute("fill") is { Value: not "none" })
            .Select(rect => Number(rect, "height"))];
        Assert.Equal(3, heights.Length);

        // Six digits, as above.
        Assert.Equal(4, heights[0] / heights[1], 1e-3);
        Assert.Equal(2, heights[2] / heights[1], 1e-3);
    }

    [Fact]
    public void DecadesAreEquallyFarApartAndZeroHasNoPlace()
    {
        LineChart chart = new("sweep", "λ", "loss", [new("dev", [0, 0.01, 0.1, 1, double.NaN], [1, 2, 1, 3, 1])]) { XIsLogarithmic = true };
        XElement svg = chart.ToHtml().Descendants(Svg + "svg").Single();
        (double X, double Y)[] line = Line(svg, 0);
        Assert.Equal(3, line.Length);
        Assert.Equal(line[1].X - line[0].X, line[2].X - line[1].X, 0.01);
        Assert.Superset(new HashSet<string> { "0.01", "0.1", "1" }, svg.Descendants(Svg + "text").Select(text => text.Value).ToHashSet());
    }

    [Fact]
    public void ManyPointsAreThinnedButKeepTheirPeaks()
    {
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i == 54_321 ? 5.0 : i % 2)];
        XElement svg = new LineChart("long", "step", "loss", [new("train", x, y)]).ToHtml().Descendants(Svg + "svg").Single();
        (double X, double Y)[] line = Line(svg, 0);
        Assert.InRange(line.Length, 1000, 2000);
        double peak = line.Min(point => point.Y), bottom = line.Max(point => point.Y);
        double second = line.Where(point => point.Y > peak).Min(point => point.Y);

        // 5 and 1 above 0; six digits.
        Assert.Equal(5, (bottom - peak) / (bottom - second), 0.01);
        Assert.Equal(line.OrderBy(point => point.X).Select(point => point.X), line.Select(point => point.X));
    }

    [Fact]
    public void AChartOfNothingIsAChart()
    {
        foreach (ChartLine line in (ChartLine[])[new("none", [], []), new("one", [1], [1]), new("not finite", [1, 2], [double.NaN, double.PositiveInfinity])])
        {
            foreach (bool isLogarithmic in (bool[])[false, true])
            {
                LineChart chart = new("c", "x", "y", [line]) { XIsLogarithmic = isLogarithmic, YIsLogarithmic = isLogarithmic, Mark = new("zero", 0) };
                Assert.Single(chart.ToHtml().Descendants(Svg + "svg"));
            }
        }
    }

    private static HtmlReport Whole()
    {
        ConfusionMatrix matrix = new(2);
        matrix.Add([0, 0, 1, 1], [0, 1, 1, 1]);
        double[] outputs = [2, 0, 0, 1, 1, 0, 0, 3];
        Network<float> network = new(3, [Layer.Dense(4)], seed: 1);
        HtmlReport report = new(Nasty);
        report.Sections.Add(new(Nasty, new TextBlock(Nasty), new TableBlock([Nasty, "n"], [[Nasty, "1"]])));
        report.Sections.Add(TrainingSections.Curves(History));
        report.Sections.Add(TrainingSections.Confusion(matrix, [Nasty, "b"], Nasty));
        report.Sections.Add(TrainingSections.Reliability(
            "dev", Calibration.Of<double>(new(outputs, 4, 2), [0, 1, 1, 1]), Calibration.Of<double>(new(outputs, 4, 2), [0, 1, 1, 1], 2.5)));
        report.Sections.Add(TrainingSections.Parameters(network));
        report.Sections.Add(new("Sweep", new LineChart(Nasty, Nasty, Nasty, [new(Nasty, [1, 2], [1, 2])]) { Mark = new(Nasty, 1) }));
        return report;
    }

    private static XElement Section(ReportSection section)
    {
        HtmlReport report = new("t");
        report.Sections.Add(section);
        return Parse(report.ToHtml()).Descendants("section").Single();
    }

    private static XElement Parse(string html)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        return XElement.Parse(html[Doctype.Length..]);
    }

    private static (double X, double Y)[] Line(XElement svg, int color) =>
        [.. svg.Descendants(Svg + "path").Where(path =>
            path.Attribute("fill")?.Value == "none" && string.Equals(path.Attribute("stroke")?.Value, ReportStyle.Color(color), StringComparison.OrdinalIgnoreCase))
            .SelectMany(Points)];

    private static IEnumerable<(double X, double Y)> Points(XElement path) =>
        path.Attribute("d")!.Value.Split('M', 'L').Where(point => point.Length > 0).Select(point => point.Split(' '))
            .Select(point => (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture)));

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Matches(string text, string beginning) => text.Split(beginning).Skip(1);

    private static double Contrast(double one, double other) => (double.Max(one, other) + 0.05) / (double.Min(one, other) + 0.05);

    private static double Luminance(string color)
    {
        double[] linear = [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16) / 255.0)
            .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}

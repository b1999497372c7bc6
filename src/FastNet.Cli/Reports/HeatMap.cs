using System.Globalization;
using System.Xml.Linq;

namespace FastNet.Cli;

/// <summary>A confusion matrix: a table of counts whose cells are the darker, the greater their share of the row.</summary>
/// <param name="Classes">The names of rows and columns.</param>
/// <param name="Matrix">The counts.</param>
internal sealed record HeatMap(IReadOnlyList<string> Classes, ConfusionMatrix Matrix) : ReportBlock
{
    // Text stays readable on the darkest cell, in light and dark.
    private const double Darkest = 0.6;

    public override XElement ToHtml() => new(
        "div",
        new XAttribute("class", "wide"),
        new XElement(
            "table",
            new XAttribute("class", "heat"),
            new XElement(
                "thead",
                new XElement("tr", new XElement("th", "actual ↓ predicted →"), Classes.Select(name => new XElement("th", name)))),
            new XElement("tbody", Classes.Select((_, row) => Row(row)))));

    private XElement Row(int actual) => new(
        "tr",
        new XElement("th", Classes[actual]),
        Classes.Select((_, predicted) => Cell(Matrix[actual, predicted], Matrix.Actual(actual), isRight: actual == predicted)));

    private static XElement Cell(long count, long ofRow, bool isRight) => count == 0
        ? new("td", new XAttribute("class", "number none"), "0")
        : new(
            "td",
            new XAttribute("class", "number"),
            new XAttribute("style", Shade(isRight ? ReportStyle.Color(0) : ReportStyle.Color(1), count / (double)ofRow)),
            count.ToString(CultureInfo.InvariantCulture));

    // By the root, a few mistakes among many right ones are seen too.
    private static string Shade(string color, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"background: color-mix(in srgb, {color} {100 * Darkest * Math.Sqrt(share):F0}%, transparent)");
}

using System.Globalization;
using System.Xml.Linq;

namespace FastNet.Cli;

/// <summary>ScottPlot's SVG, made fit to stand in a page with others.</summary>
internal static class ChartSvg
{
    /// <summary>A colour that stands for the page's text colour, whatever that is; no line has it.</summary>
    public const string Ink = "#010203";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The chart without its texts, which <see cref="Text"/> adds.</summary>
    /// <param name="xml">A document.</param>
    /// <param name="label">What it shows, for who does not see it.</param>
    public static XElement FromScottPlot(string xml, string label)
    {
        XElement svg = XElement.Parse(xml);
        svg.ReplaceAttributes(
            new XAttribute("viewBox", $"0 0 {svg.Attribute("width")!.Value} {svg.Attribute("height")!.Value}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", label));
        foreach (XAttribute attribute in svg.Descendants().Attributes().Where(attribute => attribute.Value == Ink))
        {
            attribute.Value = "currentColor";
        }

        // Glyphs are placed by the font found here, and dropped where it has none: a machine without fonts would leave numbers out.
        svg.Descendants(Svg + "text").Remove();
        return svg;
    }

    /// <summary>Ids are counted on over all charts that a program draws: from here on they are the page's own, from 0 on.</summary>
    public static void NumberIds(XElement page)
    {
        Dictionary<string, string> numbered = [];
        foreach (XAttribute id in page.Descendants(Svg + "svg").Descendants().Attributes("id"))
        {
            numbered[$"url(#{id.Value})"] = $"url(#clip{numbered.Count})";
            id.Value = $"clip{numbered.Count - 1}";
        }

        foreach (XAttribute reference in page.Descendants(Svg + "svg").Descendants().Attributes())
        {
            reference.Value = numbered.GetValueOrDefault(reference.Value, reference.Value);
        }
    }

    /// <summary>A text in the browser's font.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where its anchor is.</param>
    /// <param name="y">Where its base line is.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="size">The font's, in pixels.</param>
    /// <param name="turn">In degrees, clockwise.</param>
    public static XElement Text(string text, double x, double y, string anchor, int size, int turn = 0) => new(
        Svg + "text",
        new XAttribute("transform", string.Create(CultureInfo.InvariantCulture, $"translate({x:0.##} {y:0.##}){(turn == 0 ? "" : $" rotate({turn})")}")),
        new XAttribute("text-anchor", anchor),
        new XAttribute("font-size", size),
        new XAttribute("fill", "currentColor"),
        text);
}

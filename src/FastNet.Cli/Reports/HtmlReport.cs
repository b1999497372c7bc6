using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FastNet.Cli;

/// <summary>
/// One HTML file that needs nothing else: it loads nothing and runs no script, and its policy has the browser see to that. It is well-formed XML too. What
/// time it is and where files lie, it knows only if a section says so.
/// </summary>
internal sealed class HtmlReport(string title)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    public List<ReportSection> Sections { get; } = [];

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));

    public string ToHtml()
    {
        XElement page = new(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", title),
                new XElement("style", ReportStyle.Sheet)),
            new XElement(
                "body",
                new XElement("h1", title),
                Sections.Select(section => new XElement(
                    "section", new XElement("h2", section.Heading), section.Blocks.Select(block => block.ToHtml())))));
        ChartSvg.NumberIds(page);
        ReportText.Clean(page);
        StringBuilder text = new("<!DOCTYPE html>\n");
        using (XmlWriter writer = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = "", NewLineChars = "\n" }))
        {
            page.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace FastNet.Cli;

/// <summary>A part of a report: a heading, and what stands under it.</summary>
internal sealed record ReportSection(string Heading, params IReadOnlyList<ReportBlock> Blocks);

/// <summary>Something under a heading.</summary>
internal abstract record ReportBlock
{
    /// <summary>What the page shows; text is escaped where the page is written.</summary>
    public abstract XElement ToHtml();
}

/// <summary>A paragraph.</summary>
internal sealed record TextBlock(string Text) : ReportBlock
{
    public override XElement ToHtml() => new("p", Text);
}

/// <summary>A table; columns of numbers stand to the right.</summary>
/// <param name="Columns">The names above; empty for none.</param>
/// <param name="Rows">Cells, row by row, as many in each.</param>
internal sealed record TableBlock(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock
{
    /// <summary>What stands for a number that there is not.</summary>
    public const string NoNumber = "–";

    public override XElement ToHtml() => new(
        "div",
        new XAttribute("class", "wide"),
        new XElement(
            "table",
            Columns.Count == 0 ? null : new XElement("thead", Row("th", Columns)),
            new XElement("tbody", Rows.Select(row => Row("td", row)))));

    private XElement Row(string cell, IReadOnlyList<string> texts) =>
        new("tr", texts.Select((text, column) => new XElement(cell, IsOfNumbers(column) ? new XAttribute("class", "number") : null, text)));

    private bool IsOfNumbers(int column) =>
        Rows.All(row => row[column] == NoNumber || double.TryParse(row[column], CultureInfo.InvariantCulture, out _));
}

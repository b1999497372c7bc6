using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FastNet.Cli;

/// <summary>Text from data or from the command line, as XML can have it.</summary>
internal static class ReportText
{
    public static void Clean(XElement page)
    {
        foreach (XText text in page.DescendantNodes().OfType<XText>())
        {
            text.Value = Clean(text.Value);
        }

        foreach (XAttribute attribute in page.Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            attribute.Value = Clean(attribute.Value);
        }
    }

    /// <summary>Characters that XML has no place for, even escaped, become U+FFFD.</summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isCharacter = !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value);
            clean.Append(isCharacter ? rune.ToString() : Rune.ReplacementChar.ToString());
        }

        return clean.ToString();
    }
}

using System.Buffers;

namespace FastNet.Cli;

/// <summary>A cell of a CSV file.</summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\t|\"\r\n");

    // A comma or a quote in a text would make two cells of it.
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The option <c>--json</c>: the result as one JSON document on standard output, and nothing else there.</summary>
internal static class JsonOutput
{
    // Names of classes and files stay readable; what would move a terminal is escaped all the same.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Option<bool> Create() => new("--json") { Description = "Print the result as one JSON document." };

    public static void Write(Terminal terminal, JsonObject result) => terminal.Out.WriteLine(Text(result));

    public static string Text(JsonObject json) => json.ToJsonString(Format);

    /// <summary>A number; null for what JSON has no number for.</summary>
    public static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    public static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    public static JsonArray Array(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonObject? Of(Interval? interval) =>
        interval is { } known ? new() { ["low"] = Number(known.Low), ["high"] = Number(known.High) } : null;
}

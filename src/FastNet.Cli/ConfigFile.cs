using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastNet.Cli;

/// <summary>The options of a training as a file: a JSON object with their names, without dashes, as keys.</summary>
internal static class ConfigFile
{
    private const string Expected = "a JSON object of options like {\"epochs\": 50, \"target\": [\"a\", \"b\"], \"batch-norm\": true}";

    private const string Defaults = "defaults";

    // What an option is by default follows others: where one of these is given anew, it is found anew too.
    private static readonly Dictionary<string, string[]> Followed = new()
    {
        ["learning-rate"] = ["optimizer"],
        ["weight-decay"] = ["optimizer", "learning-rate", "l2"],
    };

    /// <summary>Writes what was given, and under "defaults" what was not.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<UsedOption> options)
    {
        JsonObject file = Node(options.Where(option => !option.IsDefault));
        file[Defaults] = Node(options.Where(option => option.IsDefault));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(JsonOutput.Text(file) + "\n")));
    }

    /// <summary>The file's options, less those that are given on the command line, then these.</summary>
    /// <param name="path">The file.</param>
    /// <param name="command">The command.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="config">The option that names the file.</param>
    /// <param name="except">Options that a file cannot have.</param>
    /// <returns>All of them, and the names of those that the file has as defaults.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or has what the command has not.</exception>
    public static (ParseResult Arguments, IReadOnlyList<string> Defaults) Merge(string path, Command command, ParseResult parsed, Option config, params IEnumerable<Option> except)
    {
        SymbolResult[] given = [.. SavedArguments.Given(parsed).Where(result => SavedArguments.SymbolOf(result) != config)];
        Dictionary<string, Symbol> symbols = command.Arguments.Cast<Symbol>().Concat(command.Options.Except(except)).ToDictionary(UsedOption.NameOf);
        ILookup<bool, JsonProperty> properties = Read(path).ToLookup(property => property.NameEquals(Defaults) && property.Value.ValueKind == JsonValueKind.Object);
        JsonProperty[] defaults = [.. properties[true].SelectMany(group => group.Value.EnumerateObject())];

        // A file may have been edited: what stands in both places was given after the defaults were taken.
        string[] chosen = [.. properties[false].Select(property => property.Name)];
        string[] anew =
        [
            .. given.Select(result => UsedOption.NameOf(SavedArguments.SymbolOf(result))),
            .. chosen.Intersect(defaults.Select(property => property.Name)),
        ];
        JsonProperty[] taken = [.. defaults.Where(property =>
            !chosen.Contains(property.Name) && !anew.Contains(property.Name) && !(Followed.TryGetValue(property.Name, out string[]? followed) && followed.Any(anew.Contains)))];
        IEnumerable<string> words = properties[false].Concat(taken).SelectMany(property => !symbols.TryGetValue(property.Name, out Symbol? symbol)
            ? throw new InvalidDataException($"{path}: expected options of fastnet {command.Name}, got '{property.Name}'.")
            : Words(path, symbol, property));
        return (SavedArguments.Merge(path, words, command, given), [.. taken.Select(property => property.Name)]);
    }

    private static JsonObject Node(IEnumerable<UsedOption> options) => new(options.Select(option => KeyValuePair.Create(
        option.Name,
        option.Values switch
        {
            [] => (JsonNode?)true,
            [var value] => value,
            _ => JsonOutput.Strings(option.Values),
        })));

    private static IEnumerable<JsonProperty> Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path, Encoding.UTF8), new() { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.Clone().EnumerateObject()]
                : throw new InvalidDataException($"{path}: expected {Expected}, got {document.RootElement.ValueKind.ToString().ToLowerInvariant()}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: expected {Expected}: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> Words(string path, Symbol symbol, JsonProperty property) =>
        symbol is not Option { ValueType: var type } || type != typeof(bool) ? SavedArguments.Words(symbol, Values(path, property))
        : !bool.TryParse(property.Value.ToString(), out bool isOn) ? throw new InvalidDataException($"{path}: {property.Name}: expected true or false, got {property.Value.GetRawText()}.")
        : isOn ? SavedArguments.Words(symbol, []) : [];

    private static string[] Values(string path, JsonProperty property)
    {
        return property.Value.ValueKind switch
        {
            JsonValueKind.Array when property.Value.GetArrayLength() > 0 => [.. property.Value.EnumerateArray().Select(Value)],
            _ => [Value(property.Value)],
        };

        string Value(JsonElement value) => value.ValueKind switch
        {
            // An empty one would take the word after it for its value.
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new InvalidDataException($"{path}: {property.Name}: expected a text that is not empty, a number or a list of them, got {value.GetRawText()}."),
        };
    }
}

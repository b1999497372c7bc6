using System.CommandLine;
using System.Text.Json;

namespace FastNet.Cli;

/// <summary>
/// The arguments of a training in its state file: a training is resumed with them, and with those that are given anew in their places.
/// </summary>
internal static class ResumedArguments
{
    private const string Key = "fastnet.arguments";

    /// <summary>What a state file says of the arguments.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="output">The model's file, which is said even where it was not given.</param>
    public static Dictionary<string, string> ToMetadata(ParseResult parsed, Option<string> output)
    {
        IEnumerable<string> arguments =
        [
            .. SavedArguments.Words(output, [Path.GetFullPath(parsed.GetValue(output)!)]),
            .. SavedArguments.Given(parsed).Where(given => SavedArguments.SymbolOf(given) != output)
                .SelectMany(given => SavedArguments.Words(SavedArguments.SymbolOf(given), SavedArguments.Values(given))),
        ];
        return new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(arguments) };
    }

    /// <summary>The saved arguments, less those that are given now, then these.</summary>
    /// <exception cref="InvalidDataException">The file is not the state of a training by this tool.</exception>
    public static ParseResult Merge(string path, Command command, ParseResult parsed) =>
        NetworkFile.ReadMetadata(path).TryGetValue(Key, out string? json) && Words(json) is { } saved
            ? SavedArguments.Merge(path, saved, command, [.. SavedArguments.Given(parsed)])
            : throw new InvalidDataException($"{path}: expected the state of a training by fastnet train --autosave, got a file without its arguments.");

    // Null for what is no list of words.
    private static string[]? Words(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json) is { } words && !words.Contains(null) ? words : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

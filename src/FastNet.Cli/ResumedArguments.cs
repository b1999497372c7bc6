using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace FastNet.Cli;

/// <summary>
/// The arguments of a training in its state file: a training is resumed with them, and with those that are given anew in their places.
/// </summary>
internal static class ResumedArguments
{
    private const string Key = "fastnet.arguments";

    /// <summary>What a state file says of the arguments; files are named so that they are found from every folder.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="files">The options whose values are files.</param>
    /// <param name="output">The model's file, which is said even where it was not given.</param>
    public static Dictionary<string, string> ToMetadata(ParseResult parsed, IReadOnlyList<Option> files, Option<string> output)
    {
        List<string> arguments = [output.Name, Path.GetFullPath(parsed.GetValue(output)!)];
        foreach (SymbolResult given in Given(parsed).Where(given => given is not OptionResult { Option: var option } || option != output))
        {
            bool isFile = given is ArgumentResult || (given is OptionResult option && files.Contains(option.Option));
            arguments.AddRange(Words(given).Select((word, i) => isFile && (i > 0 || given is ArgumentResult) ? Path.GetFullPath(word) : word));
        }

        return new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(arguments) };
    }

    /// <summary>The saved arguments, less those that are given now, then these.</summary>
    /// <exception cref="InvalidDataException">The file is not the state of a training by this tool.</exception>
    public static ParseResult Merge(string path, Command command, ParseResult parsed)
    {
        if (!NetworkFile.ReadMetadata(path).TryGetValue(Key, out string? json) || Words(json) is not { } saved)
        {
            throw new InvalidDataException($"{path}: expected the state of a training by fastnet train --autosave, got a file without its arguments.");
        }

        Symbol[] anew = [.. Given(parsed).Select(SymbolOf)];
        IEnumerable<SymbolResult> kept = Given(CommandLineParser.Parse(command, saved)).Where(given => !anew.Contains(SymbolOf(given)));
        ParseResult merged = CommandLineParser.Parse(command, [.. kept.Concat(Given(parsed)).SelectMany(Words)]);
        return merged.Errors.Count == 0 ? merged : throw new InvalidDataException($"{path}: {merged.Errors[0].Message}");
    }

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

    private static IEnumerable<SymbolResult> Given(ParseResult parsed) =>
        parsed.CommandResult.Children.Where(child => child is OptionResult { Implicit: false } or ArgumentResult { Tokens.Count: > 0 });

    private static Symbol SymbolOf(SymbolResult given) => given is OptionResult option ? option.Option : ((ArgumentResult)given).Argument;

    private static IEnumerable<string> Words(SymbolResult given) =>
        [.. (IEnumerable<string>)(given is OptionResult option ? [option.Option.Name] : []), .. given.Tokens.Select(token => token.Value)];
}

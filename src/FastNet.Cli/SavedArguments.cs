using System.CommandLine;
using System.CommandLine.Parsing;

namespace FastNet.Cli;

/// <summary>Arguments that a file has: a command takes them, less those that it is given anew.</summary>
internal static class SavedArguments
{
    /// <summary>The symbols that were given, and not left to their defaults.</summary>
    public static IEnumerable<SymbolResult> Given(ParseResult parsed) =>
        parsed.CommandResult.Children.Where(child => child is OptionResult { Implicit: false } or ArgumentResult { Tokens.Count: > 0 });

    public static Symbol SymbolOf(SymbolResult given) => given is OptionResult option ? option.Option : ((ArgumentResult)given).Argument;

    /// <summary>Whether a symbol's values are files or folders; arguments are files.</summary>
    public static bool AreFiles(Symbol symbol) => symbol is not Option option || Files.AreNamedBy(option);

    /// <summary>What was given to a symbol; files are named so that they are found from every folder.</summary>
    public static IEnumerable<string> Values(SymbolResult given) =>
        given.Tokens.Select(token => AreFiles(SymbolOf(given)) ? Path.GetFullPath(token.Value) : token.Value);

    /// <summary>The words that give a symbol some values; an option and its value are one, so that a value may look like an option, and so may a file.</summary>
    public static IEnumerable<string> Words(Symbol symbol, IEnumerable<string> values)
    {
        string[] words = [.. values.Select(value => symbol is Option ? $"{symbol.Name}={value}" : value.StartsWith('-') ? $"./{value}" : value)];
        return symbol is Option && words.Length == 0 ? [symbol.Name] : words;
    }

    /// <summary>The saved arguments, less those that are given now, then these.</summary>
    /// <param name="path">The file that has them, as errors name it.</param>
    /// <param name="saved">Its words.</param>
    /// <param name="command">The command.</param>
    /// <param name="given">What is given now.</param>
    /// <exception cref="InvalidDataException">The command has no such arguments.</exception>
    public static ParseResult Merge(string path, IEnumerable<string> saved, Command command, IReadOnlyList<SymbolResult> given)
    {
        ParseResult old = CommandLine.Parse(command, [.. saved]);
        Refuse(old);
        Symbol[] anew = [.. given.Select(SymbolOf)];
        ParseResult merged = CommandLine.Parse(
            command,
            [.. Given(old).Where(result => !anew.Contains(SymbolOf(result))).Concat(given).SelectMany(result => Words(SymbolOf(result), result.Tokens.Select(token => token.Value)))]);
        Refuse(merged);
        return merged;

        void Refuse(ParseResult parsed)
        {
            if (parsed.Errors.Count > 0)
            {
                throw new InvalidDataException($"{path}: {parsed.Errors[0].Message}");
            }
        }
    }
}

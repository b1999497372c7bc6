using System.CommandLine;
using System.CommandLine.Parsing;

namespace FastNet.Cli;

/// <summary>The arguments of a training, and what becomes of them where some are changed.</summary>
internal sealed class TrainArguments
{
    // Without the names of options: the data's file.
    private readonly IReadOnlyList<(string? Option, string[] Words, bool AreFiles)> given;

    private TrainArguments(IReadOnlyList<(string? Option, string[] Words, bool AreFiles)> given) => this.given = given;

    /// <summary>The given ones of another command, less those that are none of a training.</summary>
    public static TrainArguments Of(ParseResult parsed, IReadOnlyCollection<Option> others) => new(
    [
        .. SavedArguments.Given(parsed).Where(symbol => symbol is not OptionResult { Option: var option } || !others.Contains(option))
            .Select(symbol => ((symbol as OptionResult)?.Option.Name, Words(symbol), SavedArguments.AreFiles(SavedArguments.SymbolOf(symbol)))),
    ]);

    // An option that was given several times has its name before each value.
    private static string[] Words(SymbolResult given) => given is not OptionResult { Option.Name: var name } ? [.. given.Tokens.Select(token => token.Value)]
        : given.Tokens.Count == 0 ? [name]
        : [.. given.Tokens.SelectMany(token => token.Value.StartsWith('-') ? new[] { $"{name}={token.Value}" } : [name, token.Value])];

    /// <summary>With another value of an option in its place, or behind all; null takes the option away, an empty value is a switch.</summary>
    public TrainArguments With(string option, string? value)
    {
        List<(string? Option, string[] Words, bool AreFiles)> changed = [.. given];
        int place = changed.FindIndex(one => one.Option == option);
        changed.RemoveAll(one => one.Option == option);
        if (value is not null)
        {
            changed.Insert(place < 0 ? changed.Count : place, (option, value.Length == 0 ? [option] : [option, value], false));
        }

        return new(changed);
    }

    /// <summary>With one more value of an option that may be given several times.</summary>
    public TrainArguments And(string option, string value) => new([.. given, (option, [option, value], false)]);

    /// <summary>With the files as a page names them that is handed on.</summary>
    public TrainArguments ToBeHandedOn() =>
        new([.. given.Select(one => one.AreFiles ? one with { Words = [.. one.Words.Select(word => word == one.Option ? word : Files.ToBeHandedOn(word))] } : one)]);

    /// <summary>What fastnet train would make of them.</summary>
    /// <exception cref="InvalidDataException">They contradict each other.</exception>
    public TrainSettings Read()
    {
        Command command = new("train");
        TrainCommand train = new(command, saves: false);
        ParseResult parsed = CommandLineParser.Parse(command, [.. given.SelectMany(one => one.Words)], new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            throw new InvalidDataException(parsed.Errors[0].Message);
        }

        TrainSettings settings = train.Read(parsed);
        settings.Optimization.Check();
        return settings;
    }

    /// <summary>The line to type.</summary>
    /// <param name="command">train or diagnose.</param>
    public string Line(string command) => string.Join(' ', ["fastnet", command, .. given.SelectMany(one => one.Words).Select(Quoted)]);

    // As a POSIX shell reads it.
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or ',' or '=' or ':' or '+' or '-' or '%')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The options that say how a file of data is read, which all commands on data share.</summary>
internal sealed class TableOptionSet
{
    private readonly Option<bool> header = new("--header") { Description = "The first line holds names. Default: it does if none of its cells is a number." };

    private readonly Option<bool> noHeader = new("--no-header") { Description = "The first line is an example." };

    private readonly Option<char?> separator = ParsedOption.Create<char>(
        "--separator", "character", "What stands between cells, or tab. Default: comma, semicolon, tab or bar, whichever the first line has.", "one character, or tab",
        text => text == "tab" ? '\t' : text.Length == 1 && !char.IsLetterOrDigit(text[0]) && text[0] is not '"' ? text[0] : null);

    private readonly Option<bool> decimalComma = new("--decimal-comma") { Description = "Numbers have a comma before their fraction." };

    private readonly Option<int?> skippedLines = ParsedOption.Whole("--skip-lines", "Lines before the first that counts: a title, or counts.", 0, 1_000_000, 0);

    private readonly Option<string[]> arrays = Repeated("--array", "name", "An array of the npz file of data; may be given again. Default: all.");

    /// <summary>Gives a command the options.</summary>
    public TableOptionSet(Command command)
    {
        foreach (Option option in new Option[] { header, noHeader, separator, decimalComma, skippedLines, arrays })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What they were given.</summary>
    /// <exception cref="InvalidDataException">They contradict each other.</exception>
    public TOptions Read<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : TableOptions => (TOptions)(options with
        {
            HasHeader = (parsed.GetValue(header), parsed.GetValue(noHeader)) switch
            {
                (true, true) => throw new InvalidDataException("expected --header or --no-header, got both."),
                (true, false) => true,
                (false, true) => false,
                _ => null,
            },
            Separator = parsed.GetValue(separator),
            DecimalComma = parsed.GetValue(decimalComma),
            SkippedLines = parsed.GetValue(skippedLines)!.Value,
            Arrays = parsed.GetValue(arrays) ?? [],
        });

    /// <summary>An option that may be given several times.</summary>
    public static Option<string[]> Repeated(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore };
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FastNet.Cli;

/// <summary>An option or argument of a training, as it was given or by default.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Values">As on the command line; none for a switch.</param>
/// <param name="IsDefault">Whether it was not given.</param>
/// <param name="AreFiles">Whether the values are files or folders.</param>
internal sealed record UsedOption(string Name, IReadOnlyList<string> Values, bool IsDefault, bool AreFiles)
{
    /// <summary>
    /// All of them, but those that are not given and have no default, or one that the data decide.
    /// </summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="settings">What was made of them.</param>
    /// <param name="defaults">Names of options that were given, but only as the defaults of a file.</param>
    /// <param name="except">Options that say nothing of the training.</param>
    public static IReadOnlyList<UsedOption> Of(ParseResult parsed, TrainSettings settings, IReadOnlyList<string> defaults, params IEnumerable<Option> except)
    {
        Dictionary<Symbol, SymbolResult> given = SavedArguments.Given(parsed).ToDictionary(SavedArguments.SymbolOf);
        Dictionary<string, string> taken = Taken(settings);
        Command command = parsed.CommandResult.Command;
        List<UsedOption> used = [];
        foreach (Symbol symbol in ((IEnumerable<Symbol>)command.Arguments).Concat(command.Options.Except(except)))
        {
            IEnumerable<string>? values = given.TryGetValue(symbol, out SymbolResult? result) ? SavedArguments.Values(result)
                : taken.TryGetValue(symbol.Name, out string? value) ? [value]
                : symbol is Option { HasDefaultValue: true } option && option.GetDefaultValue() is { } standard and not false ? [Text(standard)]
                : null;
            if (values is not null)
            {
                used.Add(new(NameOf(symbol), [.. values], IsDefault: result is null || defaults.Contains(NameOf(symbol)), SavedArguments.AreFiles(symbol)));
            }
        }

        return used;
    }

    public static string NameOf(Symbol symbol) => symbol.Name.TrimStart('-');

    // The defaults that stand in no option, as they depend on others or on an enumeration.
    private static Dictionary<string, string> Taken(TrainSettings settings) => new()
    {
        ["--activation"] = Text(settings.Network.Activation),
        ["--optimizer"] = Text(settings.Optimization.Optimizer),
        ["--learning-rate"] = Text(settings.Optimization.LearningRate),
        ["--weight-decay"] = Text(settings.Optimization.WeightDecay),
        ["--normalize"] = Text(settings.Data.Normalizer),
        ["--split"] = string.Join('/', new[] { settings.Data.Split.Ratios.Train, settings.Data.Split.Ratios.Dev, settings.Data.Split.Ratios.Test }.Select(share => Text(share))),
        ["--duplicates"] = Text(settings.Data.Split.Duplicates),
    };

    private static string Text(object value) =>
        value is Enum name ? name.ToString().ToLowerInvariant() : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

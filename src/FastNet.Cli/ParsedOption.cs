using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace FastNet.Cli;

/// <summary>Options whose values are checked here, so that a wrong one is answered by what was expected.</summary>
internal static class ParsedOption
{
    /// <summary>What a rate that may be off must be.</summary>
    public const string NotNegative = "a finite number of at least 0";

    private const int MostNamesBeside = 4;

    /// <summary>An option with a parser of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What help shows in its value's place.</param>
    /// <param name="description">What it does.</param>
    /// <param name="expected">What its value must be.</param>
    /// <param name="parse">The value; null for text that is none.</param>
    /// <param name="defaultValue">The value where the option is not given; null if that depends.</param>
    public static Option<T?> Create<T>(
        string name, string value, string description, string expected, Func<string, T?> parse, T? defaultValue = null)
        where T : struct
    {
        Option<T?> option = new(name)
        {
            Description = description,
            HelpName = value,
            CustomParser = result => Parse(result, name, expected, parse),
        };
        if (defaultValue is not null)
        {
            option.DefaultValueFactory = _ => defaultValue;
        }

        return option;
    }

    /// <summary>A whole number.</summary>
    public static Option<T?> Whole<T>(string name, string description, T minimum, T maximum, T? defaultValue = null)
        where T : struct, IBinaryInteger<T> =>
        Create(
            name, "number", description, $"a whole number from {minimum} to {maximum}",
            text => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum ? value : null,
            defaultValue);

    /// <summary>A finite number.</summary>
    public static Option<double?> Real(string name, string description, string expected, Func<double, bool> isValid, double? defaultValue = null) =>
        Create<double>(
            name, "number", description, expected,
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && isValid(value) ? value : null,
            defaultValue);

    /// <summary>One of an enumeration's names, in any case.</summary>
    public static Option<T?> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        string names = string.Join('|', Enum.GetNames<T>()).ToLowerInvariant();

        // Many names would leave the description beside them no room.
        bool areMany = Enum.GetNames<T>().Length > MostNamesBeside;
        Option<T?> option = Create(
            name, areMany ? "name" : names, areMany ? $"{description} One of {names.Replace("|", ", ", StringComparison.Ordinal)}." : description, $"one of {names}",
            text => Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault());

        // By itself it offers the names as the enumeration spells them, too.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names.Split('|'));
        return option;
    }

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = result.Tokens[^1].Value;
        T? value = parse(text);
        if (value is null)
        {
            result.AddError($"{name}: expected {expected}, got '{text}'.");
        }

        return value;
    }
}

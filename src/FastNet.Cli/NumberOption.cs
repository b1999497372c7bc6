using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace FastNet.Cli;

/// <summary>Options that hold numbers, with their ranges.</summary>
internal static class NumberOption
{
    /// <summary>A whole number.</summary>
    public static Option<T> Whole<T>(string name, string description, T minimum, T maximum, T defaultValue)
        where T : struct, IBinaryInteger<T> =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => ParseWhole(result, name, minimum, maximum) ?? defaultValue,
        };

    /// <summary>The whole number that an option was given; null, and an error, if it is none.</summary>
    public static T? ParseWhole<T>(ArgumentResult result, string name, T minimum, T maximum)
        where T : struct, IBinaryInteger<T> =>
        Parse<T>(
            result, name, $"a whole number from {minimum} to {maximum}",
            text => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum ? value : null);

    /// <summary>A finite number.</summary>
    public static Option<double?> Real(string name, string description, string expected, Func<double, bool> isValid) =>
        new(name)
        {
            Description = description,
            CustomParser = result => Parse<double>(
                result, name, expected,
                text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    && double.IsFinite(value) && isValid(value) ? value : null),
        };

    /// <summary>A value of a kind of its own.</summary>
    public static Option<T> Create<T>(string name, string description, T defaultValue, string expected, Func<string, T?> parse)
        where T : struct =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => Parse(result, name, expected, parse) ?? defaultValue,
        };

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

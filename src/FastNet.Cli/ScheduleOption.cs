using System.CommandLine;
using System.Globalization;

namespace FastNet.Cli;

/// <summary>
/// The option <c>--schedule</c>: how the learning rate changes from epoch to epoch, written as a name and its numbers: <c>exponential:0.95</c>.
/// </summary>
internal static class ScheduleOption
{
    public const string Constant = "constant";

    private const string Forms =
        "constant, inverse:RATE, exponential:RATIO, sqrt, step:FACTOR/EPOCHS, cosine, one-cycle, restarts:EPOCHS or a list like 1=1,20=0.1 of epochs and factors";

    public static Option<string> Create()
    {
        Option<string> option = new("--schedule")
        {
            Description = $"The learning rate's factor by epochs: {Forms}.",
            HelpName = "form",
            DefaultValueFactory = _ => Constant,
        };
        option.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>() ?? string.Empty;
            try
            {
                if (Parse(text, epochs: 1) is null)
                {
                    result.AddError($"--schedule: expected {Forms}; got '{text}'.");
                }
            }
            catch (ArgumentException exception)
            {
                result.AddError($"--schedule {text}: {exception.Message.Split(" (Parameter")[0]}");
            }
        });
        return option;
    }

    /// <summary>The schedule; null if the text is none.</summary>
    /// <param name="text">The form.</param>
    /// <param name="epochs">The epochs over which it goes, where the form has no length of its own.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public static Schedule? Parse(string text, int epochs)
    {
        string[] parts = text.Split(':');
        string numbers = parts.Length == 2 ? parts[1] : string.Empty;
        return (parts[0], parts.Length) switch
        {
            (Constant, 1) => Schedules.Constant(),
            ("inverse", 2) when Number(numbers) is { } rate => Schedules.InverseTime(rate),
            ("exponential", 2) when Number(numbers) is { } ratio => Schedules.Exponential(ratio),
            ("sqrt", 1) => Schedules.InverseSquareRoot(),
            ("step", 2) when numbers.Split('/') is [var factor, var every] && Number(factor) is { } share && Whole(every) is { } length =>
                Schedules.Step(share, length),
            ("cosine", 1) => Schedules.Cosine(epochs),
            ("one-cycle", 1) => Schedules.OneCycle(epochs),
            ("restarts", 2) when Whole(numbers) is { } first => Schedules.WarmRestarts(first, multiplier: 2),
            (_, 1) when text.Contains('=', StringComparison.Ordinal) => Table(text),
            _ => null,
        };
    }

    // Epochs count from 1 here and from 0 there.
    private static Schedule? Table(string text)
    {
        List<(long From, double Factor)> lines = [];
        foreach (string line in text.Split(','))
        {
            if (line.Split('=') is not [var epoch, var factor] || Whole(epoch) is not { } from || Number(factor) is not { } value)
            {
                return null;
            }

            if (from < 1 || (lines.Count > 0 && from - 1 <= lines[^1].From))
            {
                throw new ArgumentException($"expected ascending epochs from 1 on, got {from}.", nameof(text));
            }

            lines.Add((from - 1, value));
        }

        return Schedules.Manual(lines);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}

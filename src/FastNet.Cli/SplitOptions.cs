using System.CommandLine;
using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The options that say how data is cut into parts.</summary>
internal sealed class SplitOptions
{
    // A million examples need no 200,000 to be judged by.
    private static readonly SplitRatios OfStreams = new(98, 1, 1);

    private readonly Option<SplitRatios?> ratios = ParsedOption.Create(
        "--split", "60/20/20", "Shares of train, dev and test, stratified by class. Default: 60/20/20, for a file that is read row by row 98/1/1.",
        "three shares like 60/20/20 or 0.6/0.2/0.2, of the sum 100 or 1, the first above 0", ParseRatios);

    private readonly Option<string?> group = new("--group") { Description = "A column whose equal cells stay on one side: a patient, a user.", HelpName = "column" };

    private readonly Option<string?> time = new("--time") { Description = "A column of numbers or of dates (2026-11-25) by which the earliest rows train and the latest test.", HelpName = "column" };

    private readonly Option<string?> source = new("--source")
    {
        Description = "A column and the source that counts, as in origin=app: dev and test are cut from that source, the others only train, and a part of them is held back (train-dev).",
        HelpName = "column=name",
    };

    private readonly Option<DuplicatePolicy?> duplicates = ParsedOption.Choice<DuplicatePolicy>(
        "--duplicates", "What becomes of equal examples in different parts: all of them train (but where that would take more than half of a part), they are refused, or they stay. Default: train.");

    /// <summary>Gives a command the options.</summary>
    public SplitOptions(Command command)
    {
        foreach (Option option in new Option[] { ratios, group, time, source, duplicates })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether shares, a time or a source were given.</summary>
    public bool HasRatios(ParseResult parsed) => parsed.GetValue(ratios) is not null || parsed.GetValue(time) is not null || parsed.GetValue(source) is not null;

    /// <summary>What they were given.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="isStream">Whether the data is read row by row.</param>
    /// <exception cref="InvalidDataException">They contradict each other.</exception>
    public SplitSettings Read(ParseResult parsed, bool isStream)
    {
        string? wanted = parsed.GetValue(source);
        string[] both = wanted?.Split('=', 2) ?? [];
        SplitSettings settings = new(
            parsed.GetValue(ratios) ?? (isStream ? OfStreams : new SplitRatios(60, 20, 20)), parsed.GetValue(group), parsed.GetValue(time), both is [string column, _] ? column : null,
            both is [_, string name] ? name : null, parsed.GetValue(duplicates) ?? DuplicatePolicy.Train);
        return wanted is not null && both.Length < 2 ? throw new InvalidDataException($"--source: expected a column and a source like origin=app, got '{wanted}'.")
            : settings.Columns.Count() > 1 ? throw new InvalidDataException("expected one of --group, --time and --source, got several.")
            : settings;
    }

    private static SplitRatios? ParseRatios(string text)
    {
        string[] parts = text.Split('/');
        double[] shares = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out shares[i]))
            {
                return null;
            }
        }

        // 0.7 + 0.2 + 0.1 is not 1 to the last bit.
        double sum = shares.Sum();
        bool isWhole = Math.Abs(sum - 1) < 1e-9 || Math.Abs(sum - 100) < 1e-9;
        return shares.Length == 3 && shares[0] > 0 && isWhole ? new SplitRatios(shares[0], shares[1], shares[2]) : null;
    }
}

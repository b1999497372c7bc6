using System.CommandLine;
using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The argument and the options that say what data is read, and how.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string> data =
        Files.Existing("data", "A CSV file, gzip or plain; without one, 1797 handwritten digits that the tool carries.");

    private readonly Option<string?> target = new("--target")
    {
        Description = "The target's column, by name or by number from 1 on. Default: the last.",
        HelpName = "column",
    };

    private readonly Option<LearningTask?> task = ParsedOption.Choice<LearningTask>(
        "--task", "Default: classification if the target is text, or whole numbers of which at most 20 differ.");

    private readonly Option<SplitRatios?> split = ParsedOption.Create(
        "--split", "60/20/20", "Shares of train, dev and test, stratified by class. Default: 60/20/20.",
        "three shares like 60/20/20 or 0.6/0.2/0.2, of the sum 100 or 1, the first above 0", ParseRatios);

    private readonly (Option<bool> Header, Option<bool> NoHeader) header;

    /// <summary>Gives a command the argument and the options.</summary>
    public DataOptions(Command command)
    {
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(data);
        command.Options.Add(target);
        command.Options.Add(task);
        command.Options.Add(split);
        header = Files.Header(command);
    }

    /// <summary>What they were given.</summary>
    public DataSettings Read(ParseResult parsed) => new(
        parsed.GetValue(data),
        new CsvOptions { HasHeader = Files.HasHeader(parsed, header), Target = parsed.GetValue(target), Task = parsed.GetValue(task) },
        parsed.GetValue(split) ?? new SplitRatios(60, 20, 20));

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

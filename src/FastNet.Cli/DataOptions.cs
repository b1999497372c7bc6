using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The argument and the options that say what data is read, and what is made of it.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string> data = Files.Existing(
        "data", "A file of data: text of separated cells, IDX or npy, each gzip or plain; npz; Parquet; without one, 1797 handwritten digits that the tool carries.");

    private readonly Option<string[]> target = TableOptionSet.Repeated(
        "--target", "column", "The column to predict, by name or by number from 1 on; given again, further ones, of numbers. Default: the last.");

    private readonly Option<string?> targetFile = Files.CreateTargets();

    private readonly Option<LearningTask?> task = ParsedOption.Choice<LearningTask>(
        "--task", "Default: classification if the target is text, or whole numbers of which at most 20 differ.");

    private readonly Option<string[]> ignored = TableOptionSet.Repeated("--ignore", "column", "A column to pass over; may be given again.");

    private readonly Option<string[]> texts = TableOptionSet.Repeated(
        "--category", "column", "A column whose numbers are names, a feature for each; may be given again. Columns of text are such without.");

    private readonly Option<MissingNumber?> missing = ParsedOption.Choice<MissingNumber>(
        "--missing", "What stands for a missing number, by the train part. Default: a missing cell is refused.");

    private readonly Option<bool> indicators = new("--indicators") { Description = "With --missing: a feature more for each column of numbers that says where one was missing." };

    private readonly Option<NormalizerKind?> normalizer = ParsedOption.Choice<NormalizerKind>(
        "--normalize", "What features are brought to: mean 0 and deviation 1, the range from 0 to 1, or median 0 and quartiles 1 apart. Default: standard.");

    private readonly SplitOptions split;
    private readonly TableOptionSet table;

    /// <summary>Gives a command the argument and the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isFitted">Whether something is fitted on the data: what stands for missing numbers, a normaliser.</param>
    public DataOptions(Command command, bool isFitted = true)
    {
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(data);
        foreach (Option option in (IEnumerable<Option>)[target, targetFile, task, ignored, texts, .. isFitted ? new Option[] { missing, indicators, normalizer } : []])
        {
            command.Options.Add(option);
        }

        split = new SplitOptions(command);
        table = new TableOptionSet(command);
    }

    /// <summary>Whether shares, a time or a source were given.</summary>
    public bool HasRatios(ParseResult parsed) => split.HasRatios(parsed);

    /// <summary>What they were given.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="isStream">Whether the data is read row by row.</param>
    public DataSettings Read(ParseResult parsed, bool isStream = false)
    {
        SplitSettings parts = split.Read(parsed, isStream);
        DatasetOptions options = table.Read(parsed, new DatasetOptions
        {
            Targets = parsed.GetValue(target) ?? [],
            Task = parsed.GetValue(task),
            TextColumns = parsed.GetValue(texts) ?? [],
            IgnoredColumns = parsed.GetValue(ignored) ?? [],
            KeyColumns = [.. parts.Columns],
            TargetFile = parsed.GetValue(targetFile),
            MissingNumbers = parsed.GetValue(missing),
            HasIndicators = parsed.GetValue(indicators),
        });
        return options.HasIndicators && options.MissingNumbers is null
            ? throw new InvalidDataException("--indicators: expected --missing beside it, got none.")
            : new(parsed.GetValue(data), options, parts, parsed.GetValue(normalizer) ?? NormalizerKind.Standard);
    }
}

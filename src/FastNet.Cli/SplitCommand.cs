using System.CommandLine;
using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet split</c>: a file's rows in files of their own, by the parts that train would cut.</summary>
internal sealed class SplitCommand
{
    private const string Output = "--output";

    private readonly Command command = new(
        "split",
        "Writes train, dev and test parts as files of their own, the parts that train cuts with the same options and seed. Lines of text stay as they are, with the header in "
        + "each file; other formats become CSV. Says how many examples are in two parts, and how many a part needs.");

    private readonly DataOptions data;

    private readonly Option<string?> output = new(Output, "-o")
    {
        Description = "A folder, for files like train.csv in it, or else what files like NAME-train.csv begin with. Without it nothing is written.",
        HelpName = "folder|name",
    };

    private readonly Option<ulong?> seed = NetworkOptions.CreateSeed("Selects the parts.");

    private readonly Option<int?> folds = ParsedOption.Whole<int>(
        "--folds", "Cut so many folds for cross-validation instead, stratified by class or by --group: each is the dev part once, in files like fold-1-dev.csv.", 2, 1000);

    private readonly Option<double?> halfWidth = ParsedOption.Real(
        "--half-width", "Recommend parts in which an error rate is known to so much, at 95 % confidence.", "a share from 1e-7 to 0.5", share => share is >= 1e-7 and <= 0.5);

    private readonly Option<double?> expectedError = ParsedOption.Real(
        "--expected-error", "With --half-width: the error rate. Default: 0.1.", "a share from 0 to 1", share => share is >= 0 and <= 1);

    private readonly Option<bool> json = JsonOutput.Create();

    private SplitCommand()
    {
        data = new DataOptions(command, isFitted: false);
        foreach (Option option in new Option[] { output, seed, folds, expectedError, halfWidth, json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create(Terminal terminal)
    {
        SplitCommand split = new();
        split.command.SetAction(parsed => split.Execute(parsed, terminal));
        return split.command;
    }

    private void Execute(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(expectedError) is not null && parsed.GetValue(halfWidth) is null)
        {
            throw new InvalidDataException("--expected-error: expected --half-width beside it, got none.");
        }

        if (parsed.GetValue(folds) is not null && (data.HasRatios(parsed) || parsed.GetValue(halfWidth) is not null))
        {
            throw new InvalidDataException("--folds: expected no --split, --time, --source or --half-width beside it, got one.");
        }

        // Rows keep their missing cells: they are filled only to tell which rows are the same.
        DataSettings source = data.Read(parsed);
        DataSettings filled = source with { Options = source.Options with { MissingNumbers = MissingNumber.Median, HasIndicators = true } };
        ulong chosen = parsed.GetValue(seed)!.Value;
        TrainingData<float> table = new(filled, chosen);
        Duplicates copies = Duplicates.Find(table.All);
        (string Name, SplitRows Rows)[] cuts = parsed.GetValue(folds) is { } count
            ? [.. source.Split.CutFolds(table.Plan, count, chosen).Select((rows, fold) => ($"fold-{fold + 1}-", rows))]
            : [(string.Empty, table.Rows)];
        int across = cuts.Max(cut => copies.Across(cut.Rows).Count);
        SplitRecommendation? advice = Advise(parsed, table.All.Count);
        string? target = parsed.GetValue(output);
        PartFile[] files = target is null ? [] : [.. PartFile.Of(target, source, table.Plan.Table, cuts)];
        Write(files, source);
        if (parsed.GetValue(json))
        {
            JsonOutput.Write(terminal, new()
            {
                ["examples"] = table.All.Count,
                ["seed"] = chosen,
                ["parts"] = JsonOutput.Array(cuts.SelectMany(Parts).Select(part => new JsonObject { ["part"] = part.Name, ["examples"] = part.Rows.Length })),
                ["files"] = JsonOutput.Strings(files.Select(file => file.Path)),
                ["duplicates"] = new JsonObject { ["examples"] = copies.Count, ["conflicts"] = copies.ConflictCount, ["moved"] = cuts.Length > 1 ? 0 : table.Moved, ["across"] = across },
                ["recommendation"] = advice is null ? null : new JsonObject
                {
                    ["train"] = JsonOutput.Number(advice.Ratios.Train),
                    ["dev"] = JsonOutput.Number(advice.Ratios.Dev),
                    ["test"] = JsonOutput.Number(advice.Ratios.Test),
                    ["reason"] = advice.Reason,
                },
            });
            return;
        }

        terminal.Out.WriteLine($"data     {Terminal.Printable(source.Name)}: {table.All.Count} examples");
        foreach ((string Name, SplitRows Rows) cut in cuts)
        {
            terminal.Out.WriteLine($"split    {string.Join(", ", Parts(cut).Select(part => $"{part.Rows.Length} {part.Name}"))}{source.Split.Describe(table.Plan.Task)}; seed {chosen}");
        }

        terminal.Out.WriteLine($"copies   {copies.Count} examples equal earlier ones; {copies.ConflictCount} sets of equal ones have different targets");
        terminal.Out.WriteLine($"across   {across} are in another part than their like{(cuts.Length > 1 ? string.Empty : $"; {table.Moved} went to it in the train part")}");
        foreach (PartFile file in files)
        {
            terminal.Out.WriteLine($"file     {Terminal.Printable(file.Path)}");
        }

        if (advice is not null)
        {
            terminal.Out.WriteLine($"advice   {advice.Reason}");
        }
    }

    private SplitRecommendation? Advise(ParseResult parsed, int examples)
    {
        if (parsed.GetValue(halfWidth) is not { } wanted)
        {
            return null;
        }

        long needed = Proportion.SampleSize(parsed.GetValue(expectedError) ?? 0.1, wanted);
        return examples >= 5
            ? SplitRecommendation.For(examples, (int)long.Min(needed, int.MaxValue))
            : throw new InvalidDataException($"--half-width: expected at least 5 examples to share out, got {examples}.");
    }

    private static IEnumerable<(string Name, int[] Rows)> Parts((string Name, SplitRows Rows) cut) =>
        PartFile.Names.Select(part => (cut.Name + part.Value, cut.Rows[part.Key])).Where(part => part.Item2.Length > 0);

    private static void Write(PartFile[] files, DataSettings source)
    {
        List<string?> taken = [source.File, source.Options.TargetFile];
        foreach (PartFile file in files)
        {
            OutputFile.CheckNamed(Output, file.Path, taken);
            taken.Add(file.Path);
        }

        foreach (PartFile file in files)
        {
            OutputFile.WriteNamed(Output, file.Path, path => file.Source.Write(path, file.Rows));
        }
    }
}

using System.CommandLine;

namespace FastNet.Cli;

/// <summary>The options that say what a training leaves beside its model, and the file that options come from.</summary>
internal sealed class ResultOptions
{
    private readonly Option<string> report = OutputFile.CreateNamed(
        ResultFiles.ReportOption, "Write a page of HTML: curves, classes, confidence, parameters, settings.");

    private readonly Option<string> history = OutputFile.CreateNamed(ResultFiles.HistoryOption, "Write the figures of each epoch, to a name that ends in .csv or .json.");

    private readonly Option<string?> tensorBoard = new(ResultFiles.TensorBoardOption)
    {
        Description = "Write them for TensorBoard, as the one run of a folder.",
        HelpName = Files.FolderName,
    };

    private readonly Option<string> saveConfig = OutputFile.CreateNamed(ResultFiles.SaveConfigOption, "Write the options of this training, defaults included, for --config.");

    private readonly Option<string?> config = Files.ExistingOption(
        "--config", "Take options from a JSON file; those on the command line take their places.");

    private readonly Option<bool> json = JsonOutput.Create();

    private readonly Option[] except;
    private readonly Option[] notOfTheTraining;
    private IReadOnlyList<string> defaults = [];

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="except">Options that do not go with a file of options.</param>
    public ResultOptions(Command command, params Option[] except)
    {
        this.except = except;
        history.Validators.Add(result =>
        {
            if (result.Tokens is [var file, ..] && !ResultFiles.IsHistory(file.Value))
            {
                result.AddError($"{ResultFiles.HistoryOption}: expected a name that ends in .csv or .json, got '{file.Value}'.");
            }
        });
        tensorBoard.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }, ..])
            {
                result.AddError($"{ResultFiles.TensorBoardOption}: expected a folder, got an empty name.");
            }
        });
        notOfTheTraining = [config, saveConfig, json, .. except];
        foreach (Option option in new Option[] { report, history, tensorBoard, saveConfig, config, json })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The arguments with those of the file that --config names; the same where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public ParseResult Complete(Command command, ParseResult parsed)
    {
        if (parsed.GetValue(config) is not { } file)
        {
            return parsed;
        }

        Option? other = except.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (other is not null)
        {
            throw new InvalidDataException($"expected --config or {other.Name}, got both.");
        }

        (ParseResult arguments, defaults) = ConfigFile.Merge(file, command, parsed, config, notOfTheTraining);
        return arguments;
    }

    /// <summary>What they were given.</summary>
    public ResultFiles Read(ParseResult parsed, TrainSettings settings) => new()
    {
        Report = parsed.GetValue(report),
        History = parsed.GetValue(history),
        TensorBoard = parsed.GetValue(tensorBoard),
        Config = parsed.GetValue(saveConfig),
        IsJson = parsed.GetValue(json),
        Options = UsedOption.Of(parsed, settings, defaults, notOfTheTraining),
    };
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What a training leaves beside its model: checked before it, written after it.</summary>
internal sealed record ResultFiles
{
    public const string ReportOption = "--report";
    public const string HistoryOption = "--history";
    public const string TensorBoardOption = "--tensorboard";
    public const string SaveConfigOption = "--save-config";

    private const string Csv = ".csv";
    private const string Json = ".json";

    // TensorBoard looks for the second half; one name makes one run of a folder, however often it is written.
    private const string EventFile = "fastnet.tfevents";

    /// <summary>The page's file; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file of the epochs' figures; null for none.</summary>
    public string? History { get; init; }

    /// <summary>TensorBoard's folder; null for none.</summary>
    public string? TensorBoard { get; init; }

    /// <summary>The file of the options; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>Whether the result is printed as JSON, and nothing else is.</summary>
    public bool IsJson { get; init; }

    /// <summary>The training's options.</summary>
    public IReadOnlyList<UsedOption> Options { get; init; } = [];

    public static bool IsHistory(string path) => Path.GetExtension(path) is Csv or Json;

    /// <summary>Refuses what could not be written after the work.</summary>
    /// <param name="others">The training's files.</param>
    /// <exception cref="InvalidDataException">There is such a file.</exception>
    public void Check(params IEnumerable<string?> others)
    {
        List<string?> taken = [.. others];
        foreach ((string option, string? path) in new[] { (ReportOption, Report), (HistoryOption, History), (SaveConfigOption, Config) })
        {
            if (path is not null)
            {
                OutputFile.CheckNamed(option, path, taken);
                taken.Add(path);
            }
        }

        if (TensorBoard is null)
        {
            return;
        }

        // It is made with those that it is in, as runs/1 in an empty folder: the first that is still to be made can be where a file can.
        string folder = Path.TrimEndingDirectorySeparator(TensorBoard), missing = Path.Combine(folder, EventFile);
        while (folder.Length > 0 && !Directory.Exists(folder) && !File.Exists(folder))
        {
            (missing, folder) = (folder, Path.GetDirectoryName(folder) ?? string.Empty);
        }

        if (File.Exists(folder))
        {
            throw new InvalidDataException($"{TensorBoardOption}: expected a folder, got the file {folder}.");
        }

        OutputFile.CheckNamed(TensorBoardOption, missing, taken);
    }

    /// <summary>Writes them.</summary>
    /// <exception cref="InvalidDataException">One cannot be written.</exception>
    public void Write(TrainingResult result)
    {
        if (Report is not null)
        {
            OutputFile.WriteNamed(ReportOption, Report, TrainingPage.Of(result).Save);
        }

        if (History is not null)
        {
            OutputFile.WriteNamed(HistoryOption, History, path =>
            {
                Action<string, TrainingHistory> write = Path.GetExtension(path) == Csv ? HistoryFile.WriteCsv : HistoryFile.WriteJson;
                write(path, result.History);
            });
        }

        if (TensorBoard is not null)
        {
            OutputFile.WriteNamed(TensorBoardOption, Path.Combine(TensorBoard, EventFile), path =>
            {
                Directory.CreateDirectory(TensorBoard);
                TensorBoardLog.Write<float>(path, result.History, DateTimeOffset.UtcNow, result.Model.Network);
            });
        }

        if (Config is not null)
        {
            OutputFile.WriteNamed(SaveConfigOption, Config, path => ConfigFile.Write(path, Options));
        }
    }
}

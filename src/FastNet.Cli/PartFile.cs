using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A file that a part goes to.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Source">Where its rows come from.</param>
/// <param name="Rows">Which they are.</param>
internal sealed record PartFile(string Path, RowFile Source, int[] Rows)
{
    /// <summary>What files and messages call the parts.</summary>
    public static IReadOnlyDictionary<SplitPart, string> Names { get; } = new Dictionary<SplitPart, string>
    {
        [SplitPart.Train] = "train",
        [SplitPart.TrainDev] = "train-dev",
        [SplitPart.Dev] = "dev",
        [SplitPart.Test] = "test",
    };

    /// <summary>The files of all parts that have rows, of the targets too where they have a file of their own.</summary>
    /// <param name="target">A folder, or what the names begin with.</param>
    /// <param name="source">The data.</param>
    /// <param name="table">Its table.</param>
    /// <param name="cuts">The parts; of several cuts each with a name, which its files' names begin with.</param>
    /// <exception cref="InvalidDataException">The target's folder does not exist, or a file is none whose rows can be written.</exception>
    public static IEnumerable<PartFile> Of(string target, DataSettings source, Table table, IReadOnlyList<(string Name, SplitRows Rows)> cuts)
    {
        if (target.Length == 0 || !Directory.Exists(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target)) ?? target))
        {
            throw new InvalidDataException($"--output: expected a folder, or a name in a folder that exists, got '{target}'.");
        }

        string start = Directory.Exists(target) ? System.IO.Path.TrimEndingDirectorySeparator(target) + System.IO.Path.DirectorySeparatorChar : target + "-";
        DatasetOptions options = source.Options;
        using Stream stream = source.Open();
        List<PartFile> files = [.. OfFile(new RowFile(source.Name, stream, table, options.Arrays), ending: string.Empty)];
        if (options.TargetFile is { } path)
        {
            using FileStream targets = File.OpenRead(path);
            files.AddRange(OfFile(new RowFile(path, targets, Table.Read(path, TableOf(options)), []), ending: "-targets"));
        }

        return files;

        IEnumerable<PartFile> OfFile(RowFile file, string ending) =>
            from cut in cuts
            from part in Names
            where cut.Rows[part.Key].Length > 0
            select new PartFile($"{start}{cut.Name}{part.Value}{ending}{file.Extension}", file, cut.Rows[part.Key]);
    }

    private static TableOptions TableOf(DatasetOptions options) => new()
    {
        HasHeader = options.HasHeader,
        Separator = options.Separator,
        DecimalComma = options.DecimalComma,
        SkippedLines = options.SkippedLines,
    };
}

using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>Arguments and options that several commands share: files, and how to read them.</summary>
internal static class Files
{
    /// <summary>What help shows in the place of a file's name.</summary>
    public const string FileName = "file";

    /// <summary>The same of a folder.</summary>
    public const string FolderName = "folder";

    /// <summary>Whether an option's values are files or folders.</summary>
    public static bool AreNamedBy(Option option) => option.HelpName is FileName or FolderName;

    public static Argument<string> Existing(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            string path = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            if (result.Tokens.Count > 0 && Problem(path) is { } problem)
            {
                result.AddError(problem);
            }
        });
        return argument;
    }

    /// <summary>An option that names a file to read.</summary>
    public static Option<string?> ExistingOption(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = FileName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var file, ..] && Problem(file.Value) is { } problem)
            {
                result.AddError($"{name}: {problem}");
            }
        });
        return option;
    }

    /// <summary>The option that names a file of targets.</summary>
    public static Option<string?> CreateTargets() =>
        ExistingOption("--target-file", "A file of its own with the targets, a row for each of the data's.");

    /// <summary>Reads a model; a warning says if its bits were specified otherwise.</summary>
    public static TrainedModel<float> LoadModel(string path, Terminal terminal)
    {
        TrainedModel<float> model = TrainedModel<float>.Load(path);
        if (model.NumericsVersion != Numerics.Version)
        {
            terminal.Error.WriteLine(
                $"fastnet: warning: {path} was trained under numerics version {model.NumericsVersion}, this is version {Numerics.Version}: "
                + "predictions may differ in the last bits.");
        }

        return model;
    }

    /// <summary>A file as a page names it that is handed on: from the current folder or, where it lies elsewhere, by its name alone.</summary>
    public static string ToBeHandedOn(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), way = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return way.Split(Path.DirectorySeparatorChar)[0] == ".." || Path.IsPathRooted(way) ? Path.GetFileName(full) : way;
    }

    /// <summary>What is wrong with the name of a file to read; null for nothing.</summary>
    public static string? Problem(string path) =>
        File.Exists(path) ? null
        : Directory.Exists(path) ? $"{path}: expected a file, got a folder."
        : path.StartsWith('-') ? $"expected a file or one of the command's options, got '{path}'."
        : $"{path}: expected a file, got no such file.";
}

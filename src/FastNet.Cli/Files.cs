using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>Arguments and options that several commands share: files, and how to read them.</summary>
internal static class Files
{
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

    /// <summary>Whether a file's first line holds names: <c>--header</c>, <c>--no-header</c>, or neither to find out.</summary>
    public static (Option<bool> Header, Option<bool> NoHeader) Header(Command command)
    {
        Option<bool> header = new("--header") { Description = "The first line holds names. Default: it does if none of its cells is a number." };
        Option<bool> noHeader = new("--no-header") { Description = "The first line is an example." };
        command.Options.Add(header);
        command.Options.Add(noHeader);
        return (header, noHeader);
    }

    public static bool? HasHeader(ParseResult parsed, (Option<bool> Header, Option<bool> NoHeader) options) =>
        (parsed.GetValue(options.Header), parsed.GetValue(options.NoHeader)) switch
        {
            (true, true) => throw new InvalidDataException("expected --header or --no-header, got both."),
            (true, false) => true,
            (false, true) => false,
            _ => null,
        };

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

    /// <summary>What is wrong with the name of a file to read; null for nothing.</summary>
    public static string? Problem(string path) =>
        File.Exists(path) ? null
        : Directory.Exists(path) ? $"{path}: expected a file, got a folder."
        : path.StartsWith('-') ? $"expected a file or one of the command's options, got '{path}'."
        : $"{path}: expected a file, got no such file.";
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FastNet.Cli;

/// <summary>The option <c>--help</c>: what System.CommandLine says, and an example; of the tool itself, a line for each command.</summary>
internal sealed class HelpWithExample : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["train"] = "fastnet train data.csv --target species --hidden 64,32 --output model.safetensors --report report.html",
        ["evaluate"] = "fastnet evaluate model.safetensors new.csv --json",
        ["predict"] = "fastnet predict model.safetensors new.csv --output predictions.csv",
        ["check-gradients"] = "fastnet check-gradients data.csv --target species --hidden 8",
        ["diagnose"] = "fastnet diagnose data.csv --target species --hidden 64,32 --try --report report.html",
        ["inspect"] = "fastnet inspect model.safetensors data.csv",
        ["range-test"] = "fastnet range-test data.csv --target species --hidden 64,32",
        ["augment"] = "fastnet augment digits.csv --augment \"shift=1,rotate=10\" --image 8x8 --preview sheet.png",
        ["split"] = "fastnet split data.csv --target species --split 80/10/10 --output parts",
        ["completion"] = "fastnet completion bash > ~/.local/share/bash-completion/completions/fastnet",
    };

    private readonly HelpAction help = new();

    // Who asks for help need not know yet what else to give.
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a tool's option this action.</summary>
    public static void AddTo(RootCommand root) => root.Options.OfType<HelpOption>().Single().Action = new HelpWithExample();

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        foreach (Command one in command.Subcommands)
        {
            one.Description = FirstSentence(one.Description ?? string.Empty);
        }

        int exitCode = help.Invoke(parseResult);
        if (Examples.TryGetValue(command.Name, out string? example))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Example:");
            output.WriteLine($"  {example}");
        }

        return exitCode;
    }

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and int end ? text[..(end + 1)] : text;
}

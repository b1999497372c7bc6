using System.CommandLine;
using System.CommandLine.Parsing;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The tool: parses, runs a command, and turns every mistake into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int Failure = 1;
    private const int BadInput = 2;

    /// <summary>Runs a command line.</summary>
    /// <returns>0; 1 where training gave no model, a gradient is wrong or a diagnosis found something; 2 for bad input, and then nothing was written.</returns>
    public static int Run(string[] arguments, Terminal terminal, Interruption interruption)
    {
        Table.Register(ParquetFormat.Instance);
        RootCommand root = new("Trains small neural networks on tables, and uses them.")
        {
            TrainCommand.Create(terminal, interruption),
            EvaluateCommand.Create(terminal),
            PredictCommand.Create(terminal),
            CheckGradientsCommand.Create(terminal),
            InspectCommand.Create(terminal),
            RangeTestCommand.Create(terminal),
            AugmentCommand.Create(terminal),
            SplitCommand.Create(terminal),
            DiagnoseCommand.Create(terminal, interruption),
        };
        root.Subcommands.Add(CompletionCommand.Create(terminal, root));
        root.Directives.Clear();
        HelpWithExample.AddTo(root);
        ParseResult parsed = Parse(root, arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(terminal, Describe(parsed), BadInput);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (TrainingFailedException exception)
        {
            return Refuse(terminal, exception.Message, Failure);
        }
        catch (ArgumentException exception)
        {
            // The library's parameter says nothing to who typed the line.
            return Refuse(terminal, exception.Message.Split(" (Parameter")[0], BadInput);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refuse(terminal, exception.Message, BadInput);
        }
        catch (Exception exception) when (exception is OutOfMemoryException or OverflowException)
        {
            return Refuse(terminal, $"expected a network and data that fit into memory: {exception.Message}", BadInput);
        }
    }

    /// <summary>Parses words; one that begins with @ stands for itself.</summary>
    public static ParseResult Parse(Command command, IReadOnlyList<string> words) =>
        CommandLineParser.Parse(command, words, new ParserConfiguration { ResponseFileTokenReplacer = null });

    // A word that an option took for its value leaves others over: the option's own message is the one that helps.
    private static string Describe(ParseResult parsed)
    {
        string? left = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-')) ?? (parsed.UnmatchedTokens is [string first, ..] ? first : null);
        bool hasCommand = parsed.CommandResult.Command is not RootCommand;
        return parsed.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult or ArgumentResult)?.Message
            ?? (!hasCommand ? $"expected a command: {Commands(parsed)}{(left is null ? string.Empty : $"; got '{left}'")}."
            : left is not null ? $"expected what fastnet {parsed.CommandResult.Command.Name} --help lists, got '{left}'."
            : parsed.Errors[^1].Message);
    }

    private static string Commands(ParseResult parsed)
    {
        string[] names = [.. parsed.CommandResult.Command.Subcommands.Select(command => command.Name)];
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static int Refuse(Terminal terminal, string message, int exitCode)
    {
        terminal.Error.WriteLine($"fastnet: {Terminal.Printable(message.ReplaceLineEndings(" "))}");
        return exitCode;
    }
}

using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace FastNet.Cli;

/// <summary><c>fastnet completion</c>: a script by which a shell completes commands, options and their values; everything else it completes as files.</summary>
internal static class CompletionCommand
{
    private const string Bash = "bash";
    private const string Zsh = "zsh";

    public static Command Create(Terminal terminal, RootCommand root)
    {
        Command command = new("completion", "Prints a script by which a shell completes commands and options.");
        Argument<string> shell = new("shell") { Description = "bash, or zsh after compinit.", HelpName = $"{Bash}|{Zsh}" };
        shell.CompletionSources.Add(Bash, Zsh);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not (Bash or Zsh) } name])
            {
                result.AddError($"shell: expected {Bash} or {Zsh}, got '{name.Value}'.");
            }
        });
        command.Arguments.Add(shell);
        command.SetAction(parsed => terminal.Out.Write(Script(root, parsed.GetValue(shell) == Zsh)));
        return command;
    }

    // Zsh runs a bash completion under bashcompinit.
    private static string Script(RootCommand root, bool isZsh)
    {
        StringBuilder script = new();
        script.Append(isZsh ? "#compdef fastnet\nautoload -U +X bashcompinit && bashcompinit\n" : string.Empty);
        script.Append("_fastnet()\n{\n");
        script.Append("    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" command=\"\" words=\"\"\n");
        script.Append("    [ \"$COMP_CWORD\" -gt 1 ] && command=\"${COMP_WORDS[1]}\"\n");
        script.Append("    case \"$command $before\" in\n");
        foreach (Command command in root.Subcommands)
        {
            foreach (Option option in command.Options.Where(option => Values(option).Length > 0))
            {
                script.Append($"        \"{command.Name} {option.Name}\") words=\"{string.Join(' ', Values(option))}\" ;;\n");
            }
        }

        script.Append("        *) case \"$command\" in\n");
        script.Append($"            \"\") words=\"{string.Join(' ', root.Subcommands.Select(command => command.Name))} --help --version\" ;;\n");
        foreach (Command command in root.Subcommands)
        {
            IEnumerable<string> words = command.Options.Select(option => option.Name).Append("--help").Concat(command.Arguments.SelectMany(Values));
            script.Append($"            {command.Name}) words=\"{string.Join(' ', words)}\" ;;\n");
        }

        script.Append("        esac ;;\n    esac\n");
        script.Append("    COMPREPLY=( $(compgen -W \"$words\" -- \"$word\") )\n}\n");
        script.Append("complete -o default -F _fastnet fastnet\n");
        return script.ToString();
    }

    // A switch would complete to true and false.
    private static string[] Values(Symbol symbol) =>
        symbol is Option { ValueType: var type } && type == typeof(bool) ? [] : [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];
}

using System.Diagnostics;

namespace FastNet.Tests.Cli;

/// <summary>What the tool says of itself, to readers and to shells.</summary>
public sealed class HelpTests : CliTest
{
    public static TheoryData<string> Commands { get; } = [.. Words(Run("--help").Out)];

    [Fact]
    public void TheToolListsItsCommandsOnALineEach()
    {
        string[] help = Run("--help").Out;
        int first = Array.IndexOf(help, "Commands:") + 1;
        Assert.True(help.Length - first >= 9, string.Join('\n', help));
        Assert.All(help[first..], line => Assert.Matches("^  [a-z-]+ .*[a-z%]\\.$", line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void ACommandHasAnExampleThatItTakes(string command)
    {
        Outcome help = Run(command, "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Empty(help.Error);
        Assert.Equal("Example:", help.Out[^2]);
        Assert.StartsWith($"  fastnet {command} ", help.Out[^1], StringComparison.Ordinal);

        // Every option of the example is one of the command's.
        Assert.All(
            help.Out[^1].Split(' ').Where(word => word.StartsWith("--", StringComparison.Ordinal)),
            option => Assert.Contains(help.Out[..^2], line => line.Contains($"{option} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fastnet tr", "train")]
    [InlineData("fastnet train --activation gel", "gelu gelutanh")]
    [InlineData("fastnet split --half", "--half-width")]
    [InlineData("fastnet inspect --initializer he", "henormal heuniform")]
    [InlineData("fastnet completion b", "bash")]
    [InlineData("fastnet train --resume ", "--")]
    [InlineData("fastnet nothing ", "")]
    public void BashCompletes(string typed, string expected)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string script = Write("completion.bash", string.Join('\n', Run("completion", "bash").Out) + "\n"
            + "COMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_fastnet\necho \"${COMPREPLY[@]}\"\n");
        using Process bash = Process.Start(new ProcessStartInfo("bash", [script, .. typed.Split(' ')]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string completed = bash.StandardOutput.ReadToEnd().Trim();
        Assert.Empty(bash.StandardError.ReadToEnd());
        Assert.True(expected == "--" ? completed.StartsWith("--", StringComparison.Ordinal) : completed == expected, completed);
    }

    [Fact]
    public void ZshRunsTheSameScript()
    {
        string[] bash = Run("completion", "bash").Out;
        Assert.Equal(["#compdef fastnet", "autoload -U +X bashcompinit && bashcompinit", .. bash], Run("completion", "zsh").Out);
        AssertRefused("shell: expected bash or zsh, got 'fish'", "completion", "fish");
        AssertRefused("missing", "completion");
    }

    private static string[] Words(string[] help) => [.. help.SkipWhile(line => line != "Commands:").Skip(1).Select(line => line.Trim().Split(' ')[0])];
}

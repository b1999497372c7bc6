namespace FastNet.Cli;

/// <summary>Where a command writes.</summary>
/// <param name="Out">Results and progress.</param>
/// <param name="Error">One line for each mistake.</param>
/// <param name="IsInteractive">Whether <paramref name="Out"/> is a terminal that a bar can move on.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive)
{
    /// <summary>The same without results and progress.</summary>
    public Terminal Silenced() => this with { Out = TextWriter.Null, IsInteractive = false };

    /// <summary>Text from data or from the command line, as one line that leaves the terminal as it is.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '�' : c));
}

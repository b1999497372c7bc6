namespace FastNet.Cli;

/// <summary>Where a command writes.</summary>
/// <param name="Out">Results and progress.</param>
/// <param name="Error">One line for each mistake.</param>
/// <param name="IsInteractive">Whether <paramref name="Out"/> is a terminal that a bar can move on.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive);

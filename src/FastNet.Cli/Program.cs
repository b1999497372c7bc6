using FastNet.Cli;

// The first Ctrl-C asks for an orderly end; a second one ends the process.
using CancellationTokenSource interrupted = new();
Console.CancelKeyPress += (_, arguments) =>
{
    arguments.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
};
return CommandLine.Run(args, new Terminal(Console.Out, Console.Error, IsInteractive: !Console.IsOutputRedirected), interrupted.Token);

using FastNet.Cli;

using Interruption interruption = new(CancellationToken.None);
using IDisposable signals = interruption.Listen();
return CommandLine.Run(args, new Terminal(Console.Out, Console.Error, IsInteractive: !Console.IsOutputRedirected), interruption);

using FastNet.Versus;

return CommandLine.Run(args);

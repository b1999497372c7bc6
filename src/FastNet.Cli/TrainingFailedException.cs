namespace FastNet.Cli;

/// <summary>Training ended before there was a model to save.</summary>
internal sealed class TrainingFailedException(string message) : Exception(message);

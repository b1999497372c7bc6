namespace FastNet.Training;

/// <summary>Ends a training whose state cannot be written.</summary>
#pragma warning disable CA1032, CA1064 // It never leaves the trainer.
internal sealed class StateNotSavedException(string message, Exception inner) : Exception(message, inner);
#pragma warning restore CA1032, CA1064

namespace FastNet.Cli;

/// <summary>What the library says of an argument, as a mistake of who called the tool.</summary>
internal static class InvalidInput
{
    /// <param name="name">The file or option that the argument came from.</param>
    /// <param name="exception">What the library said; its parameter's name says nothing to the reader.</param>
    public static InvalidDataException Of(string name, ArgumentException exception) => new($"{name}: {exception.Message.Split(" (Parameter")[0]}", exception);
}

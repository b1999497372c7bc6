using System.Globalization;
using System.Text.Json;
using FastNet.Cli;

namespace FastNet.Tests.Cli;

/// <summary>Runs the tool in this process, in a folder of its own.</summary>
public abstract class CliTest : IDisposable
{
    protected static string Iris { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "iris.csv");

    protected string Folder { get; } = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected sealed record Outcome(int ExitCode, string[] Out, string[] Error);

    protected static Outcome Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    protected static Outcome Run(CancellationToken cancellationToken, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        using Interruption interruption = new(cancellationToken);
        int exitCode = CommandLine.Run(arguments, new Terminal(output, error, IsInteractive: false), interruption);
        return new(exitCode, Lines(output), Lines(error));
    }

    protected string In(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>Iris with one cell changed.</summary>
    protected string WriteIris(int row, int column, string cell)
    {
        string[] lines = File.ReadAllLines(Iris);
        string[] cells = lines[row - 1].Split(',');
        cells[column - 1] = cell;
        lines[row - 1] = string.Join(',', cells);
        return Write("iris.csv", string.Join('\n', lines) + "\n");
    }

    protected static double Number(Outcome outcome, string beginning) =>
        double.Parse(outcome.Out.Single(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..], CultureInfo.InvariantCulture);

    /// <summary>The one JSON document that a command prints.</summary>
    protected static JsonElement Json(params string[] arguments)
    {
        Outcome outcome = Run(arguments);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        using JsonDocument document = JsonDocument.Parse(string.Join('\n', outcome.Out));
        return document.RootElement.Clone();
    }

    /// <summary>A mistake: exit code 2, one line that says what was expected, and no file written.</summary>
    protected string AssertRefused(string expected, params string[] arguments)
    {
        string[] before = Directory.GetFiles(Folder);
        DateTime[] written = [.. before.Select(File.GetLastWriteTimeUtc)];
        Outcome outcome = Run(arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("fastnet: ", Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Error[0], StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(Folder));
        Assert.Equal(written, before.Select(File.GetLastWriteTimeUtc));
        Assert.Empty(outcome.Out);
        return outcome.Error[0];
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

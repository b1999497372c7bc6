using System.Diagnostics;

namespace FastNet.Tests.Contracts;

/// <summary>A program run to its end, and what it printed.</summary>
internal static class Child
{
    /// <summary>The lines of its standard output; anything but exit code 0 fails the test.</summary>
    public static string[] Run(string file, string[] arguments, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{file} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{output}\n{errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The small trainer on the JIT, in a process of its own.</summary>
    public static string[] RunTrainer(string[] arguments, params (string Name, string? Value)[] environment) =>
        Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "FastNet.Aot.dll"), .. arguments], environment);
}

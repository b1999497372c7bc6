using System.CommandLine;

namespace FastNet.Cli;

/// <summary>The option <c>--output</c>, and others that name a file: checked before the work, written whole after it.</summary>
internal static class OutputFile
{
    private const string Output = "--output";
    private const int ProbeLength = 9;

    public static Option<string> Create(string description)
    {
        Option<string> option = CreateNamed(Output, description);
        option.Aliases.Add("-o");
        return option;
    }

    /// <summary>An option of another name.</summary>
    public static Option<string> CreateNamed(string name, string description)
    {
        Option<string> option = new(name) { Description = description, HelpName = Files.FileName };
        option.Validators.Add(result =>
        {
            string path = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            if (result.Tokens.Count > 0 && Problem(path) is { } problem)
            {
                result.AddError($"{name}: expected {problem}.");
            }
        });
        return option;
    }

    /// <summary>Refuses a file that could not be written, or that would replace another.</summary>
    /// <exception cref="InvalidDataException">It is such a one.</exception>
    public static void Check(string path, params string?[] others) => CheckNamed(Output, path, others);

    /// <summary>The same of another option.</summary>
    /// <exception cref="InvalidDataException">It is such a one.</exception>
    public static void CheckNamed(string name, string path, params IEnumerable<string?> others)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{name}: expected a file name, got the folder {path}.");
        }

        string target = Resolve(path);
        foreach (string? other in others)
        {
            if (other is not null && Resolve(other) == target)
            {
                throw new InvalidDataException($"{name}: expected a file apart from the others, got {path}, which is {other}.");
            }
        }

        // An empty file of another name beside it meets all that could stop the model's.
        string probe = $"{target}.{Guid.NewGuid():N}"[..(target.Length + ProbeLength)];
        Guard(name, path, probe, () =>
        {
            AtomicFile.Write(probe, _ => { });
            File.Delete(probe);
        });
    }

    /// <summary>Writes the file; an error names it, not the temporary one beside it.</summary>
    /// <exception cref="InvalidDataException">It cannot be written.</exception>
    public static void Write(string path, Action<string> write) => WriteNamed(Output, path, write);

    /// <summary>The same for another option.</summary>
    /// <exception cref="InvalidDataException">It cannot be written.</exception>
    public static void WriteNamed(string name, string path, Action<string> write) => Guard(name, path, path, () => write(path));

    private static void Guard(string name, string path, string written, Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new InvalidDataException($"{name}: expected a file that may be written, got {path}, for which there is no permission.", exception);
        }
        catch (IOException exception)
        {
            // The system's message, without the name that follows it.
            string reason = exception.Message.Split(" : '")[0].Split(" '")[0].Replace(written, path, StringComparison.Ordinal).TrimEnd('.', ' ');
            throw new InvalidDataException($"{name}: expected a file that can be written, got {path} ({reason}).", exception);
        }
    }

    private static string? Problem(string path) =>
        path.Length == 0 ? "a file name, got an empty one"
        : Directory.Exists(path) ? $"a file name, got the folder {path}"
        : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? null
        : $"a file in a folder that exists, got {path}";

    // The file behind all links, those of its folders too.
    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        string resolved = Path.GetPathRoot(full)!;
        foreach (string part in full[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Combine(resolved, part);
            FileSystemInfo info = Directory.Exists(resolved) ? new DirectoryInfo(resolved) : new FileInfo(resolved);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                resolved = Resolve(target.FullName);
            }
        }

        return resolved;
    }
}

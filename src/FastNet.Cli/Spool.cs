using System.Text;

namespace FastNet.Cli;

/// <summary>Text that is held back until all of it is known to be right: in memory as long as it is little, then in a temporary file.</summary>
internal sealed class Spool : IDisposable
{
    private const int MostInMemory = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private Stream contents = new MemoryStream();

    /// <summary>Adds text behind what is there.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(string text)
    {
        byte[] bytes = Utf8.GetBytes(text);
        if (contents is MemoryStream && contents.Length + bytes.Length > MostInMemory)
        {
            FileStream file = CreateFile();
            using Stream memory = contents;
            contents = file;
            memory.Position = 0;
            memory.CopyTo(file);
        }

        contents.Write(bytes);
    }

    /// <summary>Writes it all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void CopyTo(TextWriter destination)
    {
        contents.Position = 0;
        using StreamReader text = new(contents, Utf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        char[] buffer = new char[1 << 14];
        for (int count = text.Read(buffer); count > 0; count = text.Read(buffer))
        {
            destination.Write(buffer, 0, count);
        }
    }

    public void Dispose() => contents.Dispose();

    // Its user's alone. A kill leaves nothing: its name goes at once where a file may lose its name and stay open, else with the process.
    private static FileStream CreateFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"fastnet-{Guid.NewGuid():N}.tmp");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (OperatingSystem.IsWindows())
        {
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream file = new(path, options);
        File.Delete(path);
        return file;
    }
}

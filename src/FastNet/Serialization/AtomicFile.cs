namespace FastNet;

/// <summary>Files that are there whole or not at all.</summary>
public static class AtomicFile
{
    // A writer that was killed leaves its temporary file. One that lives holds it open, but for the moment before it is renamed.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Writes to a temporary name in the same folder, flushes to the disk and renames: whatever happens, the path has its old contents or
    /// all of the new ones. A symbolic link is followed; an existing file keeps its permissions.
    /// </summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="IOException">The file cannot be written; the old one stands.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to; the old file stands.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        string folder = Path.GetDirectoryName(target)!;
        string name = Path.GetFileName(target);
        RemoveAbandoned(folder, name);
        string temporary = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryTo(() => File.Delete(temporary));
            throw;
        }
    }

    // Renaming over a device or into a system's view of itself would replace what no file should.
    private static string Target(string path)
    {
        FileInfo file = new(Path.GetFullPath(path));
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (!OperatingSystem.IsWindows() && target.Split(Path.DirectorySeparatorChar)[1] is "dev" or "proc" or "sys")
        {
            throw new IOException($"{path}: expected a regular file, got what the system keeps in {Path.GetDirectoryName(target)}.");
        }

        return target;
    }

    private static void RemoveAbandoned(string folder, string name) =>
        TryTo(() =>
        {
            foreach (string file in Directory.EnumerateFiles(folder, $".{name}.*.tmp"))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned)
                {
                    TryTo(() => DeleteUnlessOpen(file));
                }
            }
        });

    // It goes while it is held: of two processes that clear it one opens it, and the other lets it be.
    private static void DeleteUnlessOpen(string file) =>
        new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();

    // What cannot be cleared (another user's file, one that is open, one that is gone) must not fail a write, nor hide why one failed.
    private static void TryTo(Action clear)
    {
        try
        {
            clear();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}

using System.Security.Cryptography;

namespace FastNet.Training;

/// <summary>An open file and its rows of text.</summary>
internal sealed class StreamedRows : IDisposable
{
    private readonly FileStream file;
    private readonly Stream contents;

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="hash">Takes the text as it is read, up to its end; null for none.</param>
    /// <exception cref="InvalidDataException">It is no table of text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StreamedRows(string path, TableOptions options, HashAlgorithm? hash)
    {
        file = File.OpenRead(path);
        contents = file;
        try
        {
            bool isText = file.CanSeek && TableFormat.IsText(file, path);
            contents = !isText
                ? throw new InvalidDataException($"{path}: expected a file of separated cells, plain or gzip, to be read row by row; got another format.")
                : GzipFile.IsGzip(file) ? GzipFile.Open(file, path) : file;
            contents = hash is null ? contents : new CryptoStream(contents, hash, CryptoStreamMode.Read, leaveOpen: false);
            Rows = new TextRows(contents, path, options);
        }
        catch
        {
            contents.Dispose();
            file.Dispose();
            throw;
        }
    }

    public TextRows Rows { get; }

    public void Dispose()
    {
        Rows.Dispose();
        contents.Dispose();
        file.Dispose();
    }
}

namespace FastNet.Training;

/// <summary>An open file and its rows of text.</summary>
internal sealed class StreamedRows : IDisposable
{
    private readonly FileStream file;
    private readonly Stream contents;

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="InvalidDataException">It is no table of text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StreamedRows(string path, TableOptions options)
    {
        file = File.OpenRead(path);
        contents = file;
        try
        {
            bool isText = file.CanSeek && TableFormat.IsText(TableFormat.Start(file));
            contents = !isText
                ? throw new InvalidDataException($"{path}: expected a file of separated cells, plain or gzip, to be read row by row; got another format.")
                : GzipFile.IsGzip(file) ? GzipFile.Open(file, path) : file;
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

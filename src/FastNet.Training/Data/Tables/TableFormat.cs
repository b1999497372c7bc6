namespace FastNet.Training;

/// <summary>Which format a table's file has, by its first bytes.</summary>
internal static class TableFormat
{
    private const int LongestMark = 8;

    private static TableFileFormat[] registered = [];

    /// <summary>Has files of a format read too; once is enough.</summary>
    public static void Register(TableFileFormat format)
    {
        TableFileFormat[] before;
        do
        {
            before = registered;
        }
        while (!before.Contains(format) && Interlocked.CompareExchange(ref registered, [.. before, format], before) != before);
    }

    public static Table Read(string path, TableOptions options, Func<TableLayout, ColumnKind[]> kindsOf)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, options, kindsOf);
    }

    public static Table Read(Stream stream, string name, TableOptions options, Func<TableLayout, ColumnKind[]> kindsOf)
    {
        if (!stream.CanSeek)
        {
            // A pipe: what it is shows only in bytes that could not be read again.
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy, name, options, kindsOf);
        }

        byte[] start = Start(stream);
        if (!GzipFile.IsGzip(stream))
        {
            return ReadPlain(stream, start, name, options, kindsOf);
        }

        using MemoryStream contents = new();
        using (Stream gzip = GzipFile.Open(stream, name))
        {
            gzip.CopyTo(contents);
        }

        contents.Position = 0;
        return ReadPlain(contents, Start(contents), name, options, kindsOf);
    }

    /// <summary>Whether a stream that can seek, at its beginning, holds text, plain or gzip.</summary>
    public static bool IsText(Stream stream, string name)
    {
        if (!GzipFile.IsGzip(stream))
        {
            return IsText(Start(stream));
        }

        byte[] start = new byte[LongestMark];
        using Stream contents = GzipFile.Open(stream, name);
        int length = contents.ReadAtLeast(start, LongestMark, throwOnEndOfStream: false);
        stream.Position = 0;
        return IsText(start[..length]);
    }

    // It is text if it is no other format that is known.
    private static bool IsText(byte[] start) =>
        !NpyFile.Is(start) && !NpzFile.Is(start) && !IdxFile.Is(start) && !Array.Exists(registered, format => format.Matches(start));

    // A file's first bytes, read without going on in it.
    private static byte[] Start(Stream stream)
    {
        long position = stream.Position;
        byte[] start = new byte[LongestMark];
        int length = stream.ReadAtLeast(start, LongestMark, throwOnEndOfStream: false);
        stream.Position = position;
        return start[..length];
    }

    private static Table ReadPlain(Stream stream, byte[] start, string name, TableOptions options, Func<TableLayout, ColumnKind[]> kindsOf)
    {
        if (options.Arrays.Count > 0 && !NpzFile.Is(start))
        {
            throw new InvalidDataException($"{name}: expected an npz file with an array '{options.Arrays[0]}', got another format.");
        }

        if (IsText(start))
        {
            return TextTable.Read(stream, name, options, kindsOf);
        }

        Table table =
            NpyFile.Is(start) ? NpyFile.Read(stream, name, stream.Length)
            : NpzFile.Is(start) ? NpzFile.Read(stream, name, options.Arrays)
            : IdxFile.Is(start) ? IdxFile.Read(stream, name)
            : Array.Find(registered, format => format.Matches(start))!.Read(stream, name, names => WantedOf(kindsOf, name, names));
        return table.As(kindsOf(table.Layout));
    }

    private static bool[] WantedOf(Func<TableLayout, ColumnKind[]> kindsOf, string name, IReadOnlyList<string> names) =>
        Array.ConvertAll(kindsOf(new TableLayout(name, HasHeader: true, [.. names])), kind => kind != ColumnKind.Ignored);
}

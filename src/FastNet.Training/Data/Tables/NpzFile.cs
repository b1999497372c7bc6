using System.IO.Compression;

namespace FastNet.Training;

/// <summary>NumPy's npz: a zip file of <see cref="NpyFile"/>s.</summary>
internal static class NpzFile
{
    private const string Extension = ".npy";

    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8);

    // Deflate makes at most 1032 bytes of one (RFC 1951: 258 bytes of two bits).
    private const int MostDeflated = 1032;

    /// <summary>The columns of all arrays of as many rows, beside each other; of one column with the array's name, of several with numbers behind it.</summary>
    /// <param name="stream">The contents, which can seek.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="wanted">The arrays to read; empty for all.</param>
    /// <exception cref="InvalidDataException">The file is torn, an array is missing, or their rows differ.</exception>
    public static Table Read(Stream stream, string name, IReadOnlyList<string> wanted)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            Dictionary<string, ZipArchiveEntry> arrays = new(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
            {
                if (!arrays.TryAdd(entry.FullName[..^Extension.Length], entry))
                {
                    throw new InvalidDataException($"{name}: expected names that differ, got {TableLayout.Quote(entry.FullName, 40)} twice.");
                }
            }

            List<TableColumn> columns = [];
            int? rows = null;
            foreach (string array in wanted.Count > 0 ? wanted : [.. arrays.Keys])
            {
                if (!arrays.TryGetValue(array, out ZipArchiveEntry? entry))
                {
                    throw new InvalidDataException($"{name}: expected an array {TableLayout.Quote(array, 40)}, got {TableLayout.Quote(string.Join(", ", arrays.Keys), 200)}.");
                }

                using Stream contents = entry.Open();
                Table table = NpyFile.Read(contents, $"{name}: {array}", LongestOf(entry));
                if ((rows ??= table.Rows) != table.Rows)
                {
                    throw new InvalidDataException(
                        $"{name}: expected arrays of as many rows, got {rows} and, in {TableLayout.Quote(array, 40)}, {table.Rows}: name those that belong together.");
                }

                columns.AddRange(table.Columns.Select((column, i) => column.Renamed(table.Columns.Count == 1 ? array : $"{array} {i + 1}")));
            }

            return rows is { } count
                ? new(new(name, HasHeader: true, [.. columns.Select(column => column.Name)]), columns, count)
                : throw new InvalidDataException($"{name}: expected at least one array, got none.");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException && !exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: expected a whole zip file of arrays: {exception.Message}", exception);
        }
    }

    // What an archive says of a size is believed as far as its bytes can bear it out.
    private static long LongestOf(ZipArchiveEntry entry) => long.Min(entry.Length, MostDeflated * (entry.CompressedLength + 1));
}

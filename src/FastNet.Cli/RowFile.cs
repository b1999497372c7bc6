using System.IO.Compression;
using System.Text;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A file of rows, some of which can be written to another: lines of text as they are, byte for byte, rows of other formats as CSV.</summary>
internal sealed class RowFile
{
    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly byte[] contents;
    private readonly Table table;
    private readonly Range[]? lines;

    /// <summary>Takes a file in.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="stream">Its contents, gzip or plain.</param>
    /// <param name="read">Its table as it was read; of another format than text, the file is read again, with all its columns.</param>
    /// <param name="arrays">Of an npz file, the arrays that are read; none for all.</param>
    /// <exception cref="InvalidDataException">It is text in another encoding than UTF-8.</exception>
    public RowFile(string name, Stream stream, Table read, IReadOnlyList<string> arrays)
    {
        contents = Unpacked(stream);
        if (IsText(contents))
        {
            if (contents is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw new InvalidDataException($"{name}: expected text in UTF-8, got UTF-16.");
            }

            table = read;
            lines = [.. Lines(contents)];
        }
        else
        {
            using MemoryStream copy = new(contents);
            table = Table.Read(copy, name, new TableOptions { Arrays = arrays });
        }

        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        Extension = lines is not null && Path.GetExtension(plain) is { Length: > 0 } own ? own : ".csv";
    }

    /// <summary>What a file of some of its rows ends in.</summary>
    public string Extension { get; }

    /// <summary>Writes some rows, below what stands above the first of all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path, ReadOnlySpan<int> rows)
    {
        using MemoryStream part = new();
        if (lines is null)
        {
            WriteCsv(part, rows);
        }
        else
        {
            WriteLines(part, lines, rows);
        }

        AtomicFile.Write(path, stream => stream.Write(part.GetBuffer().AsSpan(0, (int)part.Length)));
    }

    private void WriteLines(MemoryStream part, Range[] lines, ReadOnlySpan<int> rows)
    {
        int first = table.LineOf(0) - 1;
        part.Write(contents.AsSpan(0, lines[first].Start.Value));
        byte[] ending = Ending(contents.AsSpan(lines[0]));
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> line = contents.AsSpan(lines[table.LineOf(row) - 1]);
            if (first == 0 && row == 0 && line is [0xEF, 0xBB, 0xBF, ..])
            {
                // A byte order mark is the file's, not the row's.
                line = line[3..];
            }

            // The file's last line may have no ending, and stands in the midst of a part.
            part.Write(line);
            part.Write(Ending(line).Length == 0 ? ending : []);
        }
    }

    private void WriteCsv(MemoryStream part, ReadOnlySpan<int> rows)
    {
        using StreamWriter text = new(part, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        if (table.HasHeader)
        {
            text.WriteLine(string.Join(',', table.Columns.Select(column => CsvCell.Of(column.Name))));
        }

        foreach (int row in rows)
        {
            text.WriteLine(string.Join(',', table.Columns.Select(column => CsvCell.Of(column.Text(row)))));
        }
    }

    private static byte[] Unpacked(Stream stream)
    {
        using MemoryStream packed = new();
        stream.CopyTo(packed);
        if (packed.GetBuffer() is not [0x1F, 0x8B, ..])
        {
            return packed.ToArray();
        }

        packed.Position = 0;
        using GZipStream gzip = new(packed, CompressionMode.Decompress);
        using MemoryStream plain = new();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    // IDX begins with two zeros, npy with a byte that is no UTF-8, npz is a zip file.
    private static bool IsText(byte[] contents) => contents is not ([0, 0, ..] or [0x93, (byte)'N', ..] or [(byte)'P', (byte)'K', 3, 4, ..]);

    // As text is read: each of \n, \r and \r\n ends a line.
    private static List<Range> Lines(byte[] contents)
    {
        List<Range> lines = [];
        for (int start = 0; start < contents.Length;)
        {
            int length = contents.AsSpan(start).IndexOfAny(NewLine, Return);
            int end = length < 0 ? contents.Length : start + length + (contents.AsSpan(start + length) is [Return, NewLine, ..] ? 2 : 1);
            lines.Add(start..end);
            start = end;
        }

        return lines;
    }

    private static byte[] Ending(ReadOnlySpan<byte> line) => line switch
    {
        [.., Return, NewLine] => [Return, NewLine],
        [.., NewLine] => [NewLine],
        [.., Return] => [Return],
        _ => [],
    };
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FastNet.Training;

/// <summary>NumPy's npy: a mark, a version, a Python dictionary of type, order and shape, the numbers (NumPy enhancement proposal 1).</summary>
internal static partial class NpyFile
{
    private const int LongestHeader = 1 << 20;
    private const int BytesOfCharacter = 4;

    private static ReadOnlySpan<byte> Mark => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith(Mark);

    /// <summary>An array as a table of its rows; dimensions behind the second lie in them one after another.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="length">The most bytes that it may have.</param>
    /// <exception cref="InvalidDataException">The file is torn, or its array no table.</exception>
    public static Table Read(Stream stream, string name, long length)
    {
        (ElementType type, int characters, bool isColumnMajor, long[] sizes) = ReadHeader(stream, name);
        (int rows, int columns) = BinaryContents.Shape(sizes, name);
        BinaryContents.RequireLength((long)rows * columns * (characters > 0 ? (long)characters * BytesOfCharacter : type.Size), length, name);
        TableLayout layout = new(name, HasHeader: false, TableLayout.Numbered(columns), BinaryContents.Image(sizes));
        return new(
            layout, characters > 0 ? ReadText(stream, name, rows, layout.Names, type, characters, isColumnMajor) : type.Read(stream, name, rows, layout.Names, isColumnMajor), rows);
    }

    // Fixed lengths of UTF-32, filled with zeros.
    private static Texts[] ReadText(Stream stream, string name, int rows, string[] names, ElementType type, int characters, bool isColumnMajor)
    {
        long size = (long)rows * names.Length * characters * BytesOfCharacter;
        if (size > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: expected text of at most {Array.MaxLength} bytes, got {size}.");
        }

        byte[] bytes = new byte[size];
        BinaryContents.ReadExactly(stream, bytes, name);
        BinaryContents.RequireEnd(stream, name);
        Encoding encoding = new UTF32Encoding(type.IsBigEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        string Cell(int row, int column)
        {
            int length = characters * BytesOfCharacter;
            int index = isColumnMajor ? (column * rows) + row : (row * names.Length) + column;
            try
            {
                return encoding.GetString(bytes, index * length, length).TrimEnd('\0');
            }
            catch (DecoderFallbackException exception)
            {
                throw new InvalidDataException($"{name}: row {row + 1}, column {column + 1}: expected text in UTF-32, got bytes that are none.", exception);
            }
        }

        return [.. names.Select((column, i) => new Texts(column, [.. Enumerable.Range(0, rows).Select(row => Cell(row, i))]))];
    }

    private static (ElementType Type, int Characters, bool IsColumnMajor, long[] Sizes) ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        BinaryContents.ReadExactly(stream, start, name);
        Span<byte> length = stackalloc byte[start[6] == 1 ? 2 : 4];
        BinaryContents.ReadExactly(stream, length, name);
        long headerLength = length.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (start[6] is < 1 or > 3 || headerLength > LongestHeader)
        {
            throw new InvalidDataException($"{name}: expected npy of version 1, 2 or 3, got version {start[6]} with a header of {headerLength} bytes.");
        }

        byte[] header = new byte[headerLength];
        BinaryContents.ReadExactly(stream, header, name);
        string text = Encoding.UTF8.GetString(header).Trim();
        Match match = Header().Match(text);
        if (!match.Success)
        {
            throw new InvalidDataException($"{name}: expected npy's type, order and shape of an array of numbers or text, got {TableLayout.Quote(text, 100)}.");
        }

        char kind = match.Groups["kind"].Value[0];
        int size = int.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture);
        ElementType type = new(kind == 'b' ? 'u' : kind, kind == 'U' ? BytesOfCharacter : size, match.Groups["order"].Value == ">");
        long[] sizes =
        [
            .. match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1),
        ];
        bool isColumnMajor = match.Groups["fortran"].Value == "True";
        return (kind == 'U' ? size > 0 : type.IsKnown) && !(isColumnMajor && sizes.Length > 2)
            ? (type, kind == 'U' ? size : 0, isColumnMajor, sizes)
            : throw new InvalidDataException($"{name}: expected numbers or text, and of more than two dimensions in C order, got {TableLayout.Quote(text, 100)}.");
    }

    [GeneratedRegex(@"^\{(?=.*'descr': '(?<order>[<>|=])(?<kind>[fiubU])(?<size>\d{1,5})')(?=.*'fortran_order': (?<fortran>True|False))(?=.*'shape': \((?<shape>[\d, ]*)\))")]
    private static partial Regex Header();
}

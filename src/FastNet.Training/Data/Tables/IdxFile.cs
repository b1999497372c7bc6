using System.Buffers.Binary;

namespace FastNet.Training;

/// <summary>
/// IDX, the format of MNIST: two zeros, the type of the numbers, how many dimensions, their sizes, the numbers, all with the highest byte first
/// (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
/// </summary>
internal static class IdxFile
{
    private const int MostDimensions = 8;

    public static bool Is(ReadOnlySpan<byte> start) => start is [0, 0, 0x08 or 0x09 or 0x0B or 0x0C or 0x0D or 0x0E, >= 1 and <= MostDimensions, ..];

    /// <summary>An example a row: the first dimension counts them, the others lie in it one after another.</summary>
    /// <exception cref="InvalidDataException">The file is torn.</exception>
    public static Table Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[4];
        BinaryContents.ReadExactly(stream, start, name);
        ElementType type = start[2] switch
        {
            0x08 => new('u', 1, true),
            0x09 => new('i', 1, true),
            0x0B => new('i', 2, true),
            0x0C => new('i', 4, true),
            0x0D => new('f', 4, true),
            _ => new('f', 8, true),
        };
        long[] sizes = new long[start[3]];
        Span<byte> size = stackalloc byte[4];
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryContents.ReadExactly(stream, size, name);
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(size);
        }

        (int rows, int columns) = BinaryContents.Shape(sizes, name);
        BinaryContents.RequireLength((long)rows * columns * type.Size, stream.Length, name);
        TableLayout layout = new(name, HasHeader: false, TableLayout.Numbered(columns), BinaryContents.Image(sizes));
        return new(layout, type.Read(stream, name, rows, layout.Names, isColumnMajor: false), rows);
    }
}

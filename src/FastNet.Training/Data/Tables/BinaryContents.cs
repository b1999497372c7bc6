namespace FastNet.Training;

/// <summary>Reads of a binary file, which ends where it should and not elsewhere.</summary>
internal static class BinaryContents
{
    // More is not believed before it was read.
    private const int BlockLength = 1 << 24;

    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static void ReadExactly(Stream stream, Span<byte> destination, string name)
    {
        for (int first = 0; first < destination.Length;)
        {
            int read = stream.Read(destination.Slice(first, int.Min(BlockLength, destination.Length - first)));
            if (read == 0)
            {
                throw new InvalidDataException($"{name}: expected {destination.Length - first} bytes more, got the end of the file.");
            }

            first += read;
        }
    }

    /// <exception cref="InvalidDataException">The file goes on.</exception>
    public static void RequireEnd(Stream stream, string name)
    {
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"{name}: expected the end of the file behind its last number, got more.");
        }
    }

    /// <summary>Refuses sizes that the file is too short for, before memory is asked for them.</summary>
    /// <param name="bytes">What they take.</param>
    /// <param name="length">What there is.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidDataException">It is too short.</exception>
    public static void RequireLength(long bytes, long length, string name)
    {
        if (bytes > length)
        {
            throw new InvalidDataException($"{name}: expected {bytes} bytes of numbers or text, got at most {length}.");
        }
    }

    /// <summary>The shape of an image where sizes are [images, height, width], or have 1, 3 or 4 channels behind these; null for others.</summary>
    /// <param name="sizes">Sizes whose product is that of an array.</param>
    public static ImageShape? Image(IReadOnlyList<long> sizes) => sizes switch
    {
        [_, var height, var width] => new((int)height, (int)width),
        [_, var height, var width, (1 or 3 or 4) and var channels] => new((int)height, (int)width, (int)channels),
        _ => null,
    };

    /// <summary>The sizes of a matrix: the first, and the product of the others.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is larger than an array.</exception>
    public static (int Rows, int Columns) Shape(IReadOnlyList<long> sizes, string name)
    {
        long columns = 1;
        foreach (long size in sizes.Skip(1))
        {
            columns = size is >= 0 and <= int.MaxValue ? long.Min(columns * size, int.MaxValue) : int.MaxValue;
        }

        return sizes.Count > 0 && sizes[0] >= 1 && columns >= 1 && sizes[0] <= Array.MaxLength / columns
            ? ((int)sizes[0], (int)columns)
            : throw new InvalidDataException($"{name}: expected at least one row and one column, and at most {Array.MaxLength} numbers; got a shape of [{string.Join(", ", sizes)}].");
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FastNet.Training;

/// <summary>What the numbers of a binary file are.</summary>
/// <param name="Kind">'f' for floating point, 'i' for signed whole numbers, 'u' for unsigned ones and truth values.</param>
/// <param name="Size">Bytes of a number.</param>
/// <param name="IsBigEndian">Whether the first byte is the highest.</param>
internal readonly record struct ElementType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>Whether there is such a type.</summary>
    public bool IsKnown => (Kind, Size) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8);

    /// <summary>Reads a matrix as columns.</summary>
    /// <param name="stream">At the first number.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="names">The columns' names.</param>
    /// <param name="isColumnMajor">Whether a column's numbers are adjacent, not a row's.</param>
    /// <exception cref="InvalidDataException">The file ends too early, or goes on.</exception>
    public IReadOnlyList<TableColumn> Read(Stream stream, string name, int rows, string[] names, bool isColumnMajor) => (Kind, Size) switch
    {
        ('f', 2) => Read<Half, short>(stream, name, rows, names, isColumnMajor),
        ('f', 4) => Read<float, int>(stream, name, rows, names, isColumnMajor),
        ('f', _) => Read<double, long>(stream, name, rows, names, isColumnMajor),
        ('i', 1) => Read<sbyte, sbyte>(stream, name, rows, names, isColumnMajor),
        ('i', 2) => Read<short, short>(stream, name, rows, names, isColumnMajor),
        ('i', 4) => Read<int, int>(stream, name, rows, names, isColumnMajor),
        ('i', _) => Read<long, long>(stream, name, rows, names, isColumnMajor),
        (_, 1) => Read<byte, byte>(stream, name, rows, names, isColumnMajor),
        (_, 2) => Read<ushort, short>(stream, name, rows, names, isColumnMajor),
        (_, 4) => Read<uint, int>(stream, name, rows, names, isColumnMajor),
        _ => Read<ulong, long>(stream, name, rows, names, isColumnMajor),
    };

    // TWord: as long as TNumber, for its bytes to be turned.
    private TableColumn[] Read<TNumber, TWord>(Stream stream, string name, int rows, string[] names, bool isColumnMajor)
        where TNumber : unmanaged, INumberBase<TNumber>
        where TWord : unmanaged
    {
        TNumber[] numbers = new TNumber[checked(rows * names.Length)];
        BinaryContents.ReadExactly(stream, MemoryMarshal.AsBytes(numbers.AsSpan()), name);
        BinaryContents.RequireEnd(stream, name);
        if (IsBigEndian == BitConverter.IsLittleEndian)
        {
            Turn(MemoryMarshal.Cast<TNumber, TWord>(numbers.AsSpan()));
        }

        return [.. names.Select((column, i) => new Numbers<TNumber>(column, numbers, isColumnMajor ? i * rows : i, isColumnMajor ? 1 : names.Length))];
    }

    private static void Turn<TWord>(Span<TWord> words)
        where TWord : unmanaged
    {
        if (typeof(TWord) == typeof(short))
        {
            Span<short> values = MemoryMarshal.Cast<TWord, short>(words);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (typeof(TWord) == typeof(int))
        {
            Span<int> values = MemoryMarshal.Cast<TWord, int>(words);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (typeof(TWord) == typeof(long))
        {
            Span<long> values = MemoryMarshal.Cast<TWord, long>(words);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }
}

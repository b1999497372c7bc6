using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// A row-major matrix over memory that somebody else owns: element (i, j) is <c>Values[i·RowStride + j]</c>. Rows are examples.
/// </summary>
public readonly ref struct MatrixSpan<T>
{
    /// <summary>A [rows, columns] matrix whose rows follow each other without a gap.</summary>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than rows·columns.</exception>
    public MatrixSpan(Span<T> values, int rows, int columns)
        : this(values, rows, columns, columns)
    {
    }

    /// <summary>A [rows, columns] matrix with <paramref name="rowStride"/> elements from the start of a row to that of the next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the stride is below the columns.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than (rows − 1)·rowStride + columns.</exception>
    public MatrixSpan(Span<T> values, int rows, int columns, int rowStride)
    {
        int length = ReadOnlyMatrixSpan<T>.CheckedLength(values.Length, rows, columns, rowStride, minimumStride: columns);
        Values = values[..length];
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
    }

    /// <summary>The elements from the first to the last, those between the rows included: (rows − 1)·rowStride + columns.</summary>
    public Span<T> Values { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance from a row's start to the next one's, in elements; at least <see cref="Columns"/>.</summary>
    public int RowStride { get; }

    /// <summary>Element (row, column).</summary>
    /// <exception cref="IndexOutOfRangeException">It lies outside.</exception>
    public ref T this[int row, int column] => ref Row(row)[column];

    /// <summary>Row <paramref name="row"/>: [columns].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> Row(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            Throw.RowsOutOfRange(nameof(row), row, 1, Rows);
        }

        return Values.Slice(row * RowStride, Columns);
    }

    /// <summary>The <paramref name="rows"/> rows from <paramref name="firstRow"/> on; no element moves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows lie outside.</exception>
    public MatrixSpan<T> Slice(int firstRow, int rows)
    {
        ReadOnlyMatrixSpan<T>.CheckSlice(Rows, firstRow, rows);
        return rows == 0
            ? new MatrixSpan<T>([], 0, Columns, RowStride)
            : new MatrixSpan<T>(Values.Slice(firstRow * RowStride, ((rows - 1) * RowStride) + Columns), rows, Columns, RowStride);
    }

    /// <summary>The transpose, for a product to read: strides swapped, no element moves.</summary>
    public StridedSpan<T> Transposed => ((ReadOnlyMatrixSpan<T>)this).Transposed;

    /// <summary>The matrix as a two-dimensional tensor over the same memory.</summary>
    public TensorSpan<T> AsTensorSpan() => new(Values, [Rows, Columns], [Rows > 1 ? RowStride : 0, Columns > 1 ? 1 : 0]);

    /// <summary>A two-dimensional tensor with adjacent columns as a matrix over the same memory.</summary>
    /// <exception cref="ArgumentException">The tensor has another rank, or its columns are not adjacent.</exception>
    public static MatrixSpan<T> FromTensor(TensorSpan<T> tensor)
    {
        (int rows, int columns, int rowStride) = ReadOnlyMatrixSpan<T>.Layout(tensor.Lengths, tensor.Strides);
        int length = rows == 0 || columns == 0 ? 0 : checked(((rows - 1) * rowStride) + columns);
        return new(length == 0 ? [] : MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), length), rows, columns, rowStride);
    }

    /// <summary>The same matrix, for reading.</summary>
    public static implicit operator ReadOnlyMatrixSpan<T>(MatrixSpan<T> matrix) =>
        new(matrix.Values, matrix.Rows, matrix.Columns, matrix.RowStride);

    /// <summary>The matrix as a tensor: <see cref="AsTensorSpan"/>.</summary>
    public static implicit operator TensorSpan<T>(MatrixSpan<T> matrix) => matrix.AsTensorSpan();

    /// <summary>The tensor as a matrix: <see cref="FromTensor"/>.</summary>
    public static explicit operator MatrixSpan<T>(TensorSpan<T> tensor) => FromTensor(tensor);
}

/// <summary>
/// A row-major matrix for reading, over memory that somebody else owns: element (i, j) is <c>Values[i·RowStride + j]</c>.
/// </summary>
public readonly ref struct ReadOnlyMatrixSpan<T>
{
    /// <summary>A [rows, columns] matrix whose rows follow each other without a gap.</summary>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than rows·columns.</exception>
    public ReadOnlyMatrixSpan(ReadOnlySpan<T> values, int rows, int columns)
        : this(values, rows, columns, columns)
    {
    }

    /// <summary>
    /// A [rows, columns] matrix with <paramref name="rowStride"/> elements from the start of a row to that of the next;
    /// a stride of 0 repeats one row.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the stride is neither 0 nor at least the columns.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than (rows − 1)·rowStride + columns.</exception>
    public ReadOnlyMatrixSpan(ReadOnlySpan<T> values, int rows, int columns, int rowStride)
    {
        int length = CheckedLength(values.Length, rows, columns, rowStride, minimumStride: rowStride == 0 ? 0 : columns);
        Values = values[..length];
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
    }

    /// <summary>The elements from the first to the last, those between the rows included: (rows − 1)·rowStride + columns.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance from a row's start to the next one's, in elements; 0 where one row is repeated.</summary>
    public int RowStride { get; }

    /// <summary>Element (row, column).</summary>
    /// <exception cref="IndexOutOfRangeException">It lies outside.</exception>
    public ref readonly T this[int row, int column] => ref Row(row)[column];

    /// <summary>Row <paramref name="row"/>: [columns].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<T> Row(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            Throw.RowsOutOfRange(nameof(row), row, 1, Rows);
        }

        return Values.Slice(row * RowStride, Columns);
    }

    /// <summary>The <paramref name="rows"/> rows from <paramref name="firstRow"/> on; no element moves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows lie outside.</exception>
    public ReadOnlyMatrixSpan<T> Slice(int firstRow, int rows)
    {
        CheckSlice(Rows, firstRow, rows);
        return rows == 0
            ? new ReadOnlyMatrixSpan<T>([], 0, Columns, RowStride)
            : new ReadOnlyMatrixSpan<T>(Values.Slice(firstRow * RowStride, ((rows - 1) * RowStride) + Columns), rows, Columns, RowStride);
    }

    /// <summary>The transpose, for a product to read: strides swapped, no element moves.</summary>
    public StridedSpan<T> Transposed => ((StridedSpan<T>)this).Transposed;

    /// <summary>The matrix as a two-dimensional tensor over the same memory.</summary>
    public ReadOnlyTensorSpan<T> AsTensorSpan() => new(Values, [Rows, Columns], [Rows > 1 ? RowStride : 0, Columns > 1 ? 1 : 0]);

    /// <summary>A two-dimensional tensor with adjacent columns as a matrix over the same memory.</summary>
    /// <exception cref="ArgumentException">The tensor has another rank, or its columns are not adjacent.</exception>
    public static ReadOnlyMatrixSpan<T> FromTensor(ReadOnlyTensorSpan<T> tensor)
    {
        (int rows, int columns, int rowStride) = Layout(tensor.Lengths, tensor.Strides);
        int length = rows == 0 || columns == 0 ? 0 : checked(((rows - 1) * rowStride) + columns);
        return new(
            length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), length), rows, columns, rowStride);
    }

    /// <summary>The matrix as a tensor: <see cref="AsTensorSpan"/>.</summary>
    public static implicit operator ReadOnlyTensorSpan<T>(ReadOnlyMatrixSpan<T> matrix) => matrix.AsTensorSpan();

    /// <summary>The tensor as a matrix: <see cref="FromTensor"/>.</summary>
    public static explicit operator ReadOnlyMatrixSpan<T>(ReadOnlyTensorSpan<T> tensor) => FromTensor(tensor);

    internal static int CheckedLength(int length, int rows, int columns, int rowStride, int minimumStride)
    {
        Throw.IfNot(rows >= 0, nameof(rows), "at least 0", rows);
        Throw.IfNot(columns >= 0, nameof(columns), "at least 0", columns);
        Throw.IfNot(rowStride >= minimumStride, nameof(rowStride), "at least the number of columns", rowStride);
        long needed = rows == 0 ? 0 : ((rows - 1L) * rowStride) + columns;
        if (length < needed)
        {
            Throw.TooShort("values", needed, length);
        }

        return (int)needed;
    }

    internal static void CheckSlice(int available, int firstRow, int rows)
    {
        if ((uint)firstRow > (uint)available || (uint)rows > (uint)(available - firstRow))
        {
            Throw.RowsOutOfRange(nameof(firstRow), firstRow, rows, available);
        }
    }

    // A tensor's stride along a length of 0 or 1 is 0.
    internal static (int Rows, int Columns, int RowStride) Layout(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        if (lengths.Length != 2 || (strides[1] != 1 && lengths[1] > 1))
        {
            Throw.NotAMatrix("tensor", lengths, strides);
        }

        int rows = checked((int)lengths[0]);
        int columns = checked((int)lengths[1]);
        return (rows, columns, rows <= 1 || columns == 0 ? columns : checked((int)strides[0]));
    }
}

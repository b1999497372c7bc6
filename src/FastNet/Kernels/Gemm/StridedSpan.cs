namespace FastNet.Kernels;

/// <summary>
/// A matrix as a product reads it: element (i, j) is <c>Values[i·RowStride + j·ColumnStride]</c>. A transpose swaps the strides.
/// </summary>
public readonly ref struct StridedSpan<T>
{
    private StridedSpan(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int columnStride)
    {
        Values = values;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>The elements, those between the rows included.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance from element (i, j) to (i + 1, j).</summary>
    public int RowStride { get; }

    /// <summary>The distance from element (i, j) to (i, j + 1).</summary>
    public int ColumnStride { get; }

    /// <summary>The transpose, over the same memory.</summary>
    public StridedSpan<T> Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The matrix as it lies.</summary>
    public static implicit operator StridedSpan<T>(ReadOnlyMatrixSpan<T> matrix) =>
        new(matrix.Values, matrix.Rows, matrix.Columns, matrix.RowStride, 1);

    /// <summary>The matrix as it lies.</summary>
    public static implicit operator StridedSpan<T>(MatrixSpan<T> matrix) => (ReadOnlyMatrixSpan<T>)matrix;
}

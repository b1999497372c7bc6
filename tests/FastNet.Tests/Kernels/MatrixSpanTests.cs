using System.Numerics.Tensors;
using FastNet.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>Views of matrices: which element is which, and what is refused.</summary>
public sealed class MatrixSpanTests
{
    // 4 rows of 3 columns, 5 apart; the value of an element is its index in memory.
    private readonly float[] memory = [.. Enumerable.Range(0, 20).Select(i => (float)i)];

    [Fact]
    public void AnElementLiesAtItsRowsStartPlusItsColumn()
    {
        MatrixSpan<float> matrix = new(memory, 4, 3, 5);
        ReadOnlyMatrixSpan<float> readOnly = matrix;
        Assert.Equal((4, 3, 5, 18), (matrix.Rows, matrix.Columns, matrix.RowStride, matrix.Values.Length));
        Assert.Equal((4, 3, 5, 18), (readOnly.Rows, readOnly.Columns, readOnly.RowStride, readOnly.Values.Length));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal([5f * i, (5f * i) + 1, (5f * i) + 2], matrix.Row(i).ToArray());
            Assert.Equal(matrix.Row(i).ToArray(), readOnly.Row(i).ToArray());
            Assert.Equal((5f * i) + 2, readOnly[i, 2]);
        }

        matrix[3, 1] = -1;
        Assert.Equal(-1, memory[16]);
    }

    [Fact]
    public void ASliceIsTheSameMemory()
    {
        MatrixSpan<float> slice = new MatrixSpan<float>(memory, 4, 3, 5).Slice(1, 2);
        ReadOnlyMatrixSpan<float> readOnly = new ReadOnlyMatrixSpan<float>(memory, 4, 3, 5).Slice(1, 2);
        Assert.Equal((2, 3, 5), (slice.Rows, slice.Columns, slice.RowStride));
        Assert.Equal([5f, 6, 7], slice.Row(0).ToArray());
        Assert.Equal([10f, 11, 12], readOnly.Row(1).ToArray());
        slice[1, 0] = -1;
        Assert.Equal(-1, memory[10]);
    }

    [Fact]
    public void ASliceMayBeEmptyAnywhere()
    {
        for (int first = 0; first <= 4; first++)
        {
            MatrixSpan<float> slice = new MatrixSpan<float>(memory, 4, 3, 5).Slice(first, 0);
            Assert.Equal((0, 3), (slice.Rows, slice.Columns));
            Assert.Equal(0, new ReadOnlyMatrixSpan<float>(memory, 4, 3, 5).Slice(first, 0).Rows);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(2, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void ASliceOutsideIsRefused(int first, int rows)
    {
        AssertRefused<ArgumentOutOfRangeException>("firstRow", "4", $"{rows}", () => new MatrixSpan<float>(memory, 4, 3, 5).Slice(first, rows));
        AssertRefused<ArgumentOutOfRangeException>("firstRow", "4", $"{rows}", () => new ReadOnlyMatrixSpan<float>(memory, 4, 3, 5).Slice(first, rows));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void ARowOutsideIsRefused(int row)
    {
        AssertRefused<ArgumentOutOfRangeException>(nameof(row), "4", $"{row}", () => new MatrixSpan<float>(memory, 4, 3, 5).Row(row).Clear());
        AssertRefused<ArgumentOutOfRangeException>(nameof(row), "4", $"{row}", () => { _ = new ReadOnlyMatrixSpan<float>(memory, 4, 3, 5).Row(row); });
    }

    // The padding behind a row is no column of it.
    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void AColumnOutsideIsRefused(int column)
    {
        Assert.Throws<IndexOutOfRangeException>(() => new MatrixSpan<float>(memory, 4, 3, 5)[0, column] = 0);
        Assert.Throws<IndexOutOfRangeException>(() => new ReadOnlyMatrixSpan<float>(memory, 4, 3, 5)[0, column]);
    }

    [Fact]
    public void AShapeMustFitItsMemory()
    {
        AssertRefused<ArgumentException>("values", "23", "20", () => { _ = new MatrixSpan<float>(memory, 5, 3, 5); });
        AssertRefused<ArgumentException>("values", "21", "20", () => { _ = new ReadOnlyMatrixSpan<float>(memory, 7, 3); });
        AssertRefused<ArgumentException>("values", "4295032832", "20", () => { _ = new MatrixSpan<float>(memory, 65_536, 65_537); });
        AssertRefused<ArgumentOutOfRangeException>("rows", "at least 0", "-1", () => { _ = new MatrixSpan<float>(memory, -1, 3); });
        AssertRefused<ArgumentOutOfRangeException>("columns", "at least 0", "-3", () => { _ = new ReadOnlyMatrixSpan<float>(memory, 1, -3); });
        AssertRefused<ArgumentOutOfRangeException>("rowStride", "number of columns", "2", () => { _ = new MatrixSpan<float>(memory, 2, 3, 2); });
        AssertRefused<ArgumentOutOfRangeException>("rowStride", "number of columns", "2", () => { _ = new ReadOnlyMatrixSpan<float>(memory, 2, 3, 2); });
        AssertRefused<ArgumentOutOfRangeException>("rowStride", "number of columns", "-5", () => { _ = new ReadOnlyMatrixSpan<float>(memory, 2, 3, -5); });
    }

    [Fact]
    public void OnlyAViewForReadingRepeatsARow()
    {
        ReadOnlyMatrixSpan<float> repeated = new(memory.AsSpan(0, 3), 4, 3, rowStride: 0);
        Assert.Equal([0f, 1, 2], repeated.Row(3).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("rowStride", () => { _ = new MatrixSpan<float>(memory, 4, 3, 0); });
    }

    [Fact]
    public void ATransposeSwapsTheStrides()
    {
        StridedSpan<float> strided = new MatrixSpan<float>(memory, 4, 3, 5);
        StridedSpan<float> transposed = new MatrixSpan<float>(memory, 4, 3, 5).Transposed;
        Assert.Equal((4, 3, 5, 1), (strided.Rows, strided.Columns, strided.RowStride, strided.ColumnStride));
        Assert.Equal((3, 4, 1, 5), (transposed.Rows, transposed.Columns, transposed.RowStride, transposed.ColumnStride));
        StridedSpan<float> again = transposed.Transposed;
        Assert.Equal((4, 3, 5, 1), (again.Rows, again.Columns, again.RowStride, again.ColumnStride));
        Assert.True(transposed.Values == strided.Values && again.Values == strided.Values);
    }

    [Fact]
    public void TensorsAreTheSameMemory()
    {
        MatrixSpan<float> matrix = new(memory, 4, 3, 5);
        TensorSpan<float> tensor = matrix;
        Assert.Equal([4, 3], tensor.Lengths.ToArray());
        for (nint i = 0; i < 4; i++)
        {
            for (nint j = 0; j < 3; j++)
            {
                Assert.Equal((5f * i) + j, tensor[i, j]);
            }
        }

        tensor[2, 1] = -1;
        MatrixSpan<float> back = (MatrixSpan<float>)tensor;
        Assert.Equal((4, 3, 5), (back.Rows, back.Columns, back.RowStride));
        Assert.True(back.Values == matrix.Values);
        Assert.Equal(-1, back[2, 1]);
    }

    [Fact]
    public void TensorsForReadingAreTheSameMemory()
    {
        ReadOnlyMatrixSpan<float> matrix = new(memory, 4, 3, 5);
        ReadOnlyTensorSpan<float> tensor = matrix;
        Assert.Equal(11, tensor[2, 1]);
        ReadOnlyMatrixSpan<float> back = (ReadOnlyMatrixSpan<float>)tensor;
        Assert.Equal((4, 3, 5), (back.Rows, back.Columns, back.RowStride));
        Assert.True(back.Values == matrix.Values);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 3)]
    public void ThinMatricesComeBackFromTensors(int rows, int columns)
    {
        MatrixSpan<float> matrix = new(memory, rows, columns);
        MatrixSpan<float> back = MatrixSpan<float>.FromTensor(matrix.AsTensorSpan());
        ReadOnlyMatrixSpan<float> readOnly = ReadOnlyMatrixSpan<float>.FromTensor(((ReadOnlyMatrixSpan<float>)matrix).AsTensorSpan());
        Assert.Equal((rows, columns), (back.Rows, back.Columns));
        Assert.Equal((rows, columns), (readOnly.Rows, readOnly.Columns));
        Assert.Equal(matrix.Values.ToArray(), back.Values.ToArray());
        Assert.Equal(matrix.Values.ToArray(), readOnly.Values.ToArray());
    }

    [Fact]
    public void ARepeatedRowIsATensorToo()
    {
        ReadOnlyMatrixSpan<float> repeated = new(memory.AsSpan(1, 3), 4, 3, rowStride: 0);
        ReadOnlyTensorSpan<float> tensor = repeated.AsTensorSpan();
        Assert.Equal((2f, 2f), (tensor[0, 1], tensor[3, 1]));
        Assert.Equal(0, ReadOnlyMatrixSpan<float>.FromTensor(tensor).RowStride);
    }

    [Fact]
    public void OtherTensorsAreRefused()
    {
        AssertRefused<ArgumentException>("tensor", "rank 2", "rank 3", () => { _ = (MatrixSpan<float>)new TensorSpan<float>(memory, [2, 2, 5]); });
        AssertRefused<ArgumentException>("tensor", "rank 2", "rank 1", () => { _ = (ReadOnlyMatrixSpan<float>)new ReadOnlyTensorSpan<float>(memory, [20]); });
        AssertRefused<ArgumentException>("tensor", "adjacent", "5", () => { _ = (MatrixSpan<float>)new TensorSpan<float>(memory, [3, 4], [1, 5]); });
    }

    private static void AssertRefused<TException>(string parameter, string expected, string actual, Action action)
        where TException : ArgumentException
    {
        TException exception = Assert.Throws<TException>(parameter, action);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(actual, exception.Message, StringComparison.Ordinal);
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>What becomes of a predictor's outputs.</summary>
internal unsafe interface IPredictorSink<T>
    where T : unmanaged
{
    /// <summary>Where the last step may write so many columns of rows from the first on; null where it may not.</summary>
    T* Destination(int firstRow, int width, out int rowStride);

    /// <summary>Takes rows of outputs, from its destination or from scratch.</summary>
    void Take(int firstRow, int rows, T* outputs, int rowStride);
}

/// <summary>Outputs as they are, to y.</summary>
internal readonly unsafe struct OutputSink<T>(T* y, int ldy, int columns) : IPredictorSink<T>
    where T : unmanaged
{
    public T* Destination(int firstRow, int width, out int rowStride)
    {
        rowStride = ldy;
        return width == columns ? Row(firstRow) : null;
    }

    public void Take(int firstRow, int rows, T* outputs, int rowStride)
    {
        if (outputs == Row(firstRow))
        {
            return;
        }

        for (int i = 0; i < rows; i++)
        {
            Tail.Copy(outputs + (i * rowStride), Row(firstRow + i), columns);
        }
    }

    /// <summary>A row of y.</summary>
    public T* Row(int row) => y + ((nint)row * ldy);
}

/// <summary>Softmax of the outputs, or the sigmoid of a single one, to y.</summary>
internal readonly unsafe struct ProbabilitySink<T>(T* y, int ldy, int columns) : IPredictorSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OutputSink<T> outputs = new(y, ldy, columns);

    public T* Destination(int firstRow, int width, out int rowStride) => outputs.Destination(firstRow, width, out rowStride);

    public void Take(int firstRow, int rows, T* values, int rowStride)
    {
        outputs.Take(firstRow, rows, values, rowStride);
        MatrixSpan<T> taken = new(new Span<T>(outputs.Row(firstRow), ((rows - 1) * ldy) + columns), rows, columns, ldy);
        if (columns == 1)
        {
            Elementwise.Map(taken, taken, default(ActivationValue<T, Sigmoid>));
        }
        else
        {
            Rows.Softmax(taken, taken);
        }
    }
}

/// <summary>The largest output's number; of a single output, a logit, whether it is above 0; −1 where one is NaN.</summary>
internal readonly unsafe struct ClassSink<T>(int* classes, int columns) : IPredictorSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* Destination(int firstRow, int width, out int rowStride)
    {
        rowStride = 0;
        return null;
    }

    public void Take(int firstRow, int rows, T* outputs, int rowStride)
    {
        for (int i = 0; i < rows; i++)
        {
            T* row = outputs + (i * rowStride);
            classes[firstRow + i] = columns > 1 ? Metrics.ArgMax(new ReadOnlySpan<T>(row, columns))
                : T.IsNaN(*row) ? -1
                : *row > T.Zero ? 1 : 0;
        }
    }
}

namespace FastNet.Tests.Reference;

/// <summary>A matrix that owns its elements, row by row; unlike a span it can be a field.</summary>
internal sealed record Matrix(double[] Values, int Rows, int Columns)
{
    public Matrix(int rows, int columns)
        : this(new double[rows * columns], rows, columns)
    {
    }

    public MatrixSpan<double> Span => new(Values, Rows, Columns);

    public ref double this[int row, int column] => ref Values[(row * Columns) + column];

    public Matrix Transposed()
    {
        Matrix transposed = new(Columns, Rows);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                transposed[j, i] = this[i, j];
            }
        }

        return transposed;
    }

    /// <summary>The elements as numbers of which only element <paramref name="seeded"/> varies.</summary>
    public Dual[,] ToDual(int seeded = -1)
    {
        var duals = new Dual[Rows, Columns];
        for (int i = 0; i < Values.Length; i++)
        {
            duals[i / Columns, i % Columns] = new(Values[i], i == seeded ? 1 : 0);
        }

        return duals;
    }

    public static Matrix ValuesOf(ReadOnlyMatrixSpan<double> source)
    {
        Matrix copy = new(source.Rows, source.Columns);
        for (int i = 0; i < source.Rows; i++)
        {
            source.Row(i).CopyTo(copy.Span.Row(i));
        }

        return copy;
    }

    public static Matrix ValuesOf(Dual[,] duals)
    {
        Matrix values = new(duals.GetLength(0), duals.GetLength(1));
        for (int i = 0; i < values.Values.Length; i++)
        {
            values.Values[i] = duals[i / values.Columns, i % values.Columns].Value;
        }

        return values;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>A column of a matrix, in double.</summary>
internal static class MatrixColumn
{
    public static double[] Of<T>(ReadOnlyMatrixSpan<T> matrix, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] values = new double[matrix.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = double.CreateTruncating(matrix[row, column]);
        }

        return values;
    }
}

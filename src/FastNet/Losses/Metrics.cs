using System.Numerics;

namespace FastNet;

/// <summary>Measures of outputs that people read; none has a gradient.</summary>
public static class Metrics
{
    /// <summary>The column of each row's largest value, the first of equals; −1 where a value is NaN.</summary>
    /// <param name="outputs">[batch, classes], at least one class.</param>
    /// <param name="destination">[batch].</param>
    /// <exception cref="ArgumentException">The destination has another length, or there is no class.</exception>
    public static void ArgMax<T>(ReadOnlyMatrixSpan<T> outputs, Span<int> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireColumns(outputs);
        if (destination.Length != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(destination), outputs.Rows, destination.Length);
        }

        for (int i = 0; i < outputs.Rows; i++)
        {
            destination[i] = ArgMax(outputs.Row(i));
        }
    }

    /// <summary>The number of rows whose largest value stands in the column of their class; a row with NaN is not among them.</summary>
    /// <param name="outputs">[batch, classes].</param>
    /// <param name="classes">[batch].</param>
    /// <exception cref="ArgumentException">There are not as many classes as rows, or there is no column.</exception>
    public static int CountCorrect<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireColumns(outputs);
        if (classes.Length != outputs.Rows)
        {
            Throw.LengthMismatch(nameof(classes), outputs.Rows, classes.Length);
        }

        int correct = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            correct += ArgMax(outputs.Row(i)) == classes[i] ? 1 : 0;
        }

        return correct;
    }

    private static int ArgMax<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        bool isNumber = true;
        for (int j = 0; j < row.Length; j++)
        {
            isNumber &= !T.IsNaN(row[j]);
            best = row[j] > row[best] ? j : best;
        }

        return isNumber ? best : -1;
    }

    private static void RequireColumns<T>(ReadOnlyMatrixSpan<T> outputs)
    {
        if (outputs.Columns == 0)
        {
            throw new ArgumentException("expected at least one column, got none.", nameof(outputs));
        }
    }
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>Outputs of a network that was trained by softmax cross-entropy, as probabilities of the classes.</summary>
public static class Softmax
{
    /// <summary>pⱼ = e^zⱼ / Σₖ e^zₖ, row by row; no output is too large.</summary>
    /// <param name="outputs">z: [batch, classes].</param>
    /// <param name="destination">p: [batch, classes]; may be z.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Probabilities<T>(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outputs, destination);
        Rows.Softmax(outputs, destination);
    }

    /// <summary>ln pⱼ = zⱼ − ln Σₖ e^zₖ, row by row; no output is too large, no probability too small.</summary>
    /// <param name="outputs">z: [batch, classes].</param>
    /// <param name="destination">ln p: [batch, classes]; apart from z.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the memory overlaps.</exception>
    public static void LogProbabilities<T>(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outputs, destination);
        if (destination.Values.Overlaps(outputs.Values))
        {
            Throw.Overlap(nameof(destination), nameof(outputs));
        }

        Rows.LogSoftmax(outputs, destination);
    }

    /// <summary>1 at each row's largest output, the first of equals, else 0; a row with NaN is NaN.</summary>
    /// <param name="outputs">z: [batch, classes].</param>
    /// <param name="destination">[batch, classes]; may be z.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Hardmax<T>(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outputs, destination);
        for (int i = 0; i < outputs.Rows && outputs.Columns > 0; i++)
        {
            int largest = Metrics.ArgMax(outputs.Row(i));
            Span<T> row = destination.Row(i);
            row.Fill(largest < 0 ? T.NaN : T.Zero);
            if (largest >= 0)
            {
                row[largest] = T.One;
            }
        }
    }

    private static void Check<T>(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfUnsupported<T>();
        if (destination.Rows != outputs.Rows || destination.Columns != outputs.Columns)
        {
            Throw.ShapeMismatch(nameof(destination), (outputs.Rows, outputs.Columns), (destination.Rows, destination.Columns));
        }
    }
}

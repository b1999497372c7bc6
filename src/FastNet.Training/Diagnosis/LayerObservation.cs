using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>What was seen of a layer in its last forward and backward pass; null what a pass left out.</summary>
internal sealed class LayerObservation(Layer layer)
{
    private const double SaturatedTanh = 0.99;
    private const double SaturatedSigmoid = 0.01;

    /// <summary>The root mean square of y.</summary>
    public double? Output { get; private set; }

    /// <summary>The root mean square of the loss's gradient with respect to y.</summary>
    public double? Gradient { get; private set; }

    /// <summary>Of a ReLU: the share of units that are 0 for every example.</summary>
    public double? DeadShare { get; private set; }

    /// <summary>The share of outputs with |a| &gt; 0.99 of tanh, a &lt; 0.01 or a &gt; 0.99 of a sigmoid.</summary>
    public double? SaturatedShare { get; private set; }

    public void SeeForward<T>(ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Output = RootMeanSquare.Of(y);
        DeadShare = layer is ActivationLayer<Relu> ? Dead(y) : null;
        SaturatedShare = layer switch
        {
            ActivationLayer<Tanh> => Beyond(y, -SaturatedTanh, SaturatedTanh),
            ActivationLayer<Sigmoid> or ActivationLayer<HardSigmoid> => Beyond(y, SaturatedSigmoid, 1 - SaturatedSigmoid),
            _ => null,
        };
    }

    public void SeeBackward<T>(ReadOnlyMatrixSpan<T> dy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Gradient = RootMeanSquare.Of(dy);

    private static double Dead<T>(ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int dead = 0;
        for (int unit = 0; unit < y.Columns; unit++)
        {
            int row = 0;
            while (row < y.Rows && y[row, unit] == T.Zero)
            {
                row++;
            }

            dead += row == y.Rows ? 1 : 0;
        }

        return (double)dead / y.Columns;
    }

    private static double Beyond<T>(ReadOnlyMatrixSpan<T> y, double least, double most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long beyond = 0;
        for (int row = 0; row < y.Rows; row++)
        {
            foreach (T value in y.Row(row))
            {
                double a = double.CreateTruncating(value);
                beyond += a < least || a > most ? 1 : 0;
            }
        }

        return beyond / ((double)y.Rows * y.Columns);
    }
}

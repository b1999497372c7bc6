using System.Numerics;

namespace FastNet.Tests.Layers;

/// <summary>A loss with the targets and the weights of one batch.</summary>
/// <param name="loss">The product's.</param>
/// <param name="columns">Of the outputs.</param>
/// <param name="classes">[batch], or null where the targets are values.</param>
/// <param name="values">[batch, columns].</param>
/// <param name="weights">[batch], or null.</param>
internal sealed class BatchLoss<T>(Loss<T> loss, int columns, int[]? classes, T[] values, T[]? weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double divisor = loss.Divisor(TargetsOf(classes, values, columns, weights));

    /// <summary>The loss of outputs; the gradient is written where one is asked for.</summary>
    public double Evaluate(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> outputGradient = default) => loss.Evaluate(outputs, Targets, outputGradient);

    /// <summary>The share of the batch's loss that the rows from <paramref name="first"/> on have.</summary>
    public double EvaluatePart(ReadOnlyMatrixSpan<T> outputs, int first, MatrixSpan<T> outputGradient = default) =>
        loss.Evaluate(outputs, Targets.Slice(first, outputs.Rows), outputGradient, divisor);

    /// <summary>Appends on which side of the loss's kinks each output lies; nothing for a smooth loss. Huber's slope alone has a kink.</summary>
    public void AddPieces(ReadOnlyMatrixSpan<T> outputs, List<int> pieces)
    {
        Func<T, T, int>? pieceOf = loss switch
        {
            MeanAbsoluteError<T> => (z, t) => z > t ? 1 : 0,
            Huber<T> huber => (z, t) => T.Abs(z - t) > T.CreateTruncating(huber.Element.Delta) ? 1 : 0,
            Hinge<T> => (z, t) => t * z < T.One ? 1 : 0,
            _ => null,
        };
        for (int i = 0; i < outputs.Rows && pieceOf is not null; i++)
        {
            for (int j = 0; j < outputs.Columns; j++)
            {
                pieces.Add(pieceOf(outputs[i, j], values[(i * columns) + j]));
            }
        }
    }

    private Targets<T> Targets => TargetsOf(classes, values, columns, weights);

    private static Targets<T> TargetsOf(int[]? classes, T[] values, int columns, T[]? weights)
    {
        Targets<T> targets = classes is null ? new ReadOnlyMatrixSpan<T>(values, values.Length / columns, columns) : classes;
        return weights is null ? targets : targets.WithWeights(weights);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>The loss of one output z against one target t, and its slope ∂/∂z, with a parameter p of the output's column.</summary>
internal interface IColumnLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TVector Value<TVector, TLanes>(TVector z, TVector t, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;

    TVector Slope<TVector, TLanes>(TVector z, TVector t, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>A loss that is the same in every column.</summary>
internal readonly struct WithoutParameter<T, TLoss>(TLoss loss) : IColumnLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TVector, TLanes>(TVector z, TVector t, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        loss.Value<T, TVector, TLanes>(z, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<TVector, TLanes>(TVector z, TVector t, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        loss.Slope<T, TVector, TLanes>(z, t);
}

internal static unsafe class ElementLossKernel
{
    /// <summary>The mean over all elements, and its gradient. Parameters: none, one for all columns, or one for each.</summary>
    public static double Run<T, TLoss>(
        TLoss loss, ReadOnlySpan<T> parameters, ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, double divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IColumnLoss<T>
    {
        if (targets.HasClasses)
        {
            throw new ArgumentException("expected a matrix of values, got classes.", nameof(targets));
        }

        (nint rows, nint columns) = (outputs.Rows, outputs.Columns);
        double elements = divisor * columns;
        bool hasGradient = outputGradient.Rows != 0;
        bool isOneForAll = parameters.Length == 1;
        if (outputs.RowStride == columns && targets.Values.RowStride == columns && (!hasGradient || outputGradient.RowStride == columns)
            && targets.Weights.IsEmpty && parameters.Length <= 1)
        {
            // Adjacent rows of which none differs from the others are one: no vector is broken off at a row's end.
            (rows, columns) = (1, rows * columns);
        }

        double sum = 0;
        fixed (T* z = outputs.Values, t = targets.Values.Values, g = outputGradient.Values, v = targets.Weights, p = parameters)
        {
            Simd.Run<T, ElementLossKernel<T, TLoss>>(new(
                loss, z, outputs.RowStride, t, targets.Values.RowStride, v, isOneForAll ? null : p, isOneForAll ? *p : T.Zero,
                hasGradient ? g : null, outputGradient.RowStride, rows, columns, T.CreateTruncating(1 / elements), &sum));
        }

        return sum / elements;
    }
}

/// <summary>
/// The elements' losses in T, each times its example's weight, summed in double by one chain in the order of the rows; and each element's
/// slope times (its example's weight · <paramref name="weight"/>).
/// </summary>
internal readonly unsafe struct ElementLossKernel<T, TLoss>(
    TLoss loss, T* z, nint zStride, T* targets, nint targetStride, T* exampleWeights, T* parameters, T parameter,
    T* gradient, nint gradientStride, nint rows, nint columns, T weight, double* result)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IColumnLoss<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double sum = 0;
        for (nint i = 0; i < rows; i++)
        {
            T exampleWeight = exampleWeights == null ? T.One : exampleWeights[i];
            double exampleWeightInDouble = double.CreateTruncating(exampleWeight);
            TVector slopeWeight = TLanes.Splat(exampleWeight * weight);
            for (nint j = 0; j < columns; j += TLanes.Count)
            {
                int count = (int)nint.Min(TLanes.Count, columns - j);
                TVector x = Elements.Load<T, TVector, TLanes>(z + (i * zStride) + j, count);
                TVector t = Elements.Load<T, TVector, TLanes>(targets + (i * targetStride) + j, count);
                TVector p = parameters == null ? TLanes.Splat(parameter) : Elements.Load<T, TVector, TLanes>(parameters + j, count);
                TVector values = loss.Value<TVector, TLanes>(x, t, p);
                T* lanes = (T*)&values;
                for (int lane = 0; lane < count; lane++)
                {
                    sum += exampleWeightInDouble * double.CreateTruncating(lanes[lane]);
                }

                if (gradient != null)
                {
                    TVector slopes = TLanes.Multiply(slopeWeight, loss.Slope<TVector, TLanes>(x, t, p));
                    Elements.Store<T, TVector, TLanes>(slopes, gradient + (i * gradientStride) + j, count);
                }
            }
        }

        *result = sum;
    }
}

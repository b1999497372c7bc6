using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = −(1/batch) Σᵢ Σⱼ tᵢⱼ ln pᵢⱼ, p = softmax(z) by rows;  ∂L/∂z = (p·Σⱼ t − t)/batch. Targets: classes, or probabilities.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class SoftmaxCrossEntropy<T> : Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override unsafe double EvaluateChecked(
        ReadOnlyMatrixSpan<T> outputs, Targets<T> targets, MatrixSpan<T> outputGradient, int batch)
    {
        if (!targets.HasClasses)
        {
            RequireProbabilities(targets);
        }

        for (int i = 0; i < targets.Classes.Length; i++)
        {
            if ((uint)targets.Classes[i] >= (uint)outputs.Columns)
            {
                Throw.LabelOutOfRange(nameof(targets), i, targets.Classes[i], outputs.Columns);
            }
        }

        double sum = 0;
        fixed (T* z = outputs.Values, t = targets.Values.Values, g = outputGradient.Values)
        {
            fixed (int* classes = targets.Classes)
            {
                Simd.Run<T, SoftmaxCrossEntropyKernel<T>>(new(
                    z, outputs.RowStride, classes, t, targets.Values.RowStride, outputGradient.Rows == 0 ? null : g, outputGradient.RowStride,
                    outputs.Rows, outputs.Columns, T.One / T.CreateTruncating(batch), &sum));
            }
        }

        return sum / batch;
    }
}

/// <summary>The summed loss of all rows, and each row's gradient times <paramref name="weight"/>.</summary>
internal readonly unsafe struct SoftmaxCrossEntropyKernel<T>(
    T* z, nint zStride, int* classes, T* targets, nint targetStride, T* gradient, nint gradientStride, nint rows, nint columns, T weight,
    double* loss)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ColumnsOnStack = 512;

    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double sum = 0;
        for (nint i = 0; i < rows; i++)
        {
            T* row = z + (i * zStride);
            sum += classes != null ? RowOfClass<TVector, TLanes>(row, i) : RowOfTargets<TVector, TLanes>(row, i);
        }

        *loss = sum;
    }

    // ln Σe + max − z of the class;  (p − 1 at the class)·weight.
    private double RowOfClass<TVector, TLanes>(T* row, nint i)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* g = gradient == null ? null : gradient + (i * gradientStride);
        (T max, T sum) = Exponentials<TVector, TLanes>(row, g);
        if (g != null)
        {
            new UnaryKernel<T, ScaleAndSubtract<T>>(g, g, columns, new(weight / sum, T.Zero)).Run<TVector, TLanes>();
            g[classes[i]] -= weight;
        }

        return VectorMath.Log(double.CreateTruncating(sum)) + (double.CreateTruncating(max) - double.CreateTruncating(row[classes[i]]));
    }

    // Σ t·(ln Σe + max − z);  (p·Σt − t)·weight.
    private double RowOfTargets<TVector, TLanes>(T* row, nint i)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* g = gradient == null ? null : gradient + (i * gradientStride);
        T* t = targets + (i * targetStride);
        (T max, T sum) = Exponentials<TVector, TLanes>(row, g);
        double logSum = VectorMath.Log(double.CreateTruncating(sum)) + double.CreateTruncating(max);
        double total = 0;
        double loss = 0;
        for (nint j = 0; j < columns; j++)
        {
            double target = double.CreateTruncating(t[j]);
            total += target;

            // A class of probability 0 costs nothing, even where its output is −∞.
            loss += target == 0 ? 0 : target * (logSum - double.CreateTruncating(row[j]));
        }

        if (g != null)
        {
            T factor = T.CreateTruncating(total) * weight / sum;
            new BinaryKernel<T, ScaleAndSubtractScaled<T>>(g, t, g, columns, new(factor, weight)).Run<TVector, TLanes>();
        }

        return loss;
    }

    // e^(z − max) to the gradient's row; where there is none, block by block to the stack.
    [SkipLocalsInit]
    private (T Max, T Sum) Exponentials<TVector, TLanes>(T* row, T* g)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        if (g != null)
        {
            return Rows.ExpOfDistanceToMax<T, TVector, TLanes>(row, g, columns);
        }

        T* block = stackalloc T[ColumnsOnStack];
        if (columns <= ColumnsOnStack)
        {
            return Rows.ExpOfDistanceToMax<T, TVector, TLanes>(row, block, columns);
        }

        T max = Rows.Max<T, TVector, TLanes>(row, columns);
        T* lanes = stackalloc T[Simd.ReductionLanes];
        new Span<T>(lanes, Simd.ReductionLanes).Clear();
        for (nint j = 0; j < columns; j += ColumnsOnStack)
        {
            nint count = nint.Min(ColumnsOnStack, columns - j);
            new UnaryKernel<T, ExpOfDistance<T>>(row + j, block, count, new(max)).Run<TVector, TLanes>();
            Rows.AddToLanes<T, TVector, TLanes>(block, count, lanes);
        }

        return (max, Rows.SumOfLanes<T, TVector, TLanes>(lanes));
    }
}

/// <summary>z = x·a − y·b.</summary>
internal readonly struct ScaleAndSubtractScaled<T>(T a, T b) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Multiply(x, TLanes.Splat(a)), TLanes.Multiply(y, TLanes.Splat(b)));
}

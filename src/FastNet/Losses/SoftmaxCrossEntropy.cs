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
                    z, outputs.RowStride, z + outputs.Values.Length, classes, t, targets.Values.RowStride,
                    outputGradient.Rows == 0 ? null : g, outputGradient.RowStride, g + outputGradient.Values.Length,
                    outputs.Rows, outputs.Columns, T.One / T.CreateTruncating(batch), &sum));
            }
        }

        return sum / batch;
    }
}

/// <summary>The summed loss of all rows, and each row's gradient times <paramref name="weight"/>.</summary>
internal readonly unsafe struct SoftmaxCrossEntropyKernel<T>(
    T* z, nint zStride, T* zEnd, int* classes, T* targets, nint targetStride, T* gradient, nint gradientStride, T* gradientEnd,
    nint rows, nint columns, T weight, double* loss)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ColumnsOnStack = 512;
    private const int RowsOnStack = 64;

    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double sum = 0;
        if (classes != null)
        {
            for (nint i = 0; i < rows; i += RowsOnStack)
            {
                sum = AddRowsOfClasses<TVector, TLanes>(i, (int)nint.Min(RowsOnStack, rows - i), sum);
            }
        }
        else
        {
            for (nint i = 0; i < rows; i++)
            {
                sum += RowOfTargets<TVector, TLanes>(i);
            }
        }

        *loss = sum;
    }

    // ln Σe + (max − z of the class);  (p − 1 at the class)·weight. The logarithms of a block of rows are taken together.
    [SkipLocalsInit]
    private double AddRowsOfClasses<TVector, TLanes>(nint first, int count, double sum)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double* logs = stackalloc double[RowsOnStack];
        double* distances = stackalloc double[RowsOnStack];
        bool narrow = columns <= TLanes.Count;
        for (int r = 0; r < count; r++)
        {
            nint i = first + r;
            T* row = z + (i * zStride);
            T* g = Gradient(i);
            int label = classes[i];
            (T max, T total) = narrow ? NarrowRow<TVector, TLanes>(row, g) : WideRow<TVector, TLanes>(row, g);
            if (g != null)
            {
                g[label] -= weight;
            }

            logs[r] = double.CreateTruncating(total);
            distances[r] = double.CreateTruncating(max) - double.CreateTruncating(row[label]);
        }

        Simd.Run<double, UnaryKernel<double, Logarithm>>(new(logs, logs, count, default));
        for (int r = 0; r < count; r++)
        {
            sum += logs[r] + distances[r];
        }

        return sum;
    }

    // A row that fits one vector: its sum over 32 lanes is that of the vector, as the other lanes are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (T Max, T Sum) NarrowRow<TVector, TLanes>(T* row, T* g)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T max = row[0];
        for (nint j = 1; j < columns; j++)
        {
            max = row[j] > max ? row[j] : max;
        }

        // What stands behind the row may be read as far as it lies inside the matrix, and is masked out.
        TVector x = row + TLanes.Count <= zEnd ? TLanes.Load(row) : Tail.Load<T, TVector, TLanes>(row, (int)columns);
        TVector valid = TLanes.MaskFromBits((1UL << (int)columns) - 1);
        TVector e = TLanes.And(valid, VectorMath.Exp<T, TVector, TLanes>(TLanes.Subtract(x, TLanes.Splat(max))));
        T sum = TLanes.SumHalving(e);
        if (g != null)
        {
            TVector scaled = TLanes.Multiply(e, TLanes.Splat(weight / sum));

            // Where rows are adjacent, what is written too much belongs to rows whose turn is still to come.
            if (gradientStride == columns && g + TLanes.Count <= gradientEnd)
            {
                TLanes.Store(scaled, g);
            }
            else
            {
                Tail.Store<T, TVector, TLanes>(scaled, g, (int)columns);
            }
        }

        return (max, sum);
    }

    private (T Max, T Sum) WideRow<TVector, TLanes>(T* row, T* g)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        (T max, T sum) = Exponentials<TVector, TLanes>(row, g);
        if (g != null)
        {
            new UnaryKernel<T, ScaleAndSubtract<T>>(g, g, columns, new(weight / sum, T.Zero)).Run<TVector, TLanes>();
        }

        return (max, sum);
    }

    // Σ t·(ln Σe + max − z);  (p·Σt − t)·weight.
    private double RowOfTargets<TVector, TLanes>(nint i)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* row = z + (i * zStride);
        T* g = Gradient(i);
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

    private T* Gradient(nint i) => gradient == null ? null : gradient + (i * gradientStride);

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

/// <summary>y = ln x.</summary>
internal readonly struct Logarithm : IUnaryOperator<double>
{
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<double, TVector> =>
        VectorMath.Log<double, TVector, TLanes>(x);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>What each row of a softmax should be: q = u·((1 − s)·t + s/K), t being 1 at the class where targets are classes.</summary>
internal readonly unsafe struct SoftmaxTargets<T>(int* classes, T* probabilities, nint stride, T* classWeights, T keep, T share)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether each row has one class alone, so that its loss is the class weight times −ln p of the class.</summary>
    public bool AreClasses => classes != null && share == T.Zero;

    public int Class(nint row) => classes[row];

    public T ClassWeight(int label) => classWeights == null ? T.One : classWeights[label];

    /// <summary>The q of <paramref name="count"/> columns: where they lie, or in the block.</summary>
    public T* Row(nint row, nint first, nint count, T* block)
    {
        T* t = probabilities + (row * stride) + first;
        if (classes == null && classWeights == null && share == T.Zero)
        {
            return t;
        }

        for (nint k = 0; k < count; k++)
        {
            T target = classes == null ? t[k] : first + k == classes[row] ? T.One : T.Zero;
            block[k] = ClassWeight((int)(first + k)) * ((target * keep) + share);
        }

        return block;
    }
}

/// <summary>The summed loss of all rows, and each row's gradient, times (the example's weight · <paramref name="weight"/>).</summary>
internal readonly unsafe struct SoftmaxCrossEntropyKernel<T>(
    T* z, nint zStride, T* zEnd, SoftmaxTargets<T> targets, T* exampleWeights, T* gradient, nint gradientStride, T* gradientEnd,
    nint rows, nint columns, T weight, double* loss)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ColumnsOnStack = 512;
    private const int RowsOnStack = 64;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double sum = 0;
        if (targets.AreClasses)
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

    // v·u·(ln Σe + (max − z of the class));  (p − 1 at the class)·v·u·weight. The logarithms of a block of rows are taken together.
    [SkipLocalsInit]
    private double AddRowsOfClasses<TVector, TLanes>(nint first, int count, double sum)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double* logs = stackalloc double[RowsOnStack];
        double* distances = stackalloc double[RowsOnStack];
        double* factors = stackalloc double[RowsOnStack];
        bool narrow = columns <= TLanes.Count;
        for (int r = 0; r < count; r++)
        {
            nint i = first + r;
            T* row = z + (i * zStride);
            T* g = Gradient(i);
            int label = targets.Class(i);
            T factor = ExampleWeight(i) * targets.ClassWeight(label);
            T rowWeight = factor * weight;
            (T max, T total) = narrow ? NarrowRow<TVector, TLanes>(row, g, rowWeight) : WideRow<TVector, TLanes>(row, g, rowWeight);
            if (g != null)
            {
                g[label] -= rowWeight;
            }

            factors[r] = double.CreateTruncating(factor);
            logs[r] = double.CreateTruncating(total);
            distances[r] = double.CreateTruncating(max) - double.CreateTruncating(row[label]);
        }

        Simd.Run<double, UnaryKernel<double, Logarithm>>(new(logs, logs, count, default));
        for (int r = 0; r < count; r++)
        {
            sum += factors[r] * (logs[r] + distances[r]);
        }

        return sum;
    }

    // A row that fits one vector: its sum over 32 lanes is that of the vector, as the other lanes are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (T Max, T Sum) NarrowRow<TVector, TLanes>(T* row, T* g, T rowWeight)
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
            TVector scaled = TLanes.Multiply(e, TLanes.Splat(rowWeight / sum));

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

    private (T Max, T Sum) WideRow<TVector, TLanes>(T* row, T* g, T rowWeight)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        (T max, T sum) = Exponentials<TVector, TLanes>(row, g);
        if (g != null)
        {
            new UnaryKernel<T, ScaleAndSubtract<T>>(g, g, columns, new(rowWeight / sum, T.Zero)).Run<TVector, TLanes>();
        }

        return (max, sum);
    }

    // v·Σ q·(ln Σe + max − z);  (p·Σq − q)·v·weight.
    [SkipLocalsInit]
    private double RowOfTargets<TVector, TLanes>(nint i)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* row = z + (i * zStride);
        T* g = Gradient(i);
        T* block = stackalloc T[ColumnsOnStack];
        (T max, T sum) = Exponentials<TVector, TLanes>(row, g);
        double logSum = VectorMath.Log(double.CreateTruncating(sum)) + double.CreateTruncating(max);
        double total = 0;
        double rowLoss = 0;
        for (nint j = 0; j < columns; j += ColumnsOnStack)
        {
            nint count = nint.Min(ColumnsOnStack, columns - j);
            T* q = targets.Row(i, j, count, block);
            for (nint k = 0; k < count; k++)
            {
                double target = double.CreateTruncating(q[k]);
                total += target;

                // A class of probability 0 costs nothing, even where its output is −∞.
                rowLoss += target == 0 ? 0 : target * (logSum - double.CreateTruncating(row[j + k]));
            }
        }

        if (g != null)
        {
            T rowWeight = ExampleWeight(i) * weight;
            ScaleAndSubtractScaled<T> gradientOf = new(T.CreateTruncating(total) * rowWeight / sum, rowWeight);
            for (nint j = 0; j < columns; j += ColumnsOnStack)
            {
                nint count = nint.Min(ColumnsOnStack, columns - j);
                T* q = targets.Row(i, j, count, block);
                new BinaryKernel<T, ScaleAndSubtractScaled<T>>(g + j, q, g + j, count, gradientOf).Run<TVector, TLanes>();
            }
        }

        return double.CreateTruncating(ExampleWeight(i)) * rowLoss;
    }

    private T ExampleWeight(nint i) => exampleWeights == null ? T.One : exampleWeights[i];

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
            LaneSum.Add<T, TVector, TLanes, ExpOfDistance<T>>(new(row + j, block, max), 0, count, lanes);
        }

        return (max, LaneSum.Total<T, TVector, TLanes>(lanes));
    }
}

/// <summary>z = x·a − y·b.</summary>
internal readonly struct ScaleAndSubtractScaled<T>(T a, T b) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Multiply(x, TLanes.Splat(a)), TLanes.Multiply(y, TLanes.Splat(b)));
}

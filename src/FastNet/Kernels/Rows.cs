using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Functions of a whole row. Sums have 32 lanes, element j in lane j mod 32, which are then added by halving.</summary>
internal static unsafe class Rows
{
    /// <summary>y = softmax(x) by rows: e^(xⱼ − max x)/Σₖ e^(xₖ − max x). y may be x.</summary>
    public static void Softmax<T>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x.Values, py = y.Values)
        {
            Simd.Run<T, SoftmaxKernel<T>>(new(px, x.RowStride, py, y.RowStride, x.Rows, x.Columns, logarithm: false));
        }
    }

    /// <summary>y = ln softmax(x) by rows: xⱼ − max x − ln Σₖ e^(xₖ − max x). y must not be x.</summary>
    public static void LogSoftmax<T>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x.Values, py = y.Values)
        {
            Simd.Run<T, SoftmaxKernel<T>>(new(px, x.RowStride, py, y.RowStride, x.Rows, x.Columns, logarithm: true));
        }
    }

    /// <summary>The largest of n ≥ 1 values; any of them where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T, TVector, TLanes>(T* x, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T max = x[0];
        nint j = 0;
        nint w = TLanes.Count;
        if (n >= 4 * w)
        {
            // Four chains hide a comparison's latency.
            TVector max0 = TLanes.Load(x), max1 = max0, max2 = max0, max3 = max0;
            for (; j <= n - (4 * w); j += 4 * w)
            {
                max0 = TLanes.Max(TLanes.Load(x + j), max0);
                max1 = TLanes.Max(TLanes.Load(x + j + w), max1);
                max2 = TLanes.Max(TLanes.Load(x + j + (2 * w)), max2);
                max3 = TLanes.Max(TLanes.Load(x + j + (3 * w)), max3);
            }

            TVector maxima = TLanes.Max(TLanes.Max(max0, max1), TLanes.Max(max2, max3));
            T* lanes = stackalloc T[TLanes.Count];
            TLanes.Store(maxima, lanes);
            max = LargestOf(lanes, w, max);
        }

        return LargestOf(x + j, n - j, max);
    }

    private static T LargestOf<T>(T* x, nint n, T max)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint j = 0; j < n; j++)
        {
            max = x[j] > max ? x[j] : max;
        }

        return max;
    }

    /// <summary>The sum of n values over 32 lanes.</summary>
    [SkipLocalsInit]
    public static T Sum<T, TVector, TLanes>(T* x, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* lanes = stackalloc T[Simd.ReductionLanes];
        new Span<T>(lanes, Simd.ReductionLanes).Clear();
        AddToLanes<T, TVector, TLanes>(x, n, lanes);
        return SumOfLanes<T, TVector, TLanes>(lanes);
    }

    /// <summary>sums[i] = the sum of row i, over 32 lanes, of a matrix by a formula.</summary>
    public static void Sum<T, TElements>(TElements x, int columns, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T>
    {
        fixed (T* ps = sums)
        {
            Simd.Run<T, SumKernel<T, TElements>>(new(x, sums.Length, columns, ps));
        }
    }

    /// <summary>Adds element j to lane j mod 32; a row that comes in parts comes in parts of multiples of 32, but for the last.</summary>
    public static void AddToLanes<T, TVector, TLanes>(T* x, nint n, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint j = 0;
        if (w >= 8)
        {
            // 32 lanes are two vectors, or four, which stay in registers.
            TVector sum0 = TLanes.Load(lanes);
            TVector sum1 = TLanes.Load(lanes + w);
            TVector sum2 = w == 8 ? TLanes.Load(lanes + (2 * w)) : default;
            TVector sum3 = w == 8 ? TLanes.Load(lanes + (3 * w)) : default;
            for (; j <= n - Simd.ReductionLanes; j += Simd.ReductionLanes)
            {
                sum0 = TLanes.Add(sum0, TLanes.Load(x + j));
                sum1 = TLanes.Add(sum1, TLanes.Load(x + j + w));
                if (w == 8)
                {
                    sum2 = TLanes.Add(sum2, TLanes.Load(x + j + (2 * w)));
                    sum3 = TLanes.Add(sum3, TLanes.Load(x + j + (3 * w)));
                }
            }

            TLanes.Store(sum0, lanes);
            TLanes.Store(sum1, lanes + w);
            if (w == 8)
            {
                TLanes.Store(sum2, lanes + (2 * w));
                TLanes.Store(sum3, lanes + (3 * w));
            }
        }
        else
        {
            for (; j <= n - Simd.ReductionLanes; j += Simd.ReductionLanes)
            {
                for (nint lane = 0; lane < Simd.ReductionLanes; lane += w)
                {
                    TLanes.Store(TLanes.Add(TLanes.Load(lanes + lane), TLanes.Load(x + j + lane)), lanes + lane);
                }
            }
        }

        for (nint lane = 0; j < n; j++, lane++)
        {
            lanes[lane] += x[j];
        }
    }

    /// <summary>The sum of 32 lanes by halving, which overwrites them.</summary>
    public static T SumOfLanes<T, TVector, TLanes>(T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        // Halving, as far as whole vectors go; within one vector its own halving is the rest of the same tree.
        for (int width = Simd.ReductionLanes / 2; width >= TLanes.Count; width /= 2)
        {
            for (int lane = 0; lane < width; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(lanes + lane), TLanes.Load(lanes + lane + width)), lanes + lane);
            }
        }

        return TLanes.SumHalving(TLanes.Load(lanes));
    }

    /// <summary>e = e^(x − max x), which is written to y; returns max x and Σ e over 32 lanes.</summary>
    [SkipLocalsInit]
    public static (T Max, T Sum) ExpOfDistanceToMax<T, TVector, TLanes>(T* x, T* y, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T max = Max<T, TVector, TLanes>(x, n);
        T* lanes = stackalloc T[Simd.ReductionLanes];
        new Span<T>(lanes, Simd.ReductionLanes).Clear();
        AddExpOfDistance<T, TVector, TLanes>(x, y, n, max, lanes);
        return (max, SumOfLanes<T, TVector, TLanes>(lanes));
    }

    /// <summary>y = e^(x − reference), whose element j is added to lane j mod 32.</summary>
    public static void AddExpOfDistance<T, TVector, TLanes>(T* x, T* y, nint n, T reference, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint whole = TLanes.Count >= Simd.ReductionLanes / 4 ? n & -Simd.ReductionLanes : 0;
        if (whole > 0)
        {
            AddExpOfDistanceInRegisters<T, Pair<TVector>, PairedLanes<T, TVector, TLanes>>(x, y, whole, reference, lanes);
        }

        if (whole < n)
        {
            new UnaryKernel<T, ExpOfDistance<T>>(x + whole, y + whole, n - whole, new(reference)).Run<TVector, TLanes>();
            AddToLanes<T, TVector, TLanes>(y + whole, n - whole, lanes);
        }
    }

    // n is a multiple of 32. The lanes are one vector, or two, which change places.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddExpOfDistanceInRegisters<T, TVector, TLanes>(T* x, T* y, nint n, T reference, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        ExpOfDistance<T> f = new(reference);
        TVector sum = TLanes.Load(lanes);
        TVector other = TLanes.Count < Simd.ReductionLanes ? TLanes.Load(lanes + TLanes.Count) : default;
        for (nint j = 0; j < n; j += TLanes.Count)
        {
            TVector e = f.Invoke<TVector, TLanes>(TLanes.Load(x + j));
            TLanes.Store(e, y + j);
            sum = TLanes.Add(sum, e);
            if (TLanes.Count < Simd.ReductionLanes)
            {
                (sum, other) = (other, sum);
            }
        }

        TLanes.Store(sum, lanes);
        if (TLanes.Count < Simd.ReductionLanes)
        {
            TLanes.Store(other, lanes + TLanes.Count);
        }
    }
}

/// <summary>y = e^(x − reference).</summary>
internal readonly struct ExpOfDistance<T>(T reference) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.Exp<T, TVector, TLanes>(TLanes.Subtract(x, TLanes.Splat(reference)));
}

/// <summary>y = x·factor − distance.</summary>
internal readonly struct ScaleAndSubtract<T>(T factor, T distance) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Multiply(x, TLanes.Splat(factor)), TLanes.Splat(distance));
}

internal readonly unsafe struct SoftmaxKernel<T>(T* x, nint xStride, T* y, nint yStride, nint rows, nint columns, bool logarithm) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        for (nint i = 0; i < rows && columns > 0; i++)
        {
            T* source = x + (i * xStride);
            T* destination = y + (i * yStride);
            (T max, T sum) = Rows.ExpOfDistanceToMax<T, TVector, TLanes>(source, destination, columns);
            if (logarithm)
            {
                T distance = max + VectorMath.Log<T, T, Lanes1<T>>(sum);
                new UnaryKernel<T, ScaleAndSubtract<T>>(source, destination, columns, new(T.One, distance)).Run<TVector, TLanes>();
            }
            else
            {
                new UnaryKernel<T, ScaleAndSubtract<T>>(destination, destination, columns, new(T.One / sum, T.Zero)).Run<TVector, TLanes>();
            }
        }
    }
}

internal readonly unsafe struct SumKernel<T, TElements>(TElements x, nint rows, nint columns, T* sums) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TElements : struct, IElements<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* lanes = stackalloc T[Simd.ReductionLanes];
        nint whole = TLanes.Count >= Simd.ReductionLanes / 4 ? columns & -Simd.ReductionLanes : 0;
        for (nint i = 0; i < rows; i++)
        {
            new Span<T>(lanes, Simd.ReductionLanes).Clear();
            if (whole > 0)
            {
                SumInRegisters<Pair<TVector>, PairedLanes<T, TVector, TLanes>>(i, whole, lanes);
            }

            for (nint j = whole; j < columns; j += TLanes.Count)
            {
                int width = (int)nint.Min(TLanes.Count, columns - j);
                T* destination = lanes + (j % Simd.ReductionLanes);
                TVector sum = TLanes.Add(Elements.Load<T, TVector, TLanes>(destination, width), x.At<TVector, TLanes>(i, j, width));
                Elements.Store<T, TVector, TLanes>(sum, destination, width);
            }

            sums[i] = Rows.SumOfLanes<T, TVector, TLanes>(lanes);
        }
    }

    // The lanes are one vector, or two, which change places; n is a multiple of 32.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void SumInRegisters<TVector, TLanes>(nint row, nint n, T* lanes)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector sum = TLanes.Splat(T.Zero), other = sum;
        for (nint j = 0; j < n; j += TLanes.Count)
        {
            sum = TLanes.Add(sum, x.At<TVector, TLanes>(row, j, TLanes.Count));
            if (TLanes.Count < Simd.ReductionLanes)
            {
                (sum, other) = (other, sum);
            }
        }

        TLanes.Store(sum, lanes);
        if (TLanes.Count < Simd.ReductionLanes)
        {
            TLanes.Store(other, lanes + TLanes.Count);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Functions of a whole row.</summary>
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
        LaneSum.Add<T, TVector, TLanes, ExpOfDistance<T>>(new(x, y, max), 0, n, lanes);
        return (max, LaneSum.Total<T, TVector, TLanes>(lanes));
    }
}

/// <summary>e^(x − reference) of one row, which is written to y as it is computed.</summary>
internal readonly unsafe struct ExpOfDistance<T>(T* x, T* y, T reference) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector distance = TLanes.Subtract(Elements.Load<T, TVector, TLanes>(x + column, width), TLanes.Splat(reference));
        TVector e = VectorMath.Exp<T, TVector, TLanes>(distance);
        Elements.Store<T, TVector, TLanes>(e, y + column, width);
        return e;
    }
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
        for (nint i = 0; i < rows; i++)
        {
            new Span<T>(lanes, Simd.ReductionLanes).Clear();
            LaneSum.Add<T, TVector, TLanes, TElements>(x, i, columns, lanes);
            sums[i] = LaneSum.Total<T, TVector, TLanes>(lanes);
        }
    }
}

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

    /// <summary>The largest of n ≥ 1 values; NaN is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T, TVector, TLanes>(T* x, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T max = x[0];
        nint j = 0;
        if (n >= TLanes.Count)
        {
            TVector maxima = TLanes.Load(x);
            for (j = TLanes.Count; j <= n - TLanes.Count; j += TLanes.Count)
            {
                TVector next = TLanes.Load(x + j);
                maxima = TLanes.Select(TLanes.GreaterThan(next, maxima), next, maxima);
            }

            T* lanes = (T*)&maxima;
            for (int lane = 0; lane < TLanes.Count; lane++)
            {
                max = lanes[lane] > max ? lanes[lane] : max;
            }
        }

        for (; j < n; j++)
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
        nint j = 0;
        for (; j <= n - Simd.ReductionLanes; j += Simd.ReductionLanes)
        {
            for (int lane = 0; lane < Simd.ReductionLanes; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(lanes + lane), TLanes.Load(x + j + lane)), lanes + lane);
            }
        }

        for (nint lane = 0; j < n; j++, lane++)
        {
            lanes[lane] += x[j];
        }

        // Halving, as far as whole vectors go; within one vector its own halving is the rest of the same tree.
        int width = Simd.ReductionLanes / 2;
        for (; width >= TLanes.Count; width /= 2)
        {
            for (int lane = 0; lane < width; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(lanes + lane), TLanes.Load(lanes + lane + width)), lanes + lane);
            }
        }

        return TLanes.SumHalving(TLanes.Load(lanes));
    }

    /// <summary>e = e^(x − max x), which is written to y; returns max x and Σ e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T Max, T Sum) ExpOfDistanceToMax<T, TVector, TLanes>(T* x, T* y, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T max = Max<T, TVector, TLanes>(x, n);
        new UnaryKernel<T, ExpOfDistance<T>>(x, y, n, new(max)).Run<TVector, TLanes>();
        return (max, Sum<T, TVector, TLanes>(y, n));
    }
}

/// <summary>y = e^(x − reference).</summary>
internal readonly struct ExpOfDistance<T>(T reference) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        VectorMath.Exp<T, TVector, TLanes>(TLanes.Subtract(x, TLanes.Splat(reference)));
}

/// <summary>y = x·factor − distance.</summary>
internal readonly struct ScaleAndSubtract<T>(T factor, T distance) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(TLanes.Multiply(x, TLanes.Splat(factor)), TLanes.Splat(distance));
}

internal readonly unsafe struct SoftmaxKernel<T>(T* x, nint xStride, T* y, nint yStride, nint rows, nint columns, bool logarithm) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// The driver of all element-wise operators: whole vectors, then one padded vector for the tail. Sources and destination may be the
/// same memory; they must not overlap otherwise.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<T, TOperator>(ReadOnlySpan<T> x, Span<T> y, TOperator f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        Debug.Assert(x.Length == y.Length, "as many results as arguments");
        fixed (T* px = x, py = y)
        {
            Simd.Run<T, UnaryKernel<T, TOperator>>(new(px, py, y.Length, f));
        }
    }

    /// <summary>z[i] = f(x[i], y[i]).</summary>
    public static void Map<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, TOperator f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length, "as many results as arguments");
        fixed (T* px = x, py = y, pz = z)
        {
            Simd.Run<T, BinaryKernel<T, TOperator>>(new(px, py, pz, z.Length, f));
        }
    }

    /// <summary>Y = f(X) for matrices of one shape: at once where the rows are adjacent, else row by row.</summary>
    public static void Map<T, TOperator>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, TOperator f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        if (x.RowStride == x.Columns && y.RowStride == y.Columns)
        {
            int length = y.Rows * y.Columns;
            Map(x.Values[..length], y.Values[..length], f);
            return;
        }

        for (int row = 0; row < y.Rows; row++)
        {
            Map(x.Row(row), y.Row(row), f);
        }
    }

    /// <summary>Z = f(X, Y) for matrices of one shape: at once where the rows are adjacent, else row by row.</summary>
    public static void Map<T, TOperator>(ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, MatrixSpan<T> z, TOperator f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        if (x.RowStride == x.Columns && y.RowStride == y.Columns && z.RowStride == z.Columns)
        {
            int length = z.Rows * z.Columns;
            Map(x.Values[..length], y.Values[..length], z.Values[..length], f);
            return;
        }

        for (int row = 0; row < z.Rows; row++)
        {
            Map(x.Row(row), y.Row(row), z.Row(row), f);
        }
    }
}

// The tail, padded with zeros, goes through the same loop: a second copy of a long f would exceed what the compiler inlines.
internal readonly unsafe struct UnaryKernel<T, TOperator>(T* x, T* y, nint length, TOperator f) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOperator : struct, IUnaryOperator<T>
{
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        RunPaired<Pair<TVector>, PairedLanes<T, TVector, TLanes>>();

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunPaired<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TOperator operation = f;
        T* source = x, destination = y;
        nint rest = length % TLanes.Count;
        TVector tail = default;
        for (nint end = length - rest; ;)
        {
            for (nint i = 0; i < end; i += TLanes.Count)
            {
                TLanes.Store(operation.Invoke<TVector, TLanes>(TLanes.Load(source + i)), destination + i);
            }

            if (destination == &tail)
            {
                Tail.Copy((T*)&tail, y + (length - rest), rest);
                return;
            }

            if (rest == 0)
            {
                return;
            }

            Tail.Copy(x + end, (T*)&tail, rest);
            source = destination = (T*)&tail;
            end = TLanes.Count;
        }
    }
}

internal readonly unsafe struct BinaryKernel<T, TOperator>(T* x, T* y, T* z, nint length, TOperator f) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOperator : struct, IBinaryOperator<T>
{
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        RunPaired<Pair<TVector>, PairedLanes<T, TVector, TLanes>>();

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunPaired<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TOperator operation = f;
        T* first = x, second = y, destination = z;
        nint rest = length % TLanes.Count;
        TVector tail = default, secondTail = default;
        for (nint end = length - rest; ;)
        {
            for (nint i = 0; i < end; i += TLanes.Count)
            {
                TLanes.Store(operation.Invoke<TVector, TLanes>(TLanes.Load(first + i), TLanes.Load(second + i)), destination + i);
            }

            if (destination == &tail)
            {
                Tail.Copy((T*)&tail, z + (length - rest), rest);
                return;
            }

            if (rest == 0)
            {
                return;
            }

            Tail.Copy(x + end, (T*)&tail, rest);
            Tail.Copy(y + end, (T*)&secondTail, rest);
            first = destination = (T*)&tail;
            second = (T*)&secondTail;
            end = TLanes.Count;
        }
    }
}

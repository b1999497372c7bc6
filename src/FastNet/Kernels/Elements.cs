using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>A matrix by a formula for its elements, which nobody stores: what a reduction adds up, or a map writes.</summary>
internal interface IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The elements (row, column) to (row, column + width − 1) in the first lanes of a vector.</summary>
    TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>xᵢⱼ as it lies in memory.</summary>
internal readonly unsafe struct Elements<T>(T* x, nint rowStride) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        Elements.Load<T, TVector, TLanes>(x + (row * rowStride) + column, width);
}

/// <summary>The driver that writes the elements of a formula.</summary>
internal static unsafe class Elements
{
    /// <summary>y = f, element by element; y may be memory that f reads at the same place.</summary>
    public static void Map<T, TElements>(TElements f, MatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T>
    {
        fixed (T* py = y.Values)
        {
            Simd.Run<T, ElementsKernel<T, TElements>>(new(f, py, y.RowStride, y.Rows, y.Columns));
        }
    }

    /// <summary>The <paramref name="width"/> values from <paramref name="source"/> on: a whole vector, or a tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<T, TVector, TLanes>(T* source, int width)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        width == TLanes.Count ? TLanes.Load(source) : Tail.Load<T, TVector, TLanes>(source, width);

    /// <summary>The first <paramref name="width"/> lanes to <paramref name="destination"/> on: a whole vector, or a tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TVector, TLanes>(TVector value, T* destination, int width)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        if (width == TLanes.Count)
        {
            TLanes.Store(value, destination);
        }
        else
        {
            Tail.Store<T, TVector, TLanes>(value, destination, width);
        }
    }
}

internal readonly unsafe struct ElementsKernel<T, TElements>(TElements f, T* y, nint rowStride, nint rows, nint columns) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TElements : struct, IElements<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        for (nint i = 0; i < rows; i++)
        {
            T* row = y + (i * rowStride);
            nint j = 0;
            for (; j <= columns - TLanes.Count; j += TLanes.Count)
            {
                TLanes.Store(f.At<TVector, TLanes>(i, j, TLanes.Count), row + j);
            }

            if (j < columns)
            {
                int rest = (int)(columns - j);
                Tail.Store<T, TVector, TLanes>(f.At<TVector, TLanes>(i, j, rest), row + j, rest);
            }
        }
    }
}
